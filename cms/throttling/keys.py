"""Whose attempts are counted together."""

import hashlib
import unicodedata
from collections.abc import Callable
from typing import Any

from cms.core.http import Request, client_address
from cms.throttling.known_browsers import known_as

Key = Callable[[Any], tuple[str, ...] | None]


def digest(text: str) -> str:
    """Keys are short, and tell nobody who reads the counters what was typed."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def by_address(request: Request) -> tuple[str, ...]:
    return (client_address(request.META),)


def by_path(request: Request) -> tuple[str, ...]:
    """Whatever is at this address, whoever comes."""
    return (digest(request.path_info),)


def by_account(field: str) -> Key:
    """The account a form names, whoever sends it."""

    def key(request: Any) -> tuple[str, ...] | None:
        # Spelled as Django's sign-in reads it, or every spelling would have attempts of its own.
        name = unicodedata.normalize("NFKC", request.POST.get(field, "")).strip().casefold()
        return (digest(name),) if name else None

    return key


def by_account_and_address(field: str) -> Key:
    account = by_account(field)

    def key(request: Any) -> tuple[str, ...] | None:
        named = account(request)
        return (*named, client_address(request.META)) if named else None

    return key


def from_known_browser(account: Key) -> Key:
    """The account, and the browser it has been signed in to from before."""

    def key(request: Any) -> tuple[str, ...] | None:
        named, known = account(request), known_as(request)
        return known if named and known and known[:1] == named else None

    return key


def known_browsers_of(account: Key) -> Key:
    """The account, from whichever of the browsers it has been signed in to from before."""
    known = from_known_browser(account)

    def key(request: Any) -> tuple[str, ...] | None:
        browser = known(request)
        return browser[:1] if browser else None

    return key


def unless_known(account: Key, key: Key) -> Key:
    """By `key`, but for browsers from which the account has been signed in to before."""
    known = from_known_browser(account)
    return lambda request: None if known(request) else key(request)


def by_user(request: Any) -> tuple[str, ...] | None:
    """Who has signed in."""
    return (str(request.user.pk),) if request.user.is_authenticated else None


def by_token(request: Request) -> tuple[str, ...] | None:
    """The token that is presented, good or not."""
    _scheme, _, presented = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
    return (digest(presented.strip()),) if presented.strip() else None
