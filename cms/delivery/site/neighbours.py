"""Where things are on the site: what is above a page, the sections, the categories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import Q

from cms.core import locales
from cms.delivery.selectors.tombstones import public_documents
from cms.publication.rendering.parts import Document, Link

EVERYTHING = "items"


@dataclass(frozen=True)
class Neighbours:
    """What is near a document: the pages above it from the top, and paths by what is there."""

    trail: list[Link] = field(default_factory=list)
    institutions: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)


def neighbours(document: Document) -> Neighbours:
    """One statement: those above the document, and the sections and categories of its language."""
    above = _above(document.get("path") or "")
    chain = locales.chain(document["locale"])
    found = public_documents().filter(
        Q(path__in=above) | Q(kind__in=["section", "category"], locale__in=chain)
    )
    near = Neighbours()
    titles = {}
    for row in sorted(
        found.select_related("body").defer("body__card", "body__detail"),
        key=lambda row: _preference(row, chain),
    ):
        titles[row.path] = row.title
        if row.kind == "institution":
            near.institutions[str(row.key)] = row.path
        elif row.kind == "section":
            near.sections.setdefault(orjson.loads(bytes(row.body.ref))["lists"], row.path)
        elif row.kind == "category":
            near.categories.setdefault(row.facts["code"], row.path)
    near.trail.extend(Link(titles[path], path) for path in above if path in titles)
    return near


def _preference(row: Any, chain: Sequence[str]) -> int:
    """The document's own language first, then those that stand in for it."""
    return chain.index(row.locale) if row.locale in chain else len(chain)


def _above(path: str) -> list[str]:
    """`/fr/`, `/fr/institutions/` for `/fr/institutions/opera/`."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts))]


@dataclass(frozen=True)
class OnTheSite:
    """Where the words of a document lead to: lists of its kind, thinned by a filter."""

    kind: str
    locale: str
    near: Neighbours

    def filtered(self, name: str, value: str) -> str:
        return self.several({name: value})

    def several(self, values: Mapping[str, str]) -> str:
        """The list of this kind with these values of filters."""
        base = list_path(self.kind, self.locale, self.near)
        return f"{base}?{urlencode(values)}" if base and values else base

    def category(self, code: str) -> str:
        return self.near.categories.get(code) or self.filtered("category", code)

    def institution(self, key: str) -> str:
        return self.near.institutions.get(key) or self.filtered("institution", key)


def list_path(kind: str, locale: str, near: Neighbours) -> str:
    """Where all documents of a kind are listed: items on a page of their own, others in theirs."""
    return f"/{locale}/{EVERYTHING}/" if kind == "item" else near.sections.get(kind, "")
