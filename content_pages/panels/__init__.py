"""Edit forms: the panels of each page type, grouped the way an editor thinks."""
