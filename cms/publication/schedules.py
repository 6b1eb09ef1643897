"""What is to go live or to expire at a moment that has come, and what failed to.

The moments stand where Wagtail keeps them: `approved_go_live_at` of a revision, `expire_at` of a
page. What fails is set aside (`FailedSchedule`) and keeps nothing behind it from its turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import Page, Revision

from cms.core import clock
from cms.publication.models import FailedSchedule, KeptMoment

# What is read of many that are no longer due, and forgotten at once.
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True)
class Schedule:
    """Rows of `model` that have a moment, and the field of `FailedSchedule` that names one."""

    model: type[Model]
    moment: str
    concerned: Q
    failed_by: str
    what: KeptMoment.What

    def due(self) -> "QuerySet[Any]":
        """Those whose moment has come."""
        rows = self.model._default_manager.filter(self.concerned)
        return rows.filter(**{f"{self.moment}__lt": clock.now()})

    def to_try(self) -> "QuerySet[Any]":
        """Those that are due, without those that failed and are to be tried later."""
        return self._without_failed(retry_at__gt=clock.now())

    def next_turns(self, limit: int) -> list[tuple[int, datetime]]:
        """Up to `limit` that are to be tried now, and since when they are due; the oldest first."""
        rows = self.to_try().order_by(self.moment, "pk")
        return list(rows.values_list("pk", self.moment)[:limit])

    def overdue(self) -> "QuerySet[Any, datetime]":
        """The moments of those that are due and have not failed, the oldest first."""
        rows = self._without_failed().order_by(self.moment)
        return rows.values_list(self.moment, flat=True)

    def _without_failed(self, **which: Any) -> "QuerySet[Any]":
        failed = FailedSchedule.objects.filter(
            **{self.failed_by: OuterRef("pk"), "at": OuterRef(self.moment)}, **which
        )
        return self.due().filter(~Exists(failed))

    @transaction.atomic
    def set_aside(self, pk: int, at: datetime, error: BaseException) -> str:
        """Note that this one failed, and when it is tried again; returns what is told of it."""
        which = {f"{self.failed_by}_id": pk}
        row = FailedSchedule(at=at, **which)
        if is_there := self.model._default_manager.filter(pk=pk).exists():
            # Another worker may have tried it at the same time.
            FailedSchedule.objects.bulk_create([row], ignore_conflicts=True)
            row = FailedSchedule.objects.select_for_update().get(**which)
        if row.at != at:  # what failed before was another moment's affair
            row.at, row.attempts, row.failed_since = at, 0, None
        row.note_failure(error)
        if is_there:
            row.save()
        return row.error

    def forget(self, pk: int) -> None:
        """It was done."""
        FailedSchedule.objects.filter(**{self.failed_by: pk}).delete()


GO_LIVES = Schedule(Revision, "approved_go_live_at", Q(), "revision", KeptMoment.What.GO_LIVE)
EXPIRIES = Schedule(Page, "expire_at", Q(live=True), "page", KeptMoment.What.EXPIRY)
SCHEDULES = (GO_LIVES, EXPIRIES)


def forget_the_settled() -> None:
    """Somebody gave it another moment, took it down, or published it: nothing failed any more."""
    still = [
        Exists(
            schedule.model._default_manager.filter(
                schedule.concerned,
                **{"pk": OuterRef(f"{schedule.failed_by}_id"), schedule.moment: OuterRef("at")},
            )
        )
        for schedule in SCHEDULES
    ]
    settled = FailedSchedule.objects.exclude(still[0] | still[1])
    if found := list(settled.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        FailedSchedule.objects.filter(pk__in=found).delete()


@dataclass(frozen=True)
class Others:
    """What a room above has that goes live at its moment: how many are due and since when the
    oldest is, without those that failed; and how many failed when they were last tried."""

    overdue: Callable[[], tuple[int, datetime | None]]
    failing: Callable[[], int]


_others: list[Others] = []


def register(others: Others) -> None:
    """Count them too; registering twice is once."""
    if others not in _others:
        _others.append(others)


def overdue() -> tuple[int, datetime | None]:
    """How much is due to go live or to expire and has not failed; since when the oldest is."""
    told = [others.overdue() for others in _others]
    moments = [*_firsts(), *(since for _count, since in told if since is not None)]
    count = sum(one.overdue().count() for one in SCHEDULES) + sum(count for count, _since in told)
    return count, min(moments, default=None)


def _firsts() -> Iterator[datetime]:
    for schedule in SCHEDULES:
        yield from schedule.overdue()[:1]


def failing() -> int:
    """How much failed when it was last tried."""
    return FailedSchedule.objects.count() + sum(others.failing() for others in _others)
