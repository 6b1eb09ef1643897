"""What institutions' systems and reviewers do over HTTP (docs/authoring-api.md)."""
