"""Requests that are turned away before the site has seen them."""

from typing import Any

from django.utils.translation import gettext as _

from cms.core.http import API
from cms.core.problems import (
    BadRequest,
    Problem,
    RequestTimeout,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
from cms.server.protocol import Headers, HTTPProtocol, Scope

RETRY_SECONDS = "5"
LATER = {429, 503}
PROBLEMS: dict[int, tuple[type[Problem], str]] = {
    400: (BadRequest, "The body ended before it was whole."),
    408: (RequestTimeout, "The body did not arrive in time."),
    413: (TooLarge, "The body is larger than is taken."),
    429: (TooManyRequests, "Too many bodies from your address are on their way at once."),
    503: (Unavailable, "Too many requests are being answered; try again shortly."),
}
EXPLAINED: dict[int, Any] = {
    400: lambda: _("What you sent did not arrive whole. Go back and send it again."),
    408: lambda: _("What you sent took too long to arrive. Go back and send it again."),
    413: lambda: _("What you sent is too large."),
    429: lambda: _("Too much is being sent from your network at once. Try again shortly."),
    503: lambda: _("Too many people are here at this moment. Go back and try again shortly."),
}


def refuse(status: int, scope: Scope, protocol: HTTPProtocol) -> None:
    """A problem document below the API, a sentence elsewhere; the connection is closed.

    What is left of the body is not waited for.
    """
    headers: Headers = [("Cache-Control", "no-store"), ("Connection", "close")]
    if status in LATER:
        headers.append(("Retry-After", RETRY_SECONDS))
    if scope.path.startswith(API):
        kind, detail = PROBLEMS[status]
        headers.append(("Content-Type", "application/problem+json"))
        body = kind(detail).json()
    else:
        headers.append(("Content-Type", "text/plain; charset=utf-8"))
        body = EXPLAINED[status]().encode()
    protocol.response_bytes(status, headers, body)
