"""Pages behind a link that was mailed: for who holds it, kept by no cache and no index."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cms.audit.models import Decision
from cms.audit.recording import by_path

# Django's check against forgery wants to know the page a form comes from: only this site learns.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def behind_a_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A link that opens nothing is answered 404, and counted (`cms.throttling.rules`)."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with by_path(Decision.Path.LINK):
                response = view(request, *args, **kwargs)
        except Http404:
            response = render(request, "institutions/public/no_such_link.html", status=404)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answered
