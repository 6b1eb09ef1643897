"""Panels of the dashboard, in the order in which they matter to whoever opens it."""
