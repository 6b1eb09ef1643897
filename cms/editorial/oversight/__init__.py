"""What head moderators see of the whole: figures of the reviews, the audit log."""
