"""Whose attempts are counted together."""

import hashlib
import re
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any, Protocol

from django.conf import settings

PORT = re.compile(r":[0-9]+$")
# Who has one IPv6 address has all those of its network.
NETWORK_BITS = 64


class Meta(Protocol):
    """As much of the WSGI environment (PEP 3333) as is asked for."""

    def get(self, name: str, default: Any = None, /) -> Any: ...


class Asked(Protocol):
    """A request, Django's or a plainer one; only forms have a `POST`."""

    @property
    def META(self) -> Meta: ...
    @property
    def method(self) -> str | None: ...
    @property
    def path_info(self) -> str: ...


Key = Callable[[Any], tuple[str, ...] | None]


def client_address(meta: Meta) -> str:
    """Who asks, as the outermost of our own proxies saw it (`TRUSTED_PROXIES`, how many there are).

    What stands further left in X-Forwarded-For was written by the client, and is not believed.
    """
    seen = [str(meta.get("REMOTE_ADDR", ""))]
    if settings.TRUSTED_PROXIES:
        told = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        seen = [one.strip() for one in told if one.strip()][-settings.TRUSTED_PROXIES :] or seen
    return _normal(seen[0])


def _normal(text: str) -> str:
    # Some proxies write the port too: `1.2.3.4:5555`, `[::1]:5555`.
    host = text if text.count(":") > 1 and not text.startswith("[") else PORT.sub("", text)
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return digest(text)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return f"{int(address) >> NETWORK_BITS:x}"
    return str(address)


def digest(text: str) -> str:
    """Keys are short, and tell nobody who reads the counters what was typed."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def by_address(request: Asked) -> tuple[str, ...]:
    return (client_address(request.META),)


def by_account(field: str) -> Key:
    """The account a form names, whoever sends it."""

    def key(request: Any) -> tuple[str, ...] | None:
        name = request.POST.get(field, "").strip().casefold()
        return (digest(name),) if name else None

    return key


def by_account_and_address(field: str) -> Key:
    account = by_account(field)

    def key(request: Any) -> tuple[str, ...] | None:
        named = account(request)
        return (*named, client_address(request.META)) if named else None

    return key


def by_token(request: Asked) -> tuple[str, ...] | None:
    """The token that is presented, good or not."""
    _scheme, _, presented = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return (digest(presented.strip()),) if presented.strip() else None


def by_session(request: Any) -> tuple[str, ...] | None:
    """Who is signed in, as far as their cookie says: many may share one address."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return (digest(cookie),) if cookie else None
