"""What a mail is told, as plain JSON in its reader's words: the outbox outlives the objects."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime

# Besides these no character reaches a mail that controls, breaks lines or is half of one.
LAYOUT = frozenset("\n\t")
UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain(value: Any, zone: ZoneInfo) -> Any:
    """Text, numbers, dates and lists and dicts of them, in the active language and `zone`.

    Raises TypeError for anything else: a caller says what a thing is called, not the thing.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise):
        return _printable(str(value))
    if isinstance(value, datetime):
        return date_format(localtime(value, zone), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Mapping):
        return {str(name): plain(one, zone) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one, zone) for one in value]
    raise TypeError(f"A mail cannot be told a {type(value).__name__}: say it in words.")


def _printable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in LAYOUT or category(one) not in UNPRINTABLE)
