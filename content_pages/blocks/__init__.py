"""StreamField blocks of the content pages. `schema` names describe what a block publishes."""
