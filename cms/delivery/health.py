"""`/livez` and `/readyz`: alive, and of use."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.delivery.followers import followers
from cms.delivery.responses import JSON, NO_STORE

Part = dict[str, Any]


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody."""
    return _answer({"status": "alive"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Ready, with its parts; 503 names the part that fails."""
    parts = {name: _checked(check) for name, check in PARTS.items()}
    ready = all(part["status"] == "ok" for part in parts.values())
    body = {"status": "ready" if ready else "not ready", "parts": parts}
    return _answer(body, 200 if ready else 503)


def _checked(check: Callable[[], Part]) -> Part:
    """A part that cannot be asked has failed; what exactly went wrong stays in the log."""
    try:
        return {"status": "ok", **check()}
    except DatabaseError as error:
        return {"status": "failed", "error": type(error).__name__}


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"engine": connection.vendor}


def _search() -> Part:
    return {"engine": "embedded"}


def _queue() -> Part:
    ready = DBTaskResult.objects.ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    age = max(0, int((clock.now() - oldest).total_seconds())) if oldest else None
    return {"waiting": ready.count(), "oldest_seconds": age}


PARTS: Mapping[str, Callable[[], Part]] = {
    "database": _database,
    "search": _search,
    "followers": followers,
    "queue": _queue,
}


def _answer(body: Mapping[str, Any], status: int) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(body),
        status=status,
        content_type=JSON,
        headers={"Cache-Control": NO_STORE},
    )


VIEWS = {"/livez": livez, "/readyz": readyz}
