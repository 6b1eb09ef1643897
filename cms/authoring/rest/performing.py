"""One request, one transaction: done whole, or refused in words and nothing done."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from pydantic import ValidationError as ShapeError

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.authoring.rest.bodies import refused, shape_refused
from cms.authoring.rest.callers import caller_of
from cms.authoring.rest.idempotency import Claim, claim
from cms.core.busy import RETRY_SECONDS
from cms.core.database import is_busy, snapshot
from cms.core.http import SAFE
from cms.core.problems import (
    Conflict,
    Fault,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    Problem,
    Unavailable,
)
from cms.publication.authored.port import AtWork, Deleted, NoSuchItem, Unexpected
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)
Work = Callable[[], HttpResponse]
KNOWN = (
    *(Problem, ValidationError, ShapeError, PermissionDenied, OperationalError),
    *(NoSuchItem, Deleted, AtWork, Unexpected),
)


def perform(request: HttpRequest, work: Work, *sent: bytes, data: Any = None) -> HttpResponse:
    """What `work` answers, done in one transaction; what only reads takes no writer's turn. `sent`
    is what the request's Idempotency-Key stands for, `data` what a refused shape is looked for in.
    Raises a Problem, and nothing was done then."""

    def whole(mine: Claim | None) -> HttpResponse:
        with snapshot() if request.method in SAFE else publishing():
            return _kept(work(), mine)

    return _claimed(request, whole, sent, data)


def perform_in_parts(request: HttpRequest, work: Work, *sent: bytes) -> HttpResponse:
    """The same where `work` does many things, each in a transaction of its own."""
    return _claimed(request, lambda mine: _kept(work(), mine), sent, None)


def _claimed(
    request: HttpRequest,
    answered: Callable[[Claim | None], HttpResponse],
    sent: Iterable[bytes],
    data: Any,
) -> HttpResponse:
    with override("en"), by_path(Decision.Path.API):
        try:
            if request.method != "POST":
                return answered(None)
            mine = claim(request, caller_of(request).token, *sent)
            if mine is None or isinstance(mine, HttpResponse):
                return mine or answered(None)
            with mine.unless_refused():
                return answered(mine)
        except KNOWN as error:
            raise problem_of(error, data) from error


def _kept(response: HttpResponse, mine: Claim | None) -> HttpResponse:
    if mine is not None:
        mine.keep(response)
    return response


def problem_of(error: Exception, data: Any = None) -> Problem:
    """Whatever keeps a request from being done, as HTTP says it; raises what it cannot say."""
    match error:
        case Problem():
            return error
        case NoSuchItem():
            return NotFound("There is no such item.")
        case Deleted():
            return Gone("The item was deleted here; it is not made again.", replaced_by=None)
        case AtWork():
            fault = Fault(f"body.texts.{error.locale}", str(error), error.code)
            return Conflict(str(error), errors=[fault])
        case Unexpected():
            return PreconditionFailed("The item has changed since: read it again.")
        case PermissionDenied():
            return Forbidden(str(error) or "You may not do this.")
        case ValidationError():
            return refused(error)
        case ShapeError():
            return shape_refused(error, data)
    if not is_busy(error):
        raise error
    logger.warning("A request was not done, the database is busy", exc_info=error)
    return Unavailable("The database is busy.", headers={"Retry-After": str(RETRY_SECONDS)})
