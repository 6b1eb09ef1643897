"""When the database is busy with somebody else's writing: said as such, and nothing is lost."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.core.database import is_busy

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10
HEADERS = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
NOT_REPEATED = re.compile("password")  # a form with one is not written down again


def busy_answer(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After: a page that sends the very same form again when the editor says so."""
    message = _("Nothing was saved yet: somebody else is writing at this moment.")
    if _wants_no_page(request):
        return JsonResponse({"error": message}, status=503, headers=HEADERS)
    return _page(request, "core/busy.html", {"message": message, "sent": _sent(request)})


def _wants_no_page(request: HttpRequest) -> bool:
    script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return script or not request.accepts("text/html")


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.status_code = 503
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What the form held, field by field; None where a file or a password went with it."""
    if request.method != "POST" or request.FILES or not request.POST:
        return None
    if any(NOT_REPEATED.search(name) for name in request.POST):
        return None
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's; a session that cannot be kept because others write is no internal error.

    What the view did is done by then: the answer never asks for it to be sent again.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:
            if not any(is_busy(one) for one in _with_reasons(error)):
                raise
            logger.warning("A session was not kept, the database is busy: %s", request.path)
            return _session_not_kept(request, response)


def _with_reasons(error: BaseException | None) -> Iterator[BaseException]:
    """Django calls a session whose row could not be written one that was deleted meanwhile."""
    while error is not None:
        yield error
        error = error.__context__


def _session_not_kept(request: HttpRequest, response: Any) -> Any:
    """The view's own answer; who is sent elsewhere is told why they may not be known there."""
    if not 300 <= response.status_code < 400 or _wants_no_page(request):
        return response
    message = _(
        "What you sent was accepted, but the site could not note that it was you: somebody else is "
        "writing at this moment."
    )
    context = {"message": message, "onward": response.headers["Location"]}
    page = _page(request, "core/session_not_kept.html", context)
    page.cookies.update(response.cookies)
    return page
