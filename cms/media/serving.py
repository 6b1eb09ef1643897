"""Files as HTTP answers: in parts (RFC 9110, Range), by condition, and never run by a browser."""

from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import NotARegularFileError, StaticFile

# How long caches may keep what anybody may have.
SHARED = "public, max-age=3600"
# A browser keeps it and asks each time: rights may have gone.
PERSONAL = "private, no-cache"
SAFE = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def serve(
    request: HttpRequest,
    file: Any,
    *,
    content_type: str,
    shared: bool,
    more_headers: Mapping[str, str] = SAFE,
) -> HttpResponseBase:
    """The content of a model's file field. `shared`: anybody may have it.

    Raises FileNotFoundError when the storage lacks it.
    """
    headers = _headers(content_type, shared) | dict(more_headers)
    try:
        path = file.path
    except NotImplementedError:  # a storage on another machine
        return FileResponse(file.open("rb"), headers=headers)
    try:
        static = StaticFile(path, [*headers.items(), ("Accept-Ranges", "bytes")])
    except NotARegularFileError as error:
        raise FileNotFoundError(path) from error
    response: HttpResponseBase = WhiteNoiseMiddleware.serve(static, request)
    return response


def serve_once(file: File, *, content_type: str, shared: bool) -> HttpResponseBase:
    """The content of a file in memory, which no storage keeps: whole, without conditions."""
    return HttpResponse(file.read(), headers=_headers(content_type, shared) | SAFE)


def _headers(content_type: str, shared: bool) -> dict[str, str]:
    headers = {
        "Content-Type": content_type,
        "Cache-Control": SHARED if shared else PERSONAL,
    }
    if shared:
        headers["Access-Control-Allow-Origin"] = "*"  # captions beside a frontend's video
    return headers
