"""From an address of the API to what answers it."""

from cms.core.http import Request
from cms.core.problems import NotFound
from cms.delivery.endpoints import ENDPOINTS
from cms.delivery.exchange import View, respond
from cms.delivery.index import BASE
from cms.delivery.messages import Reply
from cms.delivery.reference import Docs, OpenAPIDocument
from cms.delivery.responses import finish, problem

PREFIX = f"{BASE}/"
# Below the same base, and not for reading: answered behind the whole chain of middleware.
WRITTEN = f"{PREFIX}imports"

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
        return not path.startswith(WRITTEN) or path[len(WRITTEN) :][:1] not in {"", "/"}
    return path == BASE


def dispatch(request: Request, path: str) -> Reply:
    """The answer to any request below the API's base; `path` is what follows it."""
    view = FIXED.get(path)
    if view is not None:
        return respond(request, view)
    head, _, part = path.partition("/")
    view = WITH_PART.get(head)
    if view is not None and part and "/" not in part:
        return respond(request, view, part)
    return finish(request, problem(NotFound("There is nothing at this address.")))
