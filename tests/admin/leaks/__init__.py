"""Two institutions, every address of the admin, and the word that must never cross over."""
