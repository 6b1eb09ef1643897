"""Answers of the API: bytes with the headers caches, browsers and purges live by."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.core.problems import Problem

JSON = "application/json"
SAFE_METHODS = "GET, HEAD, OPTIONS"

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Language, Surrogate-Key",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": SAFE_METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

REVALIDATE = "public, no-cache"
NO_STORE = "no-store"
# A document that is about to be published must not stay missing for long.
MISSING = "public, max-age=10"


def cache_control() -> str:
    """How long caches may serve an answer, and how long a stale one while they ask again."""
    return (
        f"public, max-age={settings.API_MAX_AGE}, "
        f"stale-while-revalidate={settings.API_STALE_WHILE_REVALIDATE}"
    )


def digest(*parts: str) -> str:
    """A short fingerprint for entity tags."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()


def asked_tags(request: HttpRequest) -> frozenset[str]:
    """The entity tags of If-None-Match, `*` among them, compared weakly (RFC 9110 §13.1.2)."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header:
        return frozenset()
    return frozenset(
        tag.removeprefix("W/").strip('"') for tag in (part.strip() for part in header.split(","))
    )


def is_current(asked: frozenset[str], etag: str) -> bool:
    return etag in asked or "*" in asked


def answer(
    body: bytes | None,
    *,
    etag: str,
    language: str,
    negotiated: bool = False,
    surrogate_keys: str = "",
    caching: str | None = None,
) -> HttpResponse:
    """200 with the bytes, or an empty 304 when `body` is None.

    `etag` comes without its quotes; `negotiated` says that Accept-Language was used.
    """
    if body is None:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(body, content_type=JSON)
    headers = response.headers
    headers["ETag"] = f'"{etag}"'
    headers["Cache-Control"] = caching or cache_control()
    headers["Content-Language"] = language
    if negotiated:
        headers["Vary"] = "Accept-Language"
    if surrogate_keys:
        headers["Surrogate-Key"] = surrogate_keys
    return response


def problem(error: Problem) -> HttpResponse:
    """A problem, which caches keep for a moment only when it says that something is missing."""
    response = error.response()
    caching = MISSING if error.status in {404, 410} else NO_STORE
    response.headers.setdefault("Cache-Control", caching)
    return response


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What every answer carries, whatever it says; an answer to HEAD loses its body."""
    headers = response.headers
    for name, value in CORS.items():
        headers[name] = value
    headers["X-Content-Type-Options"] = "nosniff"
    if response.status_code not in {204, 304}:
        headers["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response


def preflight() -> HttpResponse:
    """The answer to OPTIONS (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    response = HttpResponse(status=204, headers={**PREFLIGHT, "Allow": SAFE_METHODS})
    del response.headers["Content-Type"]
    return response
