"""`POST /api/v1/applications`: an institution asks to be taken in. No account, no token."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError as ShapeError

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.core import clock
from cms.core.busy import RETRY_SECONDS
from cms.core.database import is_busy
from cms.core.problems import (
    BadRequest,
    Fault,
    MethodNotAllowed,
    Problem,
    TooLarge,
    TooManyRequests,
    Unavailable,
    Unprocessable,
    UnsupportedMediaType,
)
from cms.institutions.models.application import CONFIRMED_WITHIN
from cms.institutions.onboarding.reading import facts_of
from cms.institutions.onboarding.schemas import ApplicationIn, ApplicationSent
from cms.institutions.onboarding.services import TooManyWaiting, send_application

logger = logging.getLogger(__name__)
LARGEST = 64 * 1024  # bytes
DAY = 24 * 3600  # seconds
# What a frontend on another host is allowed, as the read API allows it.
HEADERS = {
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Expose-Headers": "Retry-After, RateLimit-Remaining",
    "Access-Control-Max-Age": "86400",
}


@csrf_exempt  # who sends it is nobody here: no cookie is read
def applications(request: HttpRequest) -> HttpResponse:
    """Keeps an application; every refusal is a problem document."""
    try:
        response = _answer(request)
    except Problem as problem:
        response = problem.response()
    except OperationalError as error:
        if not is_busy(error):
            raise
        wait = {"Retry-After": str(RETRY_SECONDS)}
        response = Unavailable("The database is busy.", headers=wait).response()
    except Exception as error:
        logger.error("Internal error during %s", request.path_info, exc_info=error)
        response = Problem("Something went wrong here; it has been noted.").response()
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": "POST, OPTIONS"})
    if request.method != "POST":
        raise MethodNotAllowed("Send POST.", headers={"Allow": "POST, OPTIONS"})
    sent = _read(request)
    if not sent.homepage:  # a machine is answered like anybody, and nothing is kept
        _keep(sent, get_language_from_request(request))
    told = ApplicationSent(
        state="unconfirmed",
        email=sent.contact.email,
        confirm_before=clock.now() + CONFIRMED_WITHIN,
    )
    return HttpResponse(told.model_dump_json(), status=202, content_type="application/json")


def _read(request: HttpRequest) -> ApplicationIn:
    if request.content_type != "application/json":
        raise UnsupportedMediaType("Send application/json.")
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > LARGEST or len(request.body) > LARGEST:
        raise TooLarge(f"An application may have {LARGEST} bytes.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is no JSON.") from None
    try:
        return ApplicationIn.model_validate(body)
    except ShapeError as refusal:
        raise _unprocessable(_of_shape(refusal)) from None


def _keep(sent: ApplicationIn, language: str) -> None:
    facts, faults = facts_of(sent, language=sent.language or language)
    if faults:
        raise _unprocessable(faults)
    try:
        with override("en"), by_path(Decision.Path.API):  # problems are for developers
            send_application(**facts)
    except TooManyWaiting as refusal:
        told = " ".join(refusal.messages)
        raise TooManyRequests(told, headers={"Retry-After": str(DAY)}) from None
    except ValidationError as refusal:
        raise _unprocessable(list(_of_model(refusal))) from None


def _unprocessable(faults: list[Fault]) -> Unprocessable:
    told = " ".join(f"{one.loc}: {one.msg}" for one in faults[:3])
    return Unprocessable(told, errors=faults)


def _of_shape(refusal: ShapeError) -> list[Fault]:
    return [
        Fault(".".join(["body", *map(str, one["loc"])])[:200], f"{one['msg']}.", one["type"])
        for one in refusal.errors(include_url=False, include_context=False, include_input=False)
    ]


def _of_model(refusal: ValidationError) -> Iterator[Fault]:
    """The model's refusal, by the names its fields have here."""
    found: dict[str, Any] = refusal.error_dict
    for name, errors in found.items():
        own = name.removeprefix("contact_")
        loc = f"body.contact.{own}" if own != name else f"body.{name}"
        for error in errors:
            yield Fault(loc, " ".join(error.messages), error.code or "invalid")
