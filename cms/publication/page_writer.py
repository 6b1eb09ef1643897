"""The port through which content is written from outside the admin: imports, other systems.

`cms.authoring` says what it wants in these words and never meets a page type; the package that owns
the page types writes them, through the same revisions, gate and publication as everything else.

On somebody's authority what is written is public at once, a decision per page; without one it is a
draft that is submitted for review, and what is public stays as it is until that is through.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError

from cms.publication.clearance import Authority


class TreeNotReady(Exception):
    """The tree is not ready to be written to; the message says what is missing."""


@dataclass(frozen=True)
class CategoryDraft:
    """A category that must exist: its code for ever, its title in the writer's locale."""

    code: str
    title: str


@dataclass(frozen=True)
class InstitutionDraft:
    """The public page of an institution; `record_id` is the tenant record's primary key.

    `slug_hint` (its town) tells homonyms apart in addresses.
    """

    record_id: int
    title: str
    summary: str
    slug_hint: str = ""


@dataclass(frozen=True)
class MediaDraft:
    """One medium: the block that shows it and its address."""

    block: str
    url: str


@dataclass(frozen=True)
class ItemDraft:
    """An item in one locale. Codes are those of the code lists; empty and None mean unknown."""

    source: str
    external_id: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    category: str
    more_categories: tuple[str, ...]
    format: str
    themes: tuple[str, ...]
    media: tuple[MediaDraft, ...]
    access_mode: str
    access_url: str
    attendance: str = "online"
    practical_notes: str = ""
    credit_line: str = ""
    on_demand_from: datetime | None = None
    on_demand_until: datetime | None = None
    duration_minutes: int | None = None
    target_age_from: int | None = None
    target_age_to: int | None = None
    audiences: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    accessibility_note: str = ""
    spoken_languages: tuple[str, ...] = ()
    sign_languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownItem:
    """An item imported before: what it is called here, and the digest of what it was made from.

    `page_id` is None once its page was deleted.
    """

    external_id: str
    key: UUID
    digest: str
    page_id: int | None = None
    path: str = ""


class Standing(StrEnum):
    """How far what was written has come."""

    PUBLIC = "public"
    SUBMITTED = "submitted"
    DRAFT = "draft"


@dataclass(frozen=True)
class Written:
    """A page as it was written; `notes` are codes of what the writer decided on its own.

    `digest` is that of its content (`cms.publication.digest`), where it is not public; `refusal`
    says why it could not be submitted.
    """

    page_id: int
    path: str
    notes: tuple[str, ...] = ()
    standing: Standing = Standing.PUBLIC
    title: str = ""
    digest: str = ""
    refusal: ValidationError | None = None


@dataclass(frozen=True)
class InstitutionPlace:
    """Where an institution's items are written: its page, ready to be a parent.

    `written` is there when the page was made just now.
    """

    record_id: int
    page_id: int
    live: bool = True
    written: Written | None = None


# What a page writer may note on what it has written.
NOTE_NOT_LIVE = "not_live"
NOTE_TURNED_DOWN = "turned_down"
NOTE_DRAFT_SET_ASIDE = "draft_set_aside"
NOTE_MOVED = "moved"
NOTE_INSTITUTION_WAITS = "institution_waits"
NOTE_CATEGORY_WAITS = "category_waits"


class PageWriter(ABC):
    """Writes drafts into one locale of the tree, on record of `user`, and publishes them where it
    has an authority to; elsewhere it submits them.

    What keeps a page from being written raises ValidationError keyed by field; callers wrap each
    write in a savepoint, so that nothing of a refused one stays.
    """

    language: str
    # The page below which institutions' pages come.
    section_id: int
    authority: Authority | None = None

    @abstractmethod
    def may_submit(self, user: AbstractUser) -> bool:
        """Whether `user` may add pages below the institutions' section and submit them."""

    @abstractmethod
    def may_publish(self, user: AbstractUser) -> bool:
        """Whether `user` may add and publish below the institutions' section."""

    @abstractmethod
    def forget(self) -> None:
        """Writes were rolled back: trust no memory of what is in the database."""

    @abstractmethod
    def ensure_categories(
        self, drafts: Sequence[CategoryDraft], *, user: AbstractUser
    ) -> list[Written]:
        """Create the categories that are missing; returns those."""

    @abstractmethod
    def draft_categories(self) -> list[int]:
        """The pages of categories that are not public."""

    @abstractmethod
    def find_institution(self, record_id: int) -> InstitutionPlace | None:
        """The institution's page in this locale, if it has one."""

    @abstractmethod
    def add_institution(self, draft: InstitutionDraft, *, user: AbstractUser) -> InstitutionPlace:
        """Make the institution's page."""

    @abstractmethod
    def draft_institution(
        self, draft: InstitutionDraft, *, key: UUID, user: AbstractUser
    ) -> InstitutionPlace:
        """Make the institution's page as a draft: nobody but its members and staff sees it.

        `key` is the translation key its pages share, whatever their language.
        """

    @abstractmethod
    def known_items(self, source: str, external_ids: Iterable[str]) -> Mapping[str, KnownItem]:
        """Those of these ids that were imported before."""

    @abstractmethod
    def items_of(self, source: str) -> Iterator[KnownItem]:
        """Every item of a source that still has a page."""

    @abstractmethod
    def lock(self, items: Iterable[KnownItem], places: Iterable[InstitutionPlace]) -> None:
        """Keep others from writing what is about to be written, until the transaction ends."""

    @abstractmethod
    def create_item(
        self, draft: ItemDraft, place: InstitutionPlace, *, digest: str, user: AbstractUser
    ) -> Written:
        """Make an item below its institution, and remember where it came from."""

    @abstractmethod
    def update_item(
        self,
        known: KnownItem,
        draft: ItemDraft,
        place: InstitutionPlace,
        *,
        digest: str,
        user: AbstractUser,
        waiting: str = "",
    ) -> Written:
        """Write what `draft` says over the item; what it does not say stays.

        An item an editor took down, or that was turned down in its review, is changed as a draft
        and stays one. `waiting` is the digest of the content that an import left waiting: on an
        authority, nothing else that is in review is written over.
        """


Opener = Callable[[str, Authority | None], PageWriter]

_openers: list[Opener] = []


def register(opener: Opener) -> None:
    """Say how a page writer is opened in a locale; the package with the page types does, once."""
    _openers[:] = [opener]


def open_page_writer(locale: str, authority: Authority | None = None) -> PageWriter:
    """A page writer that writes into `locale`; raises TreeNotReady when the tree is not ready.

    What it writes is public on `authority`; without one it is submitted.
    """
    if not _openers:
        raise TreeNotReady("No package writes pages.")
    return _openers[-1](locale, authority)
