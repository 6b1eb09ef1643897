"""When the database is busy with somebody else's writing: said as such, and nothing is lost."""

import re
from typing import Any

from django.contrib.sessions import middleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.core.database import is_busy

RETRY_SECONDS = 10
NOT_REPEATED = re.compile("password")  # a form with one is not written down again


def busy_answer(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After: a page that sends the very same form again when the editor says so."""
    message = _("Nothing was saved yet: somebody else is writing at this moment.")
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if request.headers.get("x-requested-with") == "XMLHttpRequest" or not request.accepts(
        "text/html"
    ):
        return JsonResponse({"error": message}, status=503, headers=headers)
    response = render(request, "core/busy.html", {"message": message, "sent": _sent(request)})
    response.status_code = 503
    for name, value in headers.items():
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
    """Django's; a session that cannot be kept because others write is no internal error."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            return super().process_response(request, response)
        except OperationalError as error:
            if not is_busy(error):
                raise
            return busy_answer(request)
