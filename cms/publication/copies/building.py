"""From a page to its published copy: is it public, and if so, which bytes."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from wagtail.models import Locale, Page, PageViewRestriction

from cms.core.models import BasePage
from cms.media.access import restricted_collections
from cms.publication import clearance
from cms.publication.copies.context import BuildContext, PublishedCopies
from cms.publication.copies.rows import read_rows
from cms.publication.documents.contract import Parts, Window
from cms.publication.documents.page_types import page_type_of
from cms.publication.models import PublishedDocument
from cms.publication.sites import read_frontends

CLOSED = Window(open=False)
# Moments are written as `2031-05-17T16:00:00Z`, in documents and in what others show of them.
TIMES = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


@dataclass
class Copy:
    """What is, or would be, public of one page. `parts` is None when nothing is."""

    page_id: int
    kind: str
    key: UUID
    locale: str
    path: str
    window: Window
    private: bool = False
    parts: Parts | None = None
    slug: str = ""
    title: str = ""
    detail: bytes = b""
    card: bytes = b""
    shown_card: bytes = b""
    ref: bytes = b""
    dependencies: set[str] = field(default_factory=set)
    published_at: datetime | None = None
    updated_at: datetime | None = None

    @cached_property
    def ref_hash(self) -> str:
        return _digest(self.ref)

    @cached_property
    def card_hash(self) -> str:
        return _digest(self.shown_card)

    @cached_property
    def etag(self) -> str:
        return _digest(self.detail + self.card + self.ref + orjson.dumps(self.facts))

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.parts.facts) if self.parts else {}

    def matches(self, document: PublishedDocument) -> bool:
        """True when the stored row already says all this."""
        return (
            document.etag == self.etag
            and document.path == self.path
            and document.public_until == self.window.closes_at
            and document.surrogate_keys == self.surrogate_keys
        )

    @property
    def surrogate_keys(self) -> str:
        """`d-<key>` of every document this one shows, itself first."""
        others = {on.partition(":")[2] for on in self.dependencies if on[:4] in {"ref:", "card"}}
        return " ".join(f"d-{key}" for key in [str(self.key), *sorted(others - {str(self.key)})])

    def write_to(self, document: PublishedDocument) -> None:
        document.kind = self.kind
        document.key = self.key
        document.locale = self.locale
        document.slug = self.slug
        document.path = self.path
        document.title = self.title
        document.facts = self.facts
        document.etag = self.etag
        document.ref_hash = self.ref_hash
        document.card_hash = self.card_hash
        document.surrogate_keys = self.surrogate_keys
        document.public_until = self.window.closes_at
        if self.published_at and self.updated_at:
            document.published_at = self.published_at
            document.updated_at = self.updated_at


@dataclass
class Sight:
    """Which pages may have a published copy, which are private, which have others below them.

    One that is neither live nor there, private, or another locale's alias is public under no
    circumstances.
    """

    visible: set[int] = field(default_factory=set)
    private: set[int] = field(default_factory=set)
    parents: set[int] = field(default_factory=set)

    def add(self, other: "Sight") -> None:
        self.visible |= other.visible
        self.private |= other.private
        self.parents |= other.parents


class Building:
    """Builds copies in one pass: what all pages share is read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.copies = PublishedCopies()
        # Loaded, and cleared for publication as they were then.
        self._cleared: set[int] = set()

    @cached_property
    def _locales(self) -> dict[int, Locale]:
        return Locale.objects.in_bulk()

    @cached_property
    def _private_paths(self) -> list[str]:
        restrictions = PageViewRestriction.objects.exclude(
            restriction_type=PageViewRestriction.NONE
        )
        return list(restrictions.values_list("page__path", flat=True))

    @cached_property
    def _restricted_collections(self) -> set[int]:
        return restricted_collections()

    @cached_property
    def _frontends(self) -> dict[int, tuple[str, str]]:
        return read_frontends()

    def sight(self, page_ids: Collection[int]) -> Sight:
        """What the tree alone says of these pages, without asking a builder."""
        rows = Page.objects.filter(pk__in=page_ids).values_list(
            "pk", "path", "numchild", "live", "locale_id", "alias_of__locale_id"
        )
        sight = Sight()
        for page_id, path, children, live, locale_id, source_locale_id in rows:
            if any(path.startswith(above) for above in self._private_paths):
                sight.private.add(page_id)
            elif live and source_locale_id in (None, locale_id):
                sight.visible.add(page_id)
            if children:
                sight.parents.add(page_id)
        return sight

    def load(self, page_ids: Iterable[int]) -> dict[int, Page]:
        """The pages that still exist, as their own types."""
        pages = {page.pk: page for page in Page.objects.filter(pk__in=page_ids).specific()}
        for page in pages.values():
            page.locale = self._locales[page.locale_id]
        read_rows(pages.values())
        refused = clearance.uncleared(page for page in pages.values() if page.live)
        self._cleared |= pages.keys() - {page.pk for page in refused}
        return pages

    def copy(self, page: Page, *, draft: bool = False) -> Copy:
        """The page's copy as of now; a draft's is built whatever keeps it from being public.

        Raises NotCleared for what would be public and is not cleared (`cms.publication.clearance`).
        """
        page_type = page_type_of(type(page))
        copy = Copy(
            page_id=page.pk,
            kind=page_type.kind if page_type else "",
            key=page.translation_key,
            locale=page.locale.language_code,
            path=page.public_path if isinstance(page, BasePage) else "",
            window=CLOSED,
            private=any(page.path.startswith(path) for path in self._private_paths),
        )
        if page_type is None or not (draft or (page.live and not _is_stand_in(page))):
            return copy
        if copy.private and not draft:
            return copy
        if not draft and page.pk not in self._cleared:
            raise clearance.NotCleared(page)
        copy.window = page_type.builder.window(page, self.now)
        if not (draft or copy.window.open):
            return copy
        root = self._frontend_root(page)
        context = BuildContext(
            locale=copy.locale,
            now=self.now,
            copies=self.copies,
            frontend_root=root,
            restricted_collections=self._restricted_collections,
            draft=draft,
        )
        copy.parts = page_type.builder.parts(page, context)
        copy.dependencies = context.dependencies
        self._fill(copy, page, root)
        return copy

    def _fill(self, copy: Copy, page: Page, root: str) -> None:
        assert copy.parts is not None
        copy.slug, copy.title = page.slug, page.title
        copy.published_at = page.first_published_at or self.now
        copy.updated_at = page.last_published_at or self.now
        envelope = {
            "id": str(copy.key),
            "kind": copy.kind,
            "locale": copy.locale,
            "slug": copy.slug,
            "path": copy.path,
            "title": copy.title,
        }
        shown = envelope | dict(copy.parts.card) | {"published_at": copy.published_at}
        card = shown | {"updated_at": copy.updated_at}
        detail = card | dict(copy.parts.detail) | {"alternates": _alternates(copy, root)}
        copy.ref = orjson.dumps(envelope | dict(copy.parts.ref), option=TIMES)
        copy.card = orjson.dumps(card, option=TIMES)
        copy.shown_card = orjson.dumps(shown, option=TIMES)
        copy.detail = orjson.dumps(detail, option=TIMES)

    def _frontend_root(self, page: Page) -> str:
        if not self._frontends:
            return settings.PUBLIC_BASE_URL
        site = page.get_site()
        frontend = self._frontends.get(site.pk) if site else None
        return frontend[0] if frontend else settings.PUBLIC_BASE_URL


def _alternates(copy: Copy, root: str) -> list[dict[str, str]]:
    paths = dict(PublishedDocument.objects.filter(key=copy.key).values_list("locale", "path")) | {
        copy.locale: copy.path
    }
    return [
        {"locale": locale, "path": path, "url": root + path}
        for locale, path in sorted(paths.items())
    ]


def _is_stand_in(page: Page) -> bool:
    """An alias that mirrors another locale is no translation: the fallback chain serves that."""
    return bool(
        page.alias_of_id
        and Page.objects.filter(pk=page.alias_of_id).exclude(locale_id=page.locale_id).exists()
    )


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
