"""Answers the public API in front of Django's request handler."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection

from cms.delivery.dispatch import PREFIX, dispatch, is_read

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class PublicAPIFirst:
    """A WSGI application around Django's; what is not of the public API goes on to that.

    Django's handler asks every open connection and cache about its health twice per request and
    signals each time, which costs as much as a list's SQL. Here the one connection that was used
    is looked after, and no signal is sent. Under another kind of server, and in tests, the
    middleware does the same inside Django.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_read(environ.get("PATH_INFO", "")):
            return self.application(environ, start_response)
        request = WSGIRequest(environ)
        try:
            response = dispatch(request, request.path_info[len(PREFIX) :])
        finally:
            # A transaction that is open here was opened by the caller, and is theirs to end.
            if connection.connection is not None and not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, list(response.headers.items()))
        return [response.content]
