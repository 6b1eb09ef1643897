"""Categories, institutions and programmes as filters name them and facets label them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from cms.catalogue.reading import Batch
from cms.publication.documents.kinds import KINDS

NAMED = frozenset(code for code, kind in KINDS.items() if kind.named)
# Guesses at what was meant compare so many slugs, which share so many first letters with it.
MOST_NEAR = 200
ALIKE = 3


@dataclass
class Named:
    """A document by the names it goes by, in the locales it is public in."""

    kind: str
    slugs: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


class References:
    """Few documents, many uses: kept as plain dicts."""

    def __init__(self) -> None:
        self._named: dict[bytes, Named] = {}
        self._by_slug: dict[tuple[str, str], dict[bytes, set[str]]] = {}
        self._by_code: dict[str, set[bytes]] = {}
        # Themes are no documents: an item says what each of its own is called, by language.
        self._themes: dict[str, dict[str, str]] = {}
        # What facets worked out from titles, by facet and locale; emptied when a title changes.
        self.labels: dict[tuple[str, str], dict[str, str]] = {}

    def put(self, batch: Batch) -> None:
        """Note those documents of a batch that others refer to."""
        for at, kind in enumerate(batch.kinds):
            self._put_themes(batch.facts[at])
            if kind not in NAMED:
                continue
            key, locale, slug = batch.key(at), batch.locales[at], batch.slugs[at]
            self.drop(key, locale)
            self.labels.clear()
            named = self._named.setdefault(key, Named(kind))
            named.slugs[locale], named.titles[locale] = slug, batch.titles[at]
            self._by_slug.setdefault((kind, slug), {}).setdefault(key, set()).add(locale)
            if code := batch.facts[at].get("code"):
                named.codes[locale] = code
                self._by_code.setdefault(code, set()).add(key)

    def _put_themes(self, facts: Mapping[str, Any]) -> None:
        """The last word holds: when a theme gets a name, all its items are published anew."""
        slugs, named = facts.get("theme") or (), facts.get("theme_labels") or ()
        for slug, pairs in zip(slugs, named, strict=False):
            names = dict(pairs)
            if self._themes.get(slug) != names:
                self._themes[slug] = names
                self.labels.clear()

    def theme(self, slug: str, locales: Iterable[str]) -> str | None:
        """What a theme is called in the first of `locales` it has a name in, else its own name."""
        names = self._themes.get(slug, {})
        return next((names[locale] for locale in (*locales, "") if locale in names), None)

    def drop(self, key: bytes, locale: str) -> None:
        """A document is no longer public in `locale`."""
        named = self._named.get(key)
        if named is None or locale not in named.slugs:
            return
        self.labels.clear()
        del named.titles[locale]
        place = (named.kind, named.slugs.pop(locale))
        holders = self._by_slug[place]
        holders[key].discard(locale)
        if not holders[key]:
            del holders[key]
        if not holders:
            del self._by_slug[place]
        code = named.codes.pop(locale, None)
        if code and code not in named.codes.values():
            self._by_code[code].discard(key)
            if not self._by_code[code]:
                del self._by_code[code]
        if not named.slugs:
            del self._named[key]

    def find(self, kind: str, name: str, locales: Iterable[str]) -> str | None:
        """The id of a public document by id or slug, or None.

        A slug that two documents bear in different languages means the one in the first of
        `locales`.
        """
        try:
            named = self._named.get(UUID(name).bytes)
            if named and named.kind == kind:
                return str(UUID(name))
        except ValueError:
            pass
        bearers = self._by_slug.get((kind, name), {})
        for locale in locales:
            for key, used in bearers.items():
                if locale in used:
                    return str(UUID(bytes=key))
        return str(UUID(bytes=min(bearers))) if bearers else None

    def near(self, kind: str, name: str) -> list[str]:
        """Up to MOST_NEAR slugs that begin like a name: what may have been meant by it."""
        beginning = (kind, name[:ALIKE])
        alike = (slug for of, slug in self._by_slug if (of, slug[:ALIKE]) == beginning)
        return list(islice(alike, MOST_NEAR))

    def has_code(self, code: str) -> bool:
        return code in self._by_code

    def codes(self) -> list[str]:
        """Codes of the public categories."""
        return sorted(self._by_code)

    def title(self, key: str, locales: Iterable[str]) -> str | None:
        """The title of a document by id, in the first of `locales` it has, else in any."""
        return self._title({UUID(key).bytes}, locales)

    def title_of_code(self, code: str, locales: Iterable[str]) -> str | None:
        """The title of the category with this code."""
        return self._title(self._by_code.get(code, set()), locales)

    def _title(self, keys: set[bytes], locales: Iterable[str]) -> str | None:
        found = [self._named[key].titles for key in sorted(keys) if key in self._named]
        for locale in locales:
            for titles in found:
                if locale in titles:
                    return titles[locale]
        return next((title for titles in found for _, title in sorted(titles.items())), None)
