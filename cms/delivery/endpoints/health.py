"""`/livez` and `/readyz`: alive, and of use.

`/readyz` tells every part as `ok`, `degraded` (somebody should look, the service is given) or
`failed` (it is not: 503). A balancer that only wants to know whether this server answers leaves
parts out, as with Kubernetes' API server: `/readyz?exclude=worker,queue,pages`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from cms.core.models import WorkerHeartbeat
from cms.core.problems import BadParameter, shown
from cms.core.task_queue import ready_since
from cms.core.workers import gets_on
from cms.delivery.http.responses import JSON, NO_STORE
from cms.delivery.selectors.followers import (
    followers,
    outbox,
    seconds_since,
    waiting_pages,
    waiting_schedules,
)

OK, DEGRADED, FAILED = "ok", "degraded", "failed"
Part = dict[str, Any]
logger = logging.getLogger(__name__)


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody."""
    return _answer({"status": "alive"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Ready, with its parts; 503 when one of them has failed."""
    try:
        excluded = _excluded(request)
    except BadParameter as refused:
        refusal = refused.response()
        refusal["Cache-Control"] = NO_STORE
        return refusal
    parts: dict[str, Part] = {}
    for name, check in PARTS.items():
        if name not in excluded:
            parts[name] = _checked(check, parts.get("database"))
    states = {part["status"] for part in parts.values()}
    status = "not ready" if FAILED in states else DEGRADED if DEGRADED in states else "ready"
    return _answer({"status": status, "parts": parts}, 503 if FAILED in states else 200)


def _excluded(request: HttpRequest) -> set[str]:
    """Names of parts, separated by commas or given several times; raises BadParameter."""
    named = {name for one in request.GET.getlist("exclude") for name in one.split(",")}
    if unknown := sorted(named - PARTS.keys()):
        known = ", ".join(PARTS)
        message = f"There is no part {shown(unknown[0])}; there are: {known}."
        raise BadParameter("query.exclude", message, "unknown")
    return named


def _checked(check: Callable[[], Part], database: Part | None) -> Part:
    """A part that cannot be asked has failed; what exactly went wrong stays in the log."""
    if database is not None and database["status"] == FAILED:
        return {"status": FAILED, "error": database["error"]}
    try:
        return check()
    except Exception as error:
        logger.warning("A part could not be asked whether it is ready", exc_info=True)
        return {"status": FAILED, "error": type(error).__name__}


def _part(facts: Part, *, failed: dict[str, bool], degraded: dict[str, bool]) -> Part:
    """The worst of what is wrong, what that is in words, and the facts."""
    problems = [message for message, holds in (failed | degraded).items() if holds]
    status = FAILED if any(failed.values()) else DEGRADED if problems else OK
    return {"status": status, **({"problems": problems} if problems else {}), **facts}


def _over(seconds: int | None, limit: int) -> bool:
    return seconds is not None and seconds > limit


@dataclass(frozen=True)
class Delay:
    """What has waited for longer than it should, in words, behind which queue or periodic job."""

    message: str
    seconds: int | None
    limit: int
    queue: str


def _delays(*delays: Delay) -> tuple[dict[str, bool], dict[str, bool]]:
    """What has failed, and what is only behind: where the queue gets on it is no failure."""
    failed: dict[str, bool] = {}
    behind: dict[str, bool] = {}
    for one in delays:
        if _over(one.seconds, one.limit):
            moves = gets_on(one.queue)
            while_others = ", behind others that get on." if moves else "."
            (behind if moves else failed)[f"{one.message} for {one.limit} s{while_others}"] = True
    return failed, behind


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"status": OK, "engine": connection.vendor}


def _search() -> Part:
    return {"status": OK, "engine": "embedded"}


def _followers() -> Part:
    return {"status": OK, **followers()}


def _queue() -> Part:
    since = {queue: seconds_since(moment) for queue, moment in ready_since().items()}
    count, limit = DBTaskResult.objects.failed().count(), settings.READY_QUEUE_SECONDS
    failed, behind = _delays(
        *(
            Delay(f"A task of the queue “{queue}” has waited", seconds, limit, queue)
            for queue, seconds in since.items()
        )
    )
    return _part(
        {
            "waiting": DBTaskResult.objects.ready().count(),
            "oldest_seconds": max((one for one in since.values() if one is not None), default=None),
            "failed": count,
        },
        failed=failed,
        degraded=behind | {"Tasks have failed; see the report “Background work”.": count > 0},
    )


def _worker() -> Part:
    limit = settings.WORKER_SILENT_SECONDS
    silent = [
        seconds_since(moment) or 0
        for moment in WorkerHeartbeat.objects.values_list("last_seen_at", flat=True)
    ]
    alive = sum(not _over(seconds, limit) for seconds in silent)
    return _part(
        {"alive": alive, "last_seen_seconds": min(silent, default=None)},
        failed={f"No worker has been heard of for {limit} s.": alive == 0},
        degraded={},
    )


def _pages() -> Part:
    facts = waiting_pages() | waiting_schedules()
    overdue, stale = settings.READY_OVERDUE_SECONDS, settings.READY_QUEUE_SECONDS
    scheduled = facts["schedules_overdue_seconds"]
    failed, behind = _delays(
        Delay("A page has been overdue", facts["overdue_seconds"], overdue, "due pages"),
        Delay("A page has been stale", facts["stale_seconds"], stale, "stale pages"),
        Delay("A page has been due to go live or to expire", scheduled, overdue, "schedule"),
    )
    report = "see the report “Failed publications”."
    return _part(
        facts,
        failed=failed,
        degraded=behind
        | {
            f"Pages could not be built; {report}": facts["failing"] > 0,
            f"Pages could not go live or expire at their moment; {report}": (
                facts["schedules_failing"] > 0
            ),
        },
    )


def _mail() -> Part:
    """Never more than degraded: the service is given, and people may be told later."""
    facts = outbox()
    limit = settings.READY_QUEUE_SECONDS
    return _part(
        facts,
        failed={},
        degraded={
            f"A mail has waited for {limit} s.": _over(facts["oldest_seconds"], limit),
            "Mail has failed; see the report “Mail that failed”.": facts["failed"] > 0,
        },
    )


# The database first: where it has failed, nothing else is asked.
PARTS: Mapping[str, Callable[[], Part]] = {
    "database": _database,
    "search": _search,
    "followers": _followers,
    "queue": _queue,
    "worker": _worker,
    "pages": _pages,
    "mail": _mail,
}


def _answer(body: Mapping[str, Any], status: int) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(body),
        status=status,
        content_type=JSON,
        headers={"Cache-Control": NO_STORE},
    )


VIEWS = {"/livez": livez, "/readyz": readyz}
