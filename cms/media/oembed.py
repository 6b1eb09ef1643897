"""What a platform says of the film or sound at an address (oEmbed 1.0, https://oembed.com/).

Asked are only the endpoints of the code list `media_providers` and of `OEMBED_ENDPOINTS`, never an
address somebody typed; redirections are not followed.
"""

import hashlib
import json
import threading
from dataclasses import astuple, dataclass
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

# Answers that say nothing of the address: asked too often, and the server's own errors.
UNWELL = {429, *range(500, 600)}

_is_address = URLValidator(schemes=["http", "https"])
# One question at a time: the process has two threads for pages, and the other one serves.
_asking = threading.Lock()


class NothingTold(Exception):
    """The platform answered, and said nothing of the address that the standard knows."""


class Unreachable(Exception):
    """The platform gave no answer, was too slow or is unwell; or another question is on its way."""


# What is remembered in place of an answer.
FAILURES = {"nothing": NothingTold, "unreachable": Unreachable}


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
    """What the endpoint says of `address`, remembered for a while.

    Raises NothingTold and Unreachable, which are remembered for less long.
    """
    name = "oembed:" + hashlib.blake2b(address.encode("utf-8", "replace")).hexdigest()[:32]
    kept = cache.get(name)
    if kept is None:
        kept = _ask(endpoint, watch_address(address))
        cache.set(name, kept, FAILURE_KEPT if kept in FAILURES else KEPT)
    if kept in FAILURES:
        raise FAILURES[kept]
    return Told(*kept)


def _ask(endpoint: str, address: str) -> "tuple[Any, ...] | str":
    """What was told, or the name of a failure. Raises Unreachable while somebody else is asking."""
    if not _asking.acquire(timeout=TURN_SECONDS):
        raise Unreachable
    try:
        answer = json.loads(_fetch(endpoint, address))
    except (requests.RequestException, HTTPError, OSError, Unreachable):
        return "unreachable"
    except (ValueError, RecursionError):
        return "nothing"
    finally:
        _asking.release()
    told = _read(answer) if isinstance(answer, dict) else Told()
    return "nothing" if told == Told() else astuple(told)


def _fetch(endpoint: str, address: str) -> bytes:
    """Raises what requests and urllib3 raise, Unreachable for what is too slow or says so itself,
    and ValueError for every other answer than a page of the standard's length."""
    until = monotonic() + ALL_SECONDS
    with requests.get(
        endpoint,
        params={"url": address, "format": "json"},
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        timeout=(CONNECT_SECONDS, SILENT_SECONDS),
        allow_redirects=False,
        stream=True,
    ) as response:
        if response.status_code in UNWELL:
            raise Unreachable(f"{endpoint} answered {response.status_code}.")
        if response.status_code != requests.codes.ok:
            raise ValueError(f"{endpoint} answered {response.status_code}.")
        body = b""
        while piece := response.raw.read1(LARGEST_ANSWER, decode_content=False):
            body += piece
            if monotonic() > until:
                raise Unreachable(f"{endpoint} answers too slowly.")
            if len(body) > LARGEST_ANSWER:
                raise ValueError(f"{endpoint} answers too much.")
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
