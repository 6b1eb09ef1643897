"""Rules of the head moderators that show content to a human."""
