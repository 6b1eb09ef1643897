"""When a review is due, in working hours: days of rest and holidays are data."""

from datetime import datetime, timedelta

# What begins within so many hours is urgent.
URGENT_WITHIN = timedelta(hours=72)
DUE_AFTER = timedelta(hours=72)


def is_urgent(starts_at: datetime | None, now: datetime) -> bool:
    """Whether it begins soon enough for its review to come first."""
    return starts_at is not None and now <= starts_at <= now + URGENT_WITHIN


def due_after(now: datetime, *, urgent: bool) -> datetime:
    """The moment by which a review that was submitted now should be decided."""
    return now + (timedelta(hours=4) if urgent else DUE_AFTER)
