"""Answers of the API: bytes with the headers caches, browsers and purges live by."""

import hashlib

from django.conf import settings

from cms.core.http import Request
from cms.core.problems import CONTENT_TYPE, Problem
from cms.delivery.http.messages import Reply

JSON = "application/json"
SAFE_METHODS = "GET, HEAD, OPTIONS"

# Reading from other origins (https://fetch.spec.whatwg.org/#http-cors-protocol), no guessed types.
CARRIED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Content-Language, Surrogate-Key, Retry-After, "
        "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
    ),
    "X-Content-Type-Options": "nosniff",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": SAFE_METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

# Proxies keep 4 to 8 kB for all headers of an answer, and some refuse what is larger. What depends
# on more documents than fit here says so by one key, which every change purges.
MAX_SURROGATE_KEYS = 2_000
MANY = "many"

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


def if_none_match(request: Request) -> frozenset[str]:
    """The entity tags of If-None-Match, `*` among them, compared weakly (RFC 9110 §13.1.2)."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header:
        return frozenset()
    return frozenset(
        tag.removeprefix("W/").strip('"') for tag in (part.strip() for part in header.split(","))
    )


def is_current(known: frozenset[str], etag: str) -> bool:
    return etag in known or "*" in known


def answer(
    body: bytes | None,
    *,
    etag: str,
    language: str,
    negotiated: bool = False,
    surrogate_keys: str = "",
    caching: str | None = None,
) -> Reply:
    """200 with the bytes, or an empty 304 when `body` is None.

    `etag` comes without its quotes; `negotiated` says that Accept-Language was used.
    """
    headers = {} if body is None else {"Content-Type": JSON}
    headers["ETag"] = f'"{etag}"'
    headers["Cache-Control"] = caching or cache_control()
    headers["Content-Language"] = language
    if negotiated:
        headers["Vary"] = "Accept-Language"
    if surrogate_keys:
        headers["Surrogate-Key"] = bounded(surrogate_keys)
    return Reply(304, headers) if body is None else Reply(200, headers, body)


def bounded(surrogate_keys: str) -> str:
    """The keys, or, where they take too much, the first of them and what stands for the others.

    A list's own key is purged by every change of its kind: nothing needs to stand for the others.
    """
    if len(surrogate_keys) <= MAX_SURROGATE_KEYS:
        return surrogate_keys
    first, _, _ = surrogate_keys.partition(" ")
    return first if first.startswith("list-") else f"{first} {MANY}"


def problem(error: Problem) -> Reply:
    """A problem, which caches keep for a moment only when it says that something is missing."""
    caching = MISSING if error.status in {404, 410} else NO_STORE
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": caching, **error.headers}
    return Reply(error.status, headers, error.json())


def finish(request: Request, reply: Reply) -> Reply:
    """What every answer carries, whatever it says; an answer to HEAD loses its body."""
    reply.headers.update(CARRIED)
    if reply.status not in {204, 304}:
        reply.headers["Content-Length"] = str(len(reply.body))
    if request.method == "HEAD":
        reply.body = b""
    return reply


def preflight() -> Reply:
    """The answer to OPTIONS (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    return Reply(204, {**PREFLIGHT, "Allow": SAFE_METHODS})
