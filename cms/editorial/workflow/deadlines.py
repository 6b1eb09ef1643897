"""When a review is due: so many hours of the days on which people work.

An ordinary one is due three days after it was submitted, days of rest not counted; what begins
soon, within four hours of work. The clock stands still while its author has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from cms.editorial.models.calendar import Holiday, WorkingDay

# What begins within so many hours is urgent.
URGENT_WITHIN = timedelta(hours=72)
# Of days on which somebody works, and of the hours in which they do.
DUE_AFTER = timedelta(hours=72)
URGENT_DUE_AFTER = timedelta(hours=4)
# Where nobody has said when people work: from Monday to Friday.
OPENS, CLOSES, WEEKDAYS = time(9), time(18), range(5)
# Further than that nobody looks: a calendar of holidays alone ends here.
LONGEST = timedelta(days=400)


def is_urgent(starts_at: datetime | None, now: datetime) -> bool:
    """Whether it begins soon enough for its review to come first."""
    return starts_at is not None and now <= starts_at <= now + URGENT_WITHIN


@dataclass
class WorkingTime:
    """The calendar, read once: moments are aware, days those of the site's time zone."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(settings.TIME_ZONE))
    hours: dict[int, tuple[time, time]] = field(default_factory=dict)
    holidays: set[date] = field(default_factory=set)

    @classmethod
    def read(cls) -> "WorkingTime":
        rows = WorkingDay.objects.values_list("weekday", "opens", "closes")
        hours = {weekday: (opens, closes) for weekday, opens, closes in rows}
        return cls(
            hours=hours or dict.fromkeys(WEEKDAYS, (OPENS, CLOSES)),
            holidays=set(Holiday.objects.values_list("day", flat=True)),
        )

    def due(self, start: datetime, *, urgent: bool, part: float = 1) -> datetime:
        """When what was submitted at `start` is due; with `part` 0.5, when half the time is up."""
        amount = (URGENT_DUE_AFTER if urgent else DUE_AFTER) * part
        return self.after(start, amount, urgent=urgent)

    def after(self, start: datetime, amount: timedelta, *, urgent: bool) -> datetime:
        """The moment at which `amount` of working time has passed since `start`."""
        for opens, closes in self._spans(start, urgent):
            span = closes - opens
            if span >= amount:
                return opens + amount
            amount -= span
        return start + LONGEST

    def between(self, start: datetime, end: datetime, *, urgent: bool) -> timedelta:
        """How much working time lies between two moments; none when the second is not later."""
        passed = timedelta()
        for opens, closes in self._spans(start, urgent):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def _spans(self, start: datetime, urgent: bool) -> Iterator[tuple[datetime, datetime]]:
        """From `start` on: whole working days; with `urgent` the hours of work in them."""
        day, last = start.astimezone(self.zone).date(), start + LONGEST
        while self._at(day, time()) < last:
            opens, closes = self._day(day, urgent)
            if closes is not None and closes > start:
                yield max(opens, start).astimezone(UTC), closes.astimezone(UTC)
            day += timedelta(days=1)

    def _day(self, day: date, urgent: bool) -> tuple[datetime, datetime | None]:
        midnight = self._at(day, time())
        if day in self.holidays or day.weekday() not in self.hours:
            return midnight, None
        if not urgent:
            return midnight, self._at(day + timedelta(days=1), time())
        opens, closes = self.hours[day.weekday()]
        return self._at(day, opens), self._at(day, closes)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.zone)
