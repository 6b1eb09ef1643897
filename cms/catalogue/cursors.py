"""Cursors: the position of the last item seen, signed together with the list it belongs to."""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from django.conf import settings

from cms.catalogue.orders import Position
from cms.core.problems import BadParameter

SIGNATURE = 12
# As base64 writes a number of 8 bytes, a value of any length and the signature.
CURSOR = "^[A-Za-z0-9_-]{27,}$"
_NUMBERS = struct.Struct(">Qq")
_NUMBER = struct.Struct(">Q")


def seal(position: Position, scope: bytes, moment: int | None = None) -> str:
    """An opaque cursor that is good for the list `scope` describes and for no other.

    `moment` is as of when the list is walked through, where that matters.
    """
    value, number = position
    if isinstance(value, bytes):
        payload = _NUMBER.pack(number) + value
    else:
        payload = _NUMBERS.pack(number, value)
    if moment is not None:
        payload = _NUMBER.pack(moment) + payload
    sealed = payload + _signature(settings.SECRET_KEY, payload, scope)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(
    cursor: str, scope: bytes, *, textual: bool, timed: bool = False
) -> tuple[Position, int | None]:
    """The position and moment in a cursor; raises BadParameter when it is not of this list."""
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:  # not ASCII, or no base64
        raise _refused() from None
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != cursor:
        raise _refused()
    payload, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    secrets = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    if not any(hmac.compare_digest(_signature(key, payload, scope), signature) for key in secrets):
        raise _refused()
    moment = None
    if timed:
        moment = _NUMBER.unpack(payload[: _NUMBER.size])[0]
        payload = payload[_NUMBER.size :]
    if textual:
        return (payload[_NUMBER.size :], _NUMBER.unpack(payload[: _NUMBER.size])[0]), moment
    number, value = _NUMBERS.unpack(payload)
    return (value, number), moment


def _refused() -> BadParameter:
    return BadParameter(
        "query.cursor",
        "Not a cursor of this list: pass `next` unchanged, with the same filters and order.",
        "bad_cursor",
    )


def _signature(secret: str, payload: bytes, scope: bytes) -> bytes:
    return hmac.digest(_key(secret), scope + b"\0" + payload, "sha256")[:SIGNATURE]


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"cms.catalogue.cursors\0" + secret.encode()).digest()
