"""A WSGI application's answer, sent by RSGI."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from cms.server.environ import FileWrapper
from cms.server.protocol import Headers, HTTPProtocol

StartResponse = Callable[..., Any]
WSGIApplication = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

WITHOUT_BODY = {204, 304}


class _Started:
    """What the application said with `start_response`."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = headers


def answer(application: WSGIApplication, environ: dict[str, Any], protocol: HTTPProtocol) -> None:
    """Runs the application in this thread and sends what it answers."""
    started = _Started()
    answered = application(environ, started)
    try:
        _send(answered, started, environ["REQUEST_METHOD"], protocol)
    finally:
        close = getattr(answered, "close", None)
        if close is not None:
            close()


def _send(
    answered: Iterable[bytes], started: _Started, method: str, protocol: HTTPProtocol
) -> None:
    status, headers = started.status, started.headers
    if method == "HEAD" or status in WITHOUT_BODY:
        protocol.response_empty(status, headers)
    elif isinstance(answered, FileWrapper) and (path := _whole_file(answered.file, headers)):
        protocol.response_file(status, headers, path)
    elif isinstance(answered, list) or not getattr(answered, "streaming", False):
        protocol.response_bytes(status, headers, b"".join(answered))
    else:
        transport = protocol.response_stream(status, headers)
        for piece in answered:
            transport.send_bytes(piece)


def _whole_file(file: Any, headers: Headers) -> str | None:
    """The path of a file that is sent from its beginning to its end, None for any other."""
    path = getattr(file, "name", None)
    if not isinstance(path, str) or not os.path.isabs(path):
        return None
    try:
        size = os.fstat(file.fileno()).st_size
        whole = file.tell() == 0 and os.path.samestat(os.stat(path), os.fstat(file.fileno()))
    except (OSError, AttributeError, ValueError):
        return None
    length = next((value for name, value in headers if name.lower() == "content-length"), None)
    return path if whole and length == str(size) else None
