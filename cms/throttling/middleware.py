"""Attempts are limited before anything is spent on them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, ngettext, override

from cms.core.http import API
from cms.core.problems import TooManyRequests
from cms.throttling.watching import Watch

Handler = Callable[[HttpRequest], HttpResponse]


def throttle(get_response: Handler) -> Handler:
    """429 to who has tried too often; every answer of what is limited says how much is left."""

    def middleware(request: HttpRequest) -> HttpResponse:
        watch = Watch(request)
        if not watch:
            return get_response(request)
        try:
            watch.require()
        except TooManyRequests as refusal:
            return _refused(request, refusal)
        response = get_response(request)
        watch.settle(response.status_code)
        for name, value in watch.headers().items():
            response[name] = value
        return response

    return middleware


def _refused(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    if request.path.startswith(API):
        response = refusal.response()
    else:
        minutes = -(-int(refusal.headers["Retry-After"]) // 60)
        with override(get_language_from_request(request)):
            message = ngettext(
                "Too many attempts. Try again in a minute.",
                "Too many attempts. Try again in %(minutes)d minutes.",
                minutes,
            ) % {"minutes": minutes}
            response = render(request, "throttling/refused.html", {"message": message})
        response.status_code = refusal.status
        for name, value in refusal.headers.items():
            response[name] = value
    response["Cache-Control"] = "no-store"
    return response
