"""How far what follows the change log is behind it, which pages wait for their copies, and
which mail to be sent."""

from datetime import datetime
from typing import Any

from django.db.models import Min

from cms.catalogue.catalogue import current
from cms.core import clock
from cms.notifications.models import Message
from cms.publication import punctuality, schedules
from cms.publication.copies import stale
from cms.publication.log.change_log import last_number
from cms.publication.models import DuePage


def followers() -> dict[str, Any]:
    """The catalogue refreshes itself when it is asked: a lag here is no fault."""
    number = last_number()
    catalogue = current().version
    return {"change": number, "catalogue": catalogue, "catalogue_lag": number - catalogue}


def waiting_pages() -> dict[str, Any]:
    """Pages whose copies time or others have made untrue, and those that could not be built."""
    overdue = DuePage.objects.filter(at__lte=clock.now())
    return {
        "overdue": overdue.count(),
        "overdue_seconds": seconds_since(overdue.aggregate(oldest=Min("at"))["oldest"]),
        "stale": stale.waiting(),
        "stale_seconds": seconds_since(stale.oldest_waiting()),
        "failing": stale.failing(),
    }


def waiting_schedules() -> dict[str, Any]:
    """What is to go live or to expire and its moment has come, what failed at it, and how late
    what was done within the last hour was."""
    count, since = schedules.overdue()
    lately = punctuality.lately()
    return {
        "schedules_overdue": count,
        "schedules_overdue_seconds": seconds_since(since),
        "schedules_failing": schedules.failing(),
        "schedules_kept_last_hour": lately.count,
        "schedules_late_seconds_median": lately.median,
        "schedules_late_seconds_p95": lately.p95,
        "schedules_late_seconds_worst": lately.worst,
    }


def outbox() -> dict[str, Any]:
    """Mail whose turn it is, and what was given up."""
    due = Message.objects.due()
    return {
        "waiting": due.count(),
        "oldest_seconds": seconds_since(due.aggregate(oldest=Min("retry_at"))["oldest"]),
        "failed": Message.objects.filter(state=Message.State.FAILED).count(),
    }


def seconds_since(moment: datetime | None) -> int | None:
    """Whole seconds, never negative: machines' clocks differ a little."""
    return None if moment is None else max(0, int((clock.now() - moment).total_seconds()))
