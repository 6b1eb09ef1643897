"""Which documents a list holds: a columnar copy of the published rows, in memory, per process."""
