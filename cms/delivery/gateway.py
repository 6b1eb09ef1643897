"""Answers the public API in front of Django's request handler."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from cms.delivery.dispatch import PREFIX, dispatch, is_read
from cms.delivery.http.messages import PlainRequest, Reply
from cms.server.environ import ReadMeta
from cms.server.protocol import HTTPProtocol, Scope

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
        reply = answer(PlainRequest.of_wsgi(environ))
        start_response(reply.status_line, list(reply.headers.items()))
        return [reply.body]


def answer_rsgi(scope: Scope, path: str, protocol: HTTPProtocol) -> None:
    """The same under RSGI, where a request is no dictionary."""
    reply = answer(PlainRequest(ReadMeta(scope), scope.method, path))
    protocol.response_bytes(reply.status, list(reply.headers.items()), reply.body)


def answer(request: PlainRequest) -> Reply:
    """The answer to a read; leaves the thread's connection as it should be found."""
    try:
        return dispatch(request, request.path_info[len(PREFIX) :])
    finally:
        # A transaction that is open here was opened by the caller, and is theirs to end.
        database = connections[DEFAULT_DB_ALIAS]
        if database.connection is not None and not database.in_atomic_block:
            database.close_if_unusable_or_obsolete()
