"""Screens of those who keep the rules of reviews."""
