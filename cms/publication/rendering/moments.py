"""Days and times as one statement, with the zone they are told in (IANA names).

Everything here speaks the active language.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

# Zones by the name people give their time; others are called by their city.
ZONES = {
    "Europe/Paris": _("Paris time"),
    "Europe/Moscow": _("Moscow time"),
    "Europe/London": _("London time"),
    "UTC": _("UTC"),
}


def moment_of(text: Any) -> datetime | None:
    """A moment as the JSON writes it; None for anything else."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def date_of(text: Any) -> date | None:
    """A day as the JSON writes it; None for anything else."""
    if not isinstance(text, str) or len(text) != 10:
        return None
    try:
        return parse_date(text)
    except ValueError:
        return None


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def weekday_and_day(value: date) -> str:
    return pgettext("a day", "%(weekday)s, %(day)s") % {
        "weekday": date_format(value, "l"),
        "day": day(value),
    }


def moment(value: datetime, zone: str = "") -> str:
    """One moment, `zone` being the site's own where none is named."""
    local = _local(value, zone)
    return gettext("%(moment)s (%(zone)s)") % {
        "moment": _said(local),
        "zone": zone_name(zone),
    }


def span(starts: datetime, ends: datetime | None, zone: str = "") -> str:
    """From one moment to another; the day is said once where both are on it."""
    if ends is None:
        return moment(starts, zone)
    begin, end = _local(starts, zone), _local(ends, zone)
    same = begin.date() == end.date()
    said = f"{_said(begin)}–{_time(end)}" if same else f"{_said(begin)} – {_said(end)}"
    return gettext("%(moment)s (%(zone)s)") % {"moment": said, "zone": zone_name(zone)}


def zone_name(zone: str = "") -> str:
    """`Paris time`, or a zone by its city: `Tokyo time`."""
    zone = zone or settings.TIME_ZONE
    if zone in ZONES:
        return str(ZONES[zone])
    return gettext("%(city)s time") % {"city": zone.rpartition("/")[2].replace("_", " ")}


def _said(local: datetime) -> str:
    return gettext("%(day)s, %(time)s") % {
        "day": weekday_and_day(local.date()),
        "time": _time(local),
    }


def _time(local: datetime) -> str:
    return date_format(local, "TIME_FORMAT")


def _local(value: datetime, zone: str) -> datetime:
    """In that zone, where there is one and the moment has a place in its calendar."""
    try:
        return value.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    except (OverflowError, ZoneInfoNotFoundError, ValueError):
        return value
