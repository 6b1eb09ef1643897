"""What this API is compared with."""
