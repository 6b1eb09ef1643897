"""Attempts are limited before anything is spent on them."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, ngettext, override

from cms.core.http import API
from cms.core.problems import TooManyRequests
from cms.throttling.known_browsers import remember
from cms.throttling.rules import ACCOUNT, LOGIN, RULES, RULES_OF_PEOPLE, SIGNED_IN, Rule
from cms.throttling.watching import Watch

Handler = Callable[[HttpRequest], HttpResponse]


def throttle(get_response: Handler) -> Handler:
    """429 to who has tried too often; every answer of what is limited says how much is left."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = _limited(request, RULES, get_response)
        signed_in = request.method == "POST" and response.status_code in SIGNED_IN
        if signed_in and LOGIN(request.path_info) and (account := ACCOUNT(request)):
            remember(response, *account)
        return response

    return middleware


def throttle_people(get_response: Handler) -> Handler:
    """The same, of what somebody does who has signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return _limited(request, RULES_OF_PEOPLE, get_response)

    return middleware


def _limited(request: HttpRequest, rules: Sequence[Rule], get_response: Handler) -> HttpResponse:
    watch = Watch(request, rules)
    if not watch:
        return get_response(request)
    try:
        watch.require()
        response = get_response(request)
        watch.settle(response.status_code)
    except TooManyRequests as refusal:
        return _refused(request, refusal)
    for name, value in watch.headers().items():
        response[name] = value
    return response


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
