"""From an address of the API to what answers it."""

from typing import Any
from urllib.parse import quote

from cms.core.http import Request
from cms.core.parameters import guess
from cms.core.problems import NotFound
from cms.core.written_api import is_written
from cms.delivery.endpoints.index import BASE
from cms.delivery.http.exchange import View, respond
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.responses import cache_control, finish, problem
from cms.delivery.openapi.reference import Docs, OpenAPIDocument
from cms.delivery.routes import ENDPOINTS

PREFIX = f"{BASE}/"
# Below the same base, and not for reading: answered behind the whole chain of middleware. So are
# those that rooms registered (`cms.core.written_api`).
WRITTEN = ("imports",)

FIXED: dict[str, View] = {one.path: one.view for one in ENDPOINTS if not one.takes} | {
    "openapi.json": OpenAPIDocument(),
    "docs": Docs(),
}
WITH_PART: dict[str, View] = {
    one.path.partition("/")[0]: one.view for one in ENDPOINTS if one.takes
}


def is_read(path: str) -> bool:
    """Whether an address of the site belongs to the read API, known or not."""
    if path.startswith(PREFIX):
        first = path[len(PREFIX) :].partition("/")[0]
        return first not in WRITTEN and not is_written(first)
    return path == BASE


def dispatch(request: Request, path: str) -> Reply:
    """The answer to any request below the API's base; `path` is what follows it."""
    found = _find(path)
    if found is not None:
        view, *parts = found
        return respond(request, view, *parts)
    if path.endswith("/") and _find(path[:-1]):
        return finish(request, _without_slash(request, path))
    near = guess(f"{PREFIX}{path}", [PREFIX + one for one in (*FIXED, *WITH_PART) if one])
    return finish(request, problem(NotFound(f"There is nothing at this address.{near}")))


def _find(path: str) -> tuple[Any, ...] | None:
    """The view of an address and, where the address has one, its variable part."""
    view = FIXED.get(path)
    if view is not None:
        return (view,)
    head, _, part = path.partition("/")
    view = WITH_PART.get(head)
    return (view, part) if view is not None and part and "/" not in part else None


def _without_slash(request: Request, path: str) -> Reply:
    """Leads to the address itself, which has no slash at its end; the question goes along."""
    text = query_string(request).encode("latin-1")
    question = "?" + quote(text, safe="%!$&'()*+,;=:@/?-._~") if text else ""
    location = PREFIX + quote(path[:-1]) + question
    return Reply(308, {"Location": location, "Cache-Control": cache_control()})
