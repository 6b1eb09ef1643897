"""What every read asks: in which locale, with or without fallback, which fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from cms.core import locales
from cms.core.http import Request
from cms.delivery.http.negotiation import preferred_locale

ALWAYS = ("id", "kind")


@dataclass(frozen=True, slots=True)
class Representation:
    """The locale asked for and how far to go for it; `negotiated` when a header decided."""

    locale: str
    negotiated: bool
    chain: tuple[str, ...]
    fields: frozenset[str] | None

    @property
    def etag_suffix(self) -> str:
        """The part of an entity tag that depends on what was asked for, not on what is stored."""
        if self.fields is None:
            return self.locale
        return f"{self.locale}.{'-'.join(sorted(self.fields))}"

    def known_etags(self, tags: frozenset[str]) -> list[str]:
        """The stored tags among those a client has of this very representation."""
        suffix = f".{self.etag_suffix}"
        return [tag.removesuffix(suffix) for tag in tags if tag.endswith(suffix)]

    def render(self, stored: bytes, locale: str) -> bytes:
        """A stored document as this request gets it."""
        served = envelope(self.locale, locale) + stored[1:]
        return served if self.fields is None else self._picked(served)

    def _picked(self, served: bytes) -> bytes:
        assert self.fields is not None
        document = orjson.loads(served)
        return orjson.dumps(
            {
                name: value
                for name, value in document.items()
                if name in self.fields or name in ALWAYS
            }
        )


# Building writes a document's id, kind and locale first.
IDENTITY = re.compile(rb'\{"id":"([0-9a-f-]{36})","kind":"[a-z_]+","locale":"([A-Za-z-]+)"').match


def id_and_locale(stored: bytes) -> tuple[str, str]:
    """The id and locale of a stored document, without reading the rest of it where that can be."""
    found = IDENTITY(stored)
    if found is None:
        document = orjson.loads(stored)
        return document["id"], document["locale"]
    return found[1].decode(), found[2].decode()


@lru_cache(maxsize=128)
def envelope(requested: str, locale: str) -> bytes:
    """What stored bytes cannot know, ready to stand before them."""
    fallback = str(locale != requested).lower()
    return f'{{"requested_locale":"{requested}","fallback":{fallback},'.encode()


def requested_representation(request: Request, values: Mapping[str, Any]) -> Representation:
    """Reads `locale`, `fallback` and `fields` from an endpoint's values, and Accept-Language."""
    locale = values.get("locale")
    negotiated = locale is None
    if locale is None:
        locale = preferred_locale(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    chain = locales.chain(locale) if values.get("fallback", True) else (locale,)
    fields = values.get("fields")
    return Representation(locale, negotiated, chain, None if fields is None else frozenset(fields))
