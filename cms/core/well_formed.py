"""Requests that no view could make sense of are refused in one place, naming what is wrong."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from cms.core.http import API, SAFE
from cms.core.problems import BadRequest

Handler = Callable[[HttpRequest], HttpResponse]

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NUL = "\x00"
# Both databases keep numbers of 64 bits.
LARGEST = 2**63 - 1
NUMBER = re.compile(r"-?[0-9]{19,}")
# How many rows a form says it has, and their order: Wagtail's blocks and Django's formsets.
COUNTED = re.compile(r"-(count|TOTAL_FORMS|INITIAL_FORMS)$")
ORDERED = re.compile(r"-[0-9]+-order$")
# Years of which some zone's part is out of range.
AT_AN_END = re.compile(r"(0001|9999)-[0-9]{2}-[0-9]{2}")
SHOWN = 60
_TOO_LARGE = _("%(name)s: this number is too large.")
_OUT_OF_TIME = _("%(name)s: no clock tells this date in every zone.")
_UNKEPT = _("%(name)s holds a character nothing can keep.")


class WellFormedMiddleware:
    """Before sessions: a path, a cookie or a form that cannot be read is a 400, not a 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._refusal(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What only the view or the database could find out."""
        if isinstance(exception, MultiValueDictKeyError):
            name = str(exception.args[0]).strip("'\"")
            return refused(request, 400, _("The form lacks the field %(name)s."), name)
        if isinstance(exception, OverflowError) and (name := next(_at_an_end(request), "")):
            return refused(request, 400, _OUT_OF_TIME, name)
        if isinstance(exception, OverflowError | DatabaseError | ValueError):
            names = ", ".join(_too_large(request))
            return refused(request, 400, _TOO_LARGE, names) if names else None
        return None

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        sent: Iterable[tuple[str, str]] = [("URL", request.path), *request.COOKIES.items()]
        for name, value in (*sent, *_pairs(request.GET)):
            if NUL in value or NUL in name:
                return refused(request, 400, _UNKEPT, name)
        if request.method in SAFE or request.path.startswith(API):
            return None  # an API says itself what is wrong with a body
        try:
            if request.content_type not in FORMS:
                request.body  # noqa: B018 - reads it
                return None
            return _wrong_form(request)
        except RequestDataTooBig:
            return refused(request, 413, _("What you sent is too large."))
        except UnreadablePostError:
            return refused(request, 400, _("What you sent did not arrive whole."))


def _wrong_form(request: HttpRequest) -> HttpResponse | None:
    for name, value in _pairs(request.POST):
        if NUL in value or NUL in name:
            return refused(request, 400, _UNKEPT, name)
        if COUNTED.search(name) and _number(value) not in range(
            settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        ):
            return refused(request, 400, _("%(name)s must be a number of rows."), name)
        if ORDERED.search(name) and _number(value) is None:
            return refused(request, 400, _("%(name)s must be a whole number."), name)
    return None


def _pairs(data: object) -> Iterator[tuple[str, str]]:
    for name, values in data.lists():  # type: ignore[attr-defined]
        for value in values:
            yield name, str(value)


def _number(text: str) -> int | None:
    if len(text) < 19:
        with suppress(ValueError):
            return int(text)
    return None


def _too_large(request: HttpRequest) -> Iterator[str]:
    """The fields, parameters and parts of the path that hold such a number."""
    if NUMBER.search(request.path):
        yield request.path
    for name, value in (*_pairs(request.GET), *_pairs(request.POST)):
        digits = value.strip().lstrip("+-")
        if NUMBER.fullmatch(value.strip()) and (len(digits) > 25 or int(digits) > LARGEST):
            yield name


def _at_an_end(request: HttpRequest) -> Iterator[str]:
    """The parameters that hold a date in the first year or the last that Python knows."""
    for name, value in _pairs(request.GET):
        if AT_AN_END.match(value.strip()):
            yield name


def refused(request: HttpRequest, status: int, said: Any, name: str = "") -> HttpResponse:
    """A sentence in the reader's language; a problem document, in English, below an API."""
    in_api = request.path.startswith(API)
    with override("en" if in_api else get_language_from_request(request)):
        text = str(said) % {"name": name.replace(NUL, "?")[:SHOWN]} if name else str(said)
    if in_api:
        return BadRequest(text).response()
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
