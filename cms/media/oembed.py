"""What a platform says of the film or sound at an address (oEmbed 1.0, https://oembed.com/).

Asked are only the endpoints of the code list `media_providers` and of `OEMBED_ENDPOINTS`, never an
address somebody typed; redirections are not followed.
"""

import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from urllib3.exceptions import HTTPError

from cms.core.blocks import LARGEST_NUMBER
from cms.media.providers import known_host, split, watch_address

TITLE_LENGTH = 140  # of the block's field
ADDRESS_LENGTH = 1000
CONNECT_SECONDS, SILENT_SECONDS, ALL_SECONDS = 2, 3, 5
# How long a question waits for the one before it.
TURN_SECONDS = 1
LARGEST_ANSWER = 128 * 1024  # bytes
# Seconds an answer is remembered; that there was none, for less long.
KEPT, FAILURE_KEPT = 24 * 3600, 300

_is_address = URLValidator(schemes=["http", "https"])
# One question at a time: the process has two threads for pages, and the other one serves.
_asking = threading.Lock()


class NothingTold(Exception):
    """The platform could not be reached, or did not answer as the standard says."""


@dataclass(frozen=True)
class Told:
    """As much as the platform said: empty and None are what it left out."""

    title: str = ""
    duration_seconds: int | None = None
    thumbnail_url: str = ""


def endpoint_of(address: str) -> str | None:
    """The oEmbed endpoint that answers for `address`, or None."""
    host = split(address).hostname or ""
    if own := settings.OEMBED_ENDPOINTS.get(host):
        return str(own)
    known = known_host(address)
    return known.extra.get("oembed") if known else None


def told_of(address: str, endpoint: str) -> Told:
    """What the endpoint says of `address`. Raises NothingTold; both are remembered for a while."""
    name = "oembed:" + hashlib.blake2b(address.encode("utf-8", "replace")).hexdigest()[:32]
    kept = cache.get(name)
    if kept is None:
        kept = _ask(endpoint, watch_address(address))
        cache.set(name, kept, KEPT if kept else FAILURE_KEPT)
    if not kept:
        raise NothingTold
    return Told(**kept)


def _ask(endpoint: str, address: str) -> dict[str, Any]:
    """What was told, empty when nothing was. Raises NothingTold while somebody else is asking."""
    if not _asking.acquire(timeout=TURN_SECONDS):
        raise NothingTold
    try:
        answer = json.loads(_fetch(endpoint, address))
    except (requests.RequestException, HTTPError, OSError, ValueError, RecursionError):
        return {}
    finally:
        _asking.release()
    return asdict(_read(answer)) if isinstance(answer, dict) else {}


def _fetch(endpoint: str, address: str) -> bytes:
    """Raises what requests and urllib3 raise, and ValueError for what is too long or too slow."""
    until = monotonic() + ALL_SECONDS
    with requests.get(
        endpoint,
        params={"url": address, "format": "json"},
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        timeout=(CONNECT_SECONDS, SILENT_SECONDS),
        allow_redirects=False,
        stream=True,
    ) as response:
        if response.status_code != requests.codes.ok:
            raise ValueError(f"{endpoint} answered {response.status_code}.")
        body = b""
        while piece := response.raw.read1(LARGEST_ANSWER, decode_content=False):
            body += piece
            if len(body) > LARGEST_ANSWER or monotonic() > until:
                raise ValueError(f"{endpoint} answers too much or too slowly.")
    return body


def _read(answer: dict[str, Any]) -> Told:
    title, picture = answer.get("title"), answer.get("thumbnail_url")
    return Told(
        title=" ".join(title.split())[:TITLE_LENGTH] if isinstance(title, str) else "",
        duration_seconds=_seconds(answer.get("duration")),
        thumbnail_url=picture if isinstance(picture, str) and is_web_address(picture) else "",
    )


def _seconds(told: Any) -> int | None:
    """Not in the standard, but several platforms tell it: whole or parts of seconds."""
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    return round(told) if 0 < told <= LARGEST_NUMBER else None


def is_web_address(text: str) -> bool:
    """Whether it is an http or https address as forms take them, without a name and password."""
    try:
        _is_address(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_LENGTH and "@" not in urlsplit(text).netloc
