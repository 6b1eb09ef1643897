"""One request to one endpoint; every refusal is a problem document."""

import logging
from collections.abc import Callable
from typing import Protocol

from django.db import DatabaseError

from cms.core.http import Request
from cms.core.parameters import ParameterSet, parse_query
from cms.core.problems import MethodNotAllowed, Problem, Unavailable
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.responses import SAFE_METHODS, finish, preflight, problem

logger = logging.getLogger(__name__)


class View(Protocol):
    """Answers an address; takes the request and, where the address has one, its variable part."""

    parameters: ParameterSet

    @property
    def __call__(self) -> Callable[..., Reply]: ...


def respond(request: Request, view: View, *parts: str) -> Reply:
    """An endpoint's answer with all its headers."""
    method = request.method
    if method == "OPTIONS":
        return finish(request, preflight())
    if method not in {"GET", "HEAD"}:
        refusal = MethodNotAllowed("This API is read only.", headers={"Allow": SAFE_METHODS})
        return finish(request, problem(refusal))
    reply = _read(request, view, parts)
    if reply.status >= 400 and _header_decides(request, view):
        reply.headers["Vary"] = "Accept-Language"
    return finish(request, reply)


def _header_decides(request: Request, view: View) -> bool:
    """Whether the language of an answer would have been negotiated."""
    if "locale" not in view.parameters.names:
        return False
    try:
        return "locale" not in parse_query(query_string(request))
    except Problem:
        return True


def _read(request: Request, view: View, parts: tuple[str, ...]) -> Reply:
    try:
        return view(request, *parts)
    except Problem as error:
        return problem(error)
    except DatabaseError:
        logger.exception("The database failed during %s", request.path_info)
        return problem(Unavailable("The database does not answer; try again shortly."))
    except Exception:
        logger.exception("Internal error during %s", request.path_info)
        return problem(Problem("Something went wrong here; it has been noted."))
