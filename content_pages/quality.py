"""How good an item is, as a tier from 0 to 4, and what the next tiers ask for.

The tiers and why they are what they are: docs/quality.md. The tier never decides what is public
beyond the gate; it tells editors what to do next, and lists can be ordered or filtered by it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from cms.core import gate
from content_pages.rows import occurrences, rows

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HIGHEST = 4
TIERS = (
    _("a title"),
    _("ready to publish"),
    _("easy to find"),
    _("well told"),
    _("for everyone"),
)
# The first tier is what the gate asks for, field by field; the code is one.
NOT_PUBLISHABLE = "not_publishable"
BODY_CHARACTERS = 300
LOCALES = 2
TEXT_BLOCKS = {"paragraph", "quote", "callout", "heading"}
# What makes an item usable by those who do not hear it.
FOR_EYES = {"captions", "transcript", "sign_language"}
# Formats that say nothing aloud: there is nothing to caption.
SILENT = frozenset(
    {"article", "ebook", "digital_collection", "zoom_on_work", "quiz", "game", "kids_game"}
    | {"teaching_resource", "creative_practice", "virtual_exhibition", "virtual_visit"}
)


@dataclass(frozen=True)
class Missing:
    """What an item lacks: a stable code, the tier it would open, how to mend it, where."""

    code: str
    tier: int
    message: "str | _StrPromise"
    field: str


@dataclass(frozen=True)
class Quality:
    """`tier` is the highest whose criteria, and those of all tiers below, are met."""

    tier: int
    missing: Sequence[Missing]

    @property
    def next_steps(self) -> list[Missing]:
        """What opens the next tier."""
        return [one for one in self.missing if one.tier == self.tier + 1]


class Subject:
    """An item as the criteria see it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.occurrences = occurrences(page)
        self.features = rows(page, "accessibility_features")
        self.contributions = rows(page, "contributions")

    @cached_property
    def body_length(self) -> int:
        """Characters of running text, tags not counted."""
        texts = (
            strip_tags(str(block.value)).strip()
            for block in self.page.body or ()
            if block.block_type in TEXT_BLOCKS
        )
        return len("".join(texts))

    @cached_property
    def media_types(self) -> set[str]:
        return {block.block_type for block in self.page.media or ()}

    @cached_property
    def has_captions(self) -> bool:
        """Tracks in the media count as well as claims."""
        return any(
            track["kind"] in {"captions", "subtitles"}
            for block in self.page.media or ()
            if block.block_type in {"video", "audio"}
            for track in block.value["tracks"]
        )

    @cached_property
    def claims(self) -> set[str]:
        return {row.feature for row in self.features}

    @cached_property
    def locales(self) -> int:
        """In how many languages it is live, this one included."""
        if self.page.pk is None:
            return 1
        return 1 + self.page.get_translations().filter(live=True, alias_of__isnull=True).count()


@dataclass(frozen=True)
class Criterion:
    tier: int
    code: str
    field: str
    message: "str | _StrPromise"
    met: Callable[[Subject], bool]


def _usable_without_sound(subject: Subject) -> bool:
    return bool(
        subject.page.format in SILENT
        or subject.claims & FOR_EYES
        or subject.page.sign_languages
        or "transcript" in subject.media_types
        or subject.has_captions
    )


CRITERIA: Sequence[Criterion] = (
    Criterion(
        2,
        "image",
        "image",
        _("Choose an image: items without one are passed over in lists."),
        lambda subject: subject.page.image_id is not None,
    ),
    Criterion(
        2,
        "time",
        "duration_minutes",
        _("Say how long it takes, or when it takes place."),
        lambda subject: bool(subject.page.duration_minutes or subject.occurrences),
    ),
    Criterion(
        2,
        "audience",
        "audiences",
        _("Say whom it is for."),
        lambda subject: bool(subject.page.audiences),
    ),
    Criterion(
        2,
        "language",
        "spoken_languages",
        _("Say which language is spoken, or that none is needed."),
        lambda subject: bool(
            subject.page.no_language_needed
            or subject.page.spoken_languages
            or subject.page.subtitle_languages
            or subject.page.sign_languages
        ),
    ),
    Criterion(
        3,
        "accessibility",
        "accessibility_features",
        _("Say what makes it accessible: name at least one feature, or explain in the note."),
        lambda subject: bool(subject.claims or subject.page.accessibility_note),
    ),
    Criterion(
        3,
        "body",
        "body",
        _("Tell more: at least 300 characters of text."),
        lambda subject: subject.body_length >= BODY_CHARACTERS,
    ),
    Criterion(
        3,
        "people_or_rights",
        "contributions",
        _("Name the people who made it, or who holds the rights and on what terms it is shown."),
        lambda subject: bool(
            subject.contributions or (subject.page.rights_holder and subject.page.licence)
        ),
    ),
    Criterion(
        4,
        "without_sound",
        "media",
        _("Add captions, a transcript or sign language."),
        _usable_without_sound,
    ),
    Criterion(
        4,
        "verified_accessibility",
        "accessibility_features",
        _("Check an accessibility feature and enter the day you did."),
        lambda subject: any(row.verified_on for row in subject.features),
    ),
    Criterion(
        4,
        "translated",
        "title",
        _("Publish it in a second language."),
        lambda subject: subject.locales >= LOCALES,
    ),
)


def unmet(page: Any) -> list[Missing]:
    """What would make the item better than publishable."""
    subject = Subject(page)
    return [
        Missing(criterion.code, criterion.tier, criterion.message, criterion.field)
        for criterion in CRITERIA
        if not criterion.met(subject)
    ]


def quality_of(page: Any) -> Quality:
    """The quality of an item as it is in memory, unsaved changes included."""
    missing = [Missing(NOT_PUBLISHABLE, 1, one.message, one.field) for one in gate.objections(page)]
    missing += unmet(page)
    lowest = min((one.tier for one in missing), default=HIGHEST + 1)
    return Quality(tier=lowest - 1, missing=missing)
