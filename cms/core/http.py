"""What of HTTP more than one room has to know."""

import re
from ipaddress import IPv6Address, ip_address
from typing import Any, Protocol

from django.conf import settings

# Methods that ask and change nothing (RFC 9110 §9.2.1).
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Answers below it are for programs: refusals too are problem documents.
API = "/api/"

PORT = re.compile(r":[0-9]+$")
# Who has one IPv6 address has all those of its network.
NETWORK_BITS = 64
LONGEST_ADDRESS = 64


class Meta(Protocol):
    """As much of the WSGI environment (PEP 3333) as is asked for."""

    def get(self, name: str, default: Any = None, /) -> Any: ...


class Request(Protocol):
    """A request, Django's or a plainer one."""

    @property
    def META(self) -> Meta: ...
    @property
    def method(self) -> str | None: ...
    @property
    def path_info(self) -> str: ...


def client_address(meta: Meta) -> str:
    """Who asks, as the outermost of our own proxies saw it (`TRUSTED_PROXIES`, how many there are).

    What stands further left in X-Forwarded-For was written by the client, and is not believed.
    """
    seen = [str(meta.get("REMOTE_ADDR", ""))]
    if settings.TRUSTED_PROXIES:
        told = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        told = [one.strip() for one in told if one.strip()][-settings.TRUSTED_PROXIES :]
        # Fewer than there are proxies: it went round one of them, and its word is anybody's.
        seen = told if len(told) == settings.TRUSTED_PROXIES else seen
    return _normal(seen[0])


def _normal(text: str) -> str:
    # Some proxies write the port too: `1.2.3.4:5555`, `[::1]:5555`.
    host = text if text.count(":") > 1 and not text.startswith("[") else PORT.sub("", text)
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return text[:LONGEST_ADDRESS]
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return f"{int(address) >> NETWORK_BITS:x}"
    return str(address)
