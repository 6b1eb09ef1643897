"""The item's card and detail."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cms.publication.schemas.base import (
    Coded,
    Image,
    Licence,
    Negotiated,
    Occurrence,
    Ref,
    Shape,
    Span,
    Stored,
    Whole,
    code_of,
    coded_by,
)
from cms.publication.schemas.blocks import BodyBlock, MediaBlock
from cms.publication.schemas.jsonld import ItemJsonLd


class ItemCategory(Coded):
    """Categories are pages: their label is their title."""

    title: str


class ItemInstitution(Shape):
    id: UUID
    slug: str
    title: str


class AgeRating(Shape):
    """A legal rating; whom an item is made for is said by `audiences`."""

    scheme: Annotated[str, code_of("age_schemes")]
    rating: Annotated[str, Field(description="One of the scheme's `ratings`.")]


class Languages(Shape):
    spoken: Annotated[list[str], code_of("languages", "BCP 47.")]
    subtitles: Annotated[list[str], code_of("languages", "BCP 47.")]
    sign: Annotated[list[str], code_of("sign_languages")]


class EmbeddedItem(Stored):
    kind: Literal["item"]
    summary: str
    category: ItemCategory | None
    format: Annotated[Coded | None, coded_by("formats")]
    institution: ItemInstitution | None
    image: Image | None
    access_mode: Annotated[str | None, code_of("access_modes")]
    is_free: Annotated[bool | None, Field(description="Null while it is not known.")]
    attendance: Annotated[str | None, code_of("attendance_modes")]
    duration_minutes: int | None
    age: AgeRating | None
    audiences: Annotated[list[str], code_of("audiences")]
    accessibility: Annotated[list[str], code_of("accessibility_features", "Claimed.")]
    languages: Languages
    available_until: Annotated[
        datetime | None,
        Field(description="The end of the on-demand window or of the rights, whichever is first."),
    ]
    next_occurrence: Annotated[
        Occurrence | None, Field(description="The first that takes place and is not over.")
    ]


class ItemCard(Negotiated, EmbeddedItem):
    """Enough of an item to draw it in a list."""


class Theme(Shape):
    """A tag: `label` is its name in the document's language, `name` the same in all of them."""

    slug: str
    name: str
    label: str


class Price(Shape):
    min: float
    max: float
    currency: Annotated[str, code_of("currencies", "ISO 4217.")]


class Access(Shape):
    url: str | None
    price: Price | None


class AgeRange(Shape):
    """Years, inclusive."""

    start: Annotated[int | None, Field(alias="from")]
    to: int | None


class Feature(Shape):
    feature: Annotated[str, code_of("accessibility_features")]
    verified_on: date | None


class Accessibility(Shape):
    features: list[Feature]
    hazards: Annotated[list[str], code_of("access_hazards")]
    note: str | None
    contact: str | None


class Person(Shape):
    name: str
    is_body: Annotated[bool, Field(description="True for an organisation.")]
    role: Annotated[Coded | None, coded_by("roles")]


class RightsWindow(Shape):
    """Outside its windows an item is not public. An empty list sets no limit."""

    opens_at: datetime | None
    closes_at: datetime | None
    territories: Annotated[list[Coded], coded_by("territories")]
    channels: Annotated[list[str], code_of("channels")]
    languages: Annotated[list[str], code_of("languages")]


class Rights(Shape):
    holder: str | None
    licence: Licence | None
    credit_line: str | None
    embed_allowed: Annotated[bool | None, Field(description="Null while it is not known.")]
    download_allowed: bool | None
    windows: list[RightsWindow]


class Quality(Shape):
    tier: Annotated[int, Field(ge=0, le=4)]
    missing: Annotated[
        list[str], Field(description="For editors: what would lift it to the next tiers.")
    ]


class ItemDetail(Whole, EmbeddedItem):
    """Everything public about an item."""

    body: list[BodyBlock]
    practical_notes: str | None
    more_categories: list[ItemCategory]
    themes: list[Theme]
    media: list[MediaBlock]
    access: Access
    on_demand: Span
    occurrences: list[Occurrence]
    place: str | None
    target_age: AgeRange
    level: Annotated[Coded | None, coded_by("levels")]
    groups_only: bool
    no_language_needed: bool
    accessibility_details: Accessibility
    people: list[Person]
    rights: Rights
    partners: list[Ref]
    series: str | None
    programmes: list[Ref]
    related: list[EmbeddedItem]
    quality: Quality
    jsonld: ItemJsonLd
