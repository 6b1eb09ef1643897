"""Items that other systems write: drafted and read back through `cms.publication.authored`."""
