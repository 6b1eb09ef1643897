"""An item as another system writes it: facts once, texts per locale.

The groups are called what they are called in the public document. What is not said is unknown, and
only a title in one locale is needed: the rest is asked for when the item is to be published.
"""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cms.core.locales import content_locales
from cms.publication.authored.blocks import BodyBlock, MediaBlock
from cms.publication.authored.values import (
    MOST_ROWS,
    Address,
    CodeOf,
    Day,
    Email,
    Given,
    InOrderOf,
    Key,
    Line,
    Moment,
    NeededLine,
    Number,
    Price,
    Sentence,
    Words,
    Years,
    Zone,
)

LONGEST_SOURCE, LONGEST_EXTERNAL_ID = 60, 120
SLUG = r"^[-a-zA-Z0-9_]{1,240}$"

Vocabulary = Annotated[str, CodeOf("languages", required=True)]


def _in_order(start: Any, end: Any, code: str, told: str) -> None:
    if start is not None and end is not None and end < start:
        raise PydanticCustomError(code, told)


class Span(Given):
    """An open end is null."""

    start: Annotated[Moment | None, Field(alias="from")] = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.start, self.until, "order", "It ends before it begins.")
        return self


class AgeSpan(Given):
    start: Annotated[Years | None, Field(alias="from")] = None
    to: Years | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.start, self.to, "order", "The upper age is below the lower one.")
        return self


class PriceRange(Given):
    min: Price | None = None
    max: Price | None = None
    currency: Annotated[str, CodeOf("currencies", required=True)] = "EUR"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.min, self.max, "order", "The highest price is below the lowest one.")
        return self


class Access(Given):
    mode: Annotated[str, CodeOf("access_modes")] = ""
    url: Address = ""
    price: PriceRange | None = None


class Showing(Given):
    """One occurrence. Without a `uid` it is the item's showing that starts at that moment."""

    uid: UUID | None = None
    starts_at: Moment
    ends_at: Moment | None = None
    time_zone: Zone = "Europe/Paris"
    status: Annotated[str, CodeOf("occurrence_statuses", required=True)] = "scheduled"
    url: Address = ""
    capacity: Number | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.starts_at, self.ends_at, "order", "An occurrence ends after it starts.")
        return self


class AgeRating(Given):
    """A legal rating, not an audience."""

    scheme: Annotated[str, CodeOf("age_schemes", required=True)]
    rating: Annotated[str, Words(8)] = ""


class Feature(Given):
    feature: Annotated[str, CodeOf("accessibility_features", required=True)]
    verified_on: Day | None = None


def _each_once(features: list[Feature]) -> list[Feature]:
    if len({one.feature for one in features}) < len(features):
        raise PydanticCustomError("repeated", "Claim each feature once.")
    return features


class Accessibility(Given):
    features: Annotated[list[Feature], Field(max_length=MOST_ROWS)] = []
    hazards: Annotated[
        list[Annotated[str, CodeOf("access_hazards", required=True)]], InOrderOf("access_hazards")
    ] = []
    contact: Email = ""

    @model_validator(mode="after")
    def _once(self) -> Self:
        _each_once(self.features)
        return self


class Languages(Given):
    spoken: Annotated[list[Vocabulary], InOrderOf("languages")] = []
    subtitles: Annotated[list[Vocabulary], InOrderOf("languages")] = []
    sign: Annotated[
        list[Annotated[str, CodeOf("sign_languages", required=True)]], InOrderOf("sign_languages")
    ] = []
    none_needed: bool = False


class RightsWindow(Given):
    """When and where it may be shown; outside every window it is not public."""

    opens_at: Moment | None = None
    closes_at: Moment | None = None
    territories: Annotated[
        list[Annotated[str, CodeOf("territories", required=True)]], InOrderOf("territories")
    ] = []
    channels: Annotated[
        list[Annotated[str, CodeOf("channels", required=True)]], InOrderOf("channels")
    ] = []
    languages: Annotated[list[Vocabulary], InOrderOf("languages")] = []

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self.opens_at, self.closes_at, "order", "It closes before it opens.")
        return self


class Rights(Given):
    holder: Sentence = ""
    licence: Annotated[str, CodeOf("licences")] = ""
    embed_allowed: bool | None = None
    download_allowed: bool | None = None
    windows: Annotated[list[RightsWindow], Field(max_length=MOST_ROWS)] = []


class Contributor(Given):
    name: NeededLine
    is_body: bool = False
    role: Annotated[str, CodeOf("roles", required=True)] = "other"


class Tie(Given):
    """Another document: by `id`, by `slug`, or as a system calls an item.

    One that does not exist yet is remembered, and tied when it arrives. Without a `source`, an
    `external_id` is of the item's own.
    """

    id: UUID | None = None
    slug: Annotated[str | None, Field(pattern=r"^[^\x00/]{1,255}$")] = None
    source: Annotated[str, Words(LONGEST_SOURCE)] = ""
    external_id: Annotated[str, Words(LONGEST_EXTERNAL_ID)] = ""

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        named = [bool(self.id), bool(self.slug), bool(self.external_id)]
        if sum(named) != 1 or (self.source and not self.external_id):
            raise PydanticCustomError(
                "tie", "Name it in one way: id, slug, or external_id with its source."
            )
        return self


Ties = Annotated[list[Tie], Field(max_length=MOST_ROWS)]


class Text(Given):
    """What an item says in one language."""

    title: Annotated[str, Words(140, least=1)]
    slug: Annotated[
        str | None, Field(pattern=SLUG, description="Made from the title when it is not said.")
    ] = None
    summary: Annotated[str, Words(200)] = ""
    body: Annotated[list[BodyBlock], Field(max_length=MOST_ROWS)] = []
    media: Annotated[list[MediaBlock], Field(max_length=MOST_ROWS)] = []
    practical_notes: Sentence = ""
    image_alt: Sentence = ""
    place: Sentence = ""
    accessibility_note: Sentence = ""
    credit_line: Sentence = ""
    series: Line = ""

    @model_validator(mode="after")
    def _blocks_told_apart(self) -> Self:
        for blocks in (self.body, self.media):
            known = [block.id for block in blocks if block.id]
            if len(set(known)) < len(known):
                raise PydanticCustomError("repeated", "Two blocks have one id.")
        return self


class AuthoredItem(Given):
    """The whole item, as it is drafted."""

    institution: Annotated[
        str | None,
        Field(
            max_length=255,
            description="Slug or id of the institution's page; a token of one institution need not"
            " say it. An item does not change institutions here.",
        ),
    ] = None
    category: Annotated[str, Words(60), Field(description="A category's `code`.")] = ""
    more_categories: Annotated[list[Annotated[str, Words(60, least=1)]], Field(max_length=50)] = []
    format: Annotated[str, CodeOf("formats")] = ""
    themes: Annotated[list[Annotated[str, Words(100, least=1)]], Field(max_length=50)] = []
    image: Annotated[Key | None, Field(description="An image's `id`.")] = None
    access: Access = Access()
    on_demand: Span = Span()
    duration_minutes: Number | None = None
    occurrences: Annotated[list[Showing], Field(max_length=MOST_ROWS)] = []
    attendance: Annotated[str, CodeOf("attendance_modes", required=True)] = "online"
    age: AgeRating | None = None
    target_age: AgeSpan = AgeSpan()
    audiences: Annotated[
        list[Annotated[str, CodeOf("audiences", required=True)]], InOrderOf("audiences")
    ] = []
    level: Annotated[str, CodeOf("levels")] = ""
    groups_only: bool = False
    accessibility: Accessibility = Accessibility()
    languages: Languages = Languages()
    rights: Rights = Rights()
    people: Annotated[list[Contributor], Field(max_length=MOST_ROWS)] = []
    partners: Ties = []
    programmes: Ties = []
    related: Ties = []
    texts: Annotated[
        dict[str, Text],
        Field(
            min_length=1,
            max_length=50,
            description="By locale. A locale that is not named is left as it is.",
        ),
    ]

    @model_validator(mode="after")
    def _known_locales(self) -> Self:
        for locale in self.texts:
            if locale not in content_locales():
                raise PydanticCustomError(
                    "unknown_locale",
                    "{locale} is no locale here; there are: {known}.",
                    {"locale": repr(locale[:20]), "known": ", ".join(content_locales())},
                )
        return self
