"""Days as a list is asked for them: a date, a range, or a word whose meaning moves with time."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from cms.catalogue.moments import day_of, days_end, kept, midnight
from cms.catalogue.values import QueryContext, Values
from cms.core.parameters import fault, guess
from cms.core.problems import shown

DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
RANGE = re.compile(rf"{DAY}|{DAY}\.\.({DAY})?|\.\.{DAY}")
SATURDAY = 5
FIRST, LAST = date(1970, 1, 1), date.max


class Days(NamedTuple):
    """From a first to a last day, both included."""

    first: date
    last: date


class Time(NamedTuple):
    """Whole seconds since 1970; `moment` is when it was asked."""

    start: int
    end: int
    moment: int


def _weekend(today: date) -> Days:
    """Saturday and Sunday of this week; on a Sunday what is left of them."""
    saturday = today + timedelta(days=SATURDAY - today.weekday())
    return Days(saturday, saturday + timedelta(days=1))


WORDS: Mapping[str, Callable[[date], Days]] = {
    "today": lambda today: Days(today, today),
    "weekend": _weekend,
    "upcoming": lambda today: Days(today, LAST),
}


class When(Values):
    """Days of the site's time zone."""

    timed = True

    def clean(self, text: str, name: str) -> str:
        if text in WORDS:
            return text
        try:
            days = _days(text)
        except ValueError:
            raise fault(
                name,
                f"{shown(text)} is not a known time; one of: {', '.join(WORDS)}, a date, or a "
                f"range such as 2026-11-28..2026-11-30, either end of which may be left out."
                f"{guess(text, WORDS)}",
                "bad_date",
            ) from None
        if days.first > days.last:
            raise fault(name, "The range ends before it begins.", "bad_range")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^({'|'.join(WORDS)}|{RANGE.pattern})$"}

    def resolve(self, text: str, name: str, context: QueryContext) -> Time:
        days = WORDS[text](day_of(context.moment)) if text in WORDS else _days(text)
        return Time(kept(midnight(days.first)), kept(days_end(days.last)), context.moment)


def _days(text: str) -> Days:
    """Raises ValueError."""
    if not RANGE.fullmatch(text):
        raise ValueError(text)
    first, dots, last = text.partition("..")
    if not dots:
        return Days(date.fromisoformat(first), date.fromisoformat(first))
    return Days(
        date.fromisoformat(first) if first else FIRST,
        date.fromisoformat(last) if last else LAST,
    )
