"""Files as HTTP answers: in parts (RFC 9110, Range), by condition, and never run by a browser."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
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
    headers = {
        "Content-Type": content_type,
        "Cache-Control": SHARED if shared else PERSONAL,
        **more_headers,
    }
    if shared:
        headers["Access-Control-Allow-Origin"] = "*"  # captions beside a frontend's video
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
