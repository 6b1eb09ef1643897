"""How late what happens by itself happens: each moment that was kept is noted, with its delay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from cms.core import clock
from cms.core.pruning import delete_some
from cms.publication.models import KeptMoment

What = KeptMoment.What
# What `/readyz` speaks of.
LATELY = timedelta(hours=1)


@dataclass(frozen=True)
class Lateness:
    """Of some kept moments: how many, and the middle, the 95th percentile and the worst of their
    delays in seconds; None of none."""

    count: int
    median: float | None = None
    p95: float | None = None
    worst: float | None = None


def note(what: KeptMoment.What, done: Iterable[tuple[int, str, datetime]]) -> None:
    """Note (number, title, when it was due) of what is done now, with the transaction."""
    now = clock.now()
    KeptMoment.objects.bulk_create(
        KeptMoment(
            what=what,
            subject=subject,
            title=title[:255],
            due_at=due_at,
            done_at=now,
            late=max(0.0, (now - due_at).total_seconds()),
        )
        for subject, title, due_at in done
    )


def lately() -> Lateness:
    """Of what was done within the last hour."""
    return lateness(KeptMoment.objects.filter(done_at__gte=clock.now() - LATELY))


def lateness(moments: "QuerySet[KeptMoment]") -> Lateness:
    count = moments.count()
    if not count:
        return Lateness(0)
    late = moments.order_by("late").values_list("late", flat=True)
    # Nearest rank: the smallest delay that so many of the moments do not exceed.
    at = [min(count - 1, -(-count * share // 100) - 1) for share in (50, 95, 100)]
    return Lateness(count, *(round(late[place], 1) for place in at))


def prune_kept_moments() -> int:
    """Delete some that were kept SCHEDULE_KEPT_DAYS ago; returns how many."""
    until = clock.now() - timedelta(days=settings.SCHEDULE_KEPT_DAYS)
    return delete_some(KeptMoment.objects.filter(done_at__lt=until).order_by("done_at"))
