"""What goes live, or down, without a review: each with its reason in the audit log."""
