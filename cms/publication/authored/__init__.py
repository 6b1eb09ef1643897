"""Items as other systems write them: their shapes, and the port through which they are kept."""
