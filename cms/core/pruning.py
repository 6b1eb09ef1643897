"""What is kept for a while only: rows go in bites, the oldest first."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.core.models import WorkerHeartbeat
from cms.core.workers import KEPT

BITE = 500


def delete_some(rows: "QuerySet[Any]", *, limit: int = BITE) -> int:
    """Delete up to `limit` of these rows; returns how many."""
    some = list(rows.values_list("pk", flat=True)[:limit])
    if some:
        rows.model._base_manager.filter(pk__in=some).delete()
    return len(some)


def prune_task_results() -> int:
    """Tasks that ended, well or not, TASK_RESULTS_KEPT_DAYS ago."""
    since = clock.now() - timedelta(days=settings.TASK_RESULTS_KEPT_DAYS)
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=since)
    return delete_some(ended.order_by("finished_at"))


def prune_sessions() -> int:
    """Sessions nobody can continue any more, as `clearsessions` removes them."""
    return delete_some(Session.objects.filter(expire_date__lt=clock.now()).order_by("expire_date"))


def prune_heartbeats() -> int:
    """Workers that died a day ago."""
    return delete_some(WorkerHeartbeat.objects.filter(last_seen_at__lt=clock.now() - KEPT))
