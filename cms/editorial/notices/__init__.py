"""Who is written to about a review, and in which words."""
