"""The programme's card and detail."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.publication.schemas.base import (
    Image,
    Negotiated,
    Occurrence,
    Ref,
    Shape,
    Span,
    Stored,
    Whole,
)
from cms.publication.schemas.blocks import Block
from cms.publication.schemas.item import EmbeddedItem
from cms.publication.schemas.jsonld import ProgrammeJsonLd


class EmbeddedProgramme(Stored):
    kind: Literal["programme"]
    summary: str
    image: Image | None
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: Annotated[str, Field(description="IANA.")]


class ProgrammeCard(Negotiated, EmbeddedProgramme):
    """Enough of a programme to draw it in a list."""


class Entry(Shape):
    item: EmbeddedItem
    occurrence: Annotated[
        Occurrence | None, Field(description="The one that is meant; null for the item as such.")
    ]
    note: str | None


class ProgrammeSectionValue(Shape):
    title: str
    intro: str | None
    entries: list[Entry]


class ProgrammeSection(Block):
    type: Literal["section"]
    value: ProgrammeSectionValue


class ProgrammeDetail(Whole, EmbeddedProgramme):
    """A thematic night, a festival or a series, section by section."""

    sections: list[ProgrammeSection]
    partners: list[Ref]
    proposals: Annotated[Span, Field(description="When proposals are called for.")]
    jsonld: ProgrammeJsonLd
