"""Moments as whole seconds since 1970, which is how documents show them; days of the site."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

# Of what has no end, and of what never comes: the last number that columns of moments hold.
NEVER = 2**32 - 1


def seconds(text: str) -> int:
    """An ISO 8601 date or moment; a date is its midnight, and UTC is meant where no zone is said.

    Raises ValueError.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return int(moment.timestamp() // 1)
    except OverflowError as error:
        raise ValueError(str(error)) from error


def kept(moment: int) -> int:
    """A moment within what columns hold; earlier than 1970 is 1970."""
    return min(max(moment, 0), NEVER - 1)


def day_of(moment: float) -> date:
    """The day it is at the site (TIME_ZONE)."""
    return datetime.fromtimestamp(moment, ZoneInfo(settings.TIME_ZONE)).date()


def midnight(day: date) -> int:
    """When a day begins at the site; days last 23 to 25 hours."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def days_end(day: date) -> int:
    """When the day after begins."""
    return NEVER if day == date.max else midnight(day + timedelta(days=1))
