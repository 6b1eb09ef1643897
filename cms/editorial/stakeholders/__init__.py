"""People without an account who are asked about one page, by a link in a mail."""
