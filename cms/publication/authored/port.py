"""The port through which other systems' items are drafted and read back.

`cms.authoring` says what it wants in these words and never meets a page type; the package that owns
the page types writes drafts, through the same revisions as everybody. It publishes nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from wagtail.models import Page

from cms.publication.authored.item import AuthoredItem


class NoSuchItem(LookupError):
    """There is none, or none of theirs: who asks cannot tell which."""


class Deleted(LookupError):
    """An item was deleted here, and is not made again: told to those whose it may have been."""


class AtWork(Exception):
    """Somebody else is at a page of the item; says which language, and what goes on there."""

    def __init__(self, locale: str, message: str, code: str) -> None:
        super().__init__(message)
        self.locale, self.code = locale, code


@dataclass(frozen=True)
class Author:
    """On whose behalf items are written; with an institution, among its items alone."""

    user: AbstractUser
    institution_id: int | None = None


@dataclass(frozen=True)
class ItemName:
    """What another system calls an item."""

    source: str
    external_id: str


@dataclass(frozen=True)
class DraftedItem:
    """An item as it is drafted now; `content` is an AuthoredItem as JSON has it.

    `etag` is of the content: every change of it is another one.
    """

    key: UUID
    name: ItemName | None
    content: Mapping[str, Any]
    etag: str


@dataclass(frozen=True)
class Written:
    """What a write came to, and which languages have a new revision."""

    item: DraftedItem
    created: bool = False
    changed: tuple[str, ...] = ()


class ItemDrafts(ABC):
    """Reads and drafts items. Call what writes inside `publishing()`.

    What cannot be written raises ValidationError keyed by where it stands in the item
    (`texts.fr.body`); who may not raises PermissionDenied.
    """

    @abstractmethod
    def find(self, author: Author, key: UUID) -> DraftedItem:
        """Raises NoSuchItem."""

    @abstractmethod
    def find_named(self, author: Author, name: ItemName) -> DraftedItem:
        """Raises NoSuchItem or Deleted."""

    @abstractmethod
    def list_items(
        self, author: Author, *, after: int, limit: int
    ) -> tuple[list[DraftedItem], int | None]:
        """The author's items behind a place, the oldest first, and the place of the last of them
        where there are more."""

    @abstractmethod
    def knows_source(self, source: str) -> bool:
        """Whether any item was ever numbered under this name."""

    @abstractmethod
    def documents(self, author: Author, key: UUID) -> dict[str, Page]:
        """The pages by locale, to be acted upon, of an item or any other document the author works
        on; raises NoSuchItem."""

    @abstractmethod
    def loc_of(self, page: Page, field: str) -> str:
        """What a field of an item's page is called in an authored item: `texts.fr.summary`."""

    @abstractmethod
    def field_of(self, page: Page, loc: str) -> str:
        """The field of the page that is called so; a field's own name is that field."""

    @abstractmethod
    def put(
        self, author: Author, name: ItemName, item: AuthoredItem, *, expected: "Expected"
    ) -> Written:
        """Make the item what is said, or make it. Said again unchanged, nothing is written: what
        people mended here stays, unless `expected` shows that it was seen.

        Raises NoSuchItem, Deleted, AtWork, Unexpected.
        """

    @abstractmethod
    def change(
        self, author: Author, key: UUID, patch: Mapping[str, Any], *, expected: "Expected"
    ) -> Written:
        """Apply a merge patch (RFC 7396). Raises NoSuchItem, AtWork, Unexpected, and pydantic's
        ValidationError for what comes out of it."""

    @abstractmethod
    def tie_arrived(self, key: UUID | None = None) -> int:
        """Tie what was waited for and is there now, in drafts of those who waited for `key`, or of
        some who wait for anything; how many were. Each item in a transaction of its own."""


class Unexpected(Exception):
    """The item is not in the state the write was meant for."""


@dataclass(frozen=True)
class Expected:
    """In which state the item must be: one of these tags, or there at all, or not there."""

    tags: tuple[str, ...] = ()
    present: bool = False
    absent: bool = False

    @property
    def was_seen(self) -> bool:
        return bool(self.tags or self.present)

    def require(self, etag: str | None) -> None:
        """Raises Unexpected; `etag` is None where there is no item."""
        if self.absent and etag is not None:
            raise Unexpected
        if self.present and etag is None:
            raise Unexpected
        if self.tags and etag not in self.tags:
            raise Unexpected


_drafts: list[ItemDrafts] = []


def register(drafts: ItemDrafts) -> None:
    """Say who drafts items; the package with the page types does, once."""
    _drafts[:] = [drafts]


def item_drafts() -> ItemDrafts:
    """Raises LookupError where no package has page types."""
    if not _drafts:
        raise LookupError("No package drafts items.")
    return _drafts[-1]
