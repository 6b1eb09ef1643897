"""The home page, its menus, and the index pages."""

from typing import Annotated, Literal

from pydantic import Field

from cms.publication.schemas.base import (
    CaptionedImage,
    Negotiated,
    Ref,
    Shape,
    Stored,
    Whole,
    code_of,
)
from cms.publication.schemas.blocks import Block
from cms.publication.schemas.category import EmbeddedCategory
from cms.publication.schemas.guide import EmbeddedGuide
from cms.publication.schemas.institution import EmbeddedInstitution
from cms.publication.schemas.item import EmbeddedItem
from cms.publication.schemas.news import EmbeddedNews
from cms.publication.schemas.programme import EmbeddedProgramme


class EmbeddedHome(Stored):
    kind: Literal["home"]


class HomeCard(Negotiated, EmbeddedHome):
    """The front page of one language, named."""


class EmbeddedSection(Stored):
    kind: Literal["section"]
    intro: str | None
    lists: Annotated[str, Field(description="The kind of document found below.")]


class SectionCard(Negotiated, EmbeddedSection):
    """The page above all documents of one kind, named."""


class SectionDetail(Whole, EmbeddedSection):
    """The page above all documents of one kind; the list itself is its own address."""


EmbeddedDocument = Annotated[
    EmbeddedHome
    | EmbeddedCategory
    | EmbeddedInstitution
    | EmbeddedItem
    | EmbeddedGuide
    | EmbeddedProgramme
    | EmbeddedNews
    | EmbeddedSection,
    Field(discriminator="kind"),
]


class HeroValue(Shape):
    title: str
    text: str | None
    image: CaptionedImage | None
    page: Ref | None


class Hero(Block):
    type: Literal["hero"]
    value: HeroValue


class SelectionValue(Shape):
    title: str
    intro: str | None
    pages: list[EmbeddedDocument]


class Selection(Block):
    """Chosen by hand."""

    type: Literal["selection"]
    value: SelectionValue


class LatestValue(Shape):
    """A list to ask the API for: the documents of `kind` with these filters.

    Without `order` they come newest first.
    """

    title: str
    kind: str
    limit: int
    category: str | None
    format: Annotated[str | None, code_of("formats")]
    audience: Annotated[str | None, code_of("audiences")]
    order: str | None


class Latest(Block):
    type: Literal["latest"]
    value: LatestValue


class TextValue(Shape):
    title: str | None
    text: Annotated[str, Field(description="HTML.")]


class Text(Block):
    type: Literal["text"]
    value: TextValue


HomeSection = Annotated[Hero | Selection | Latest | Text, Field(discriminator="type")]


class MenuEntry(Shape):
    """`path` is null when it leads out of the portal."""

    label: str
    path: str | None
    url: str


class Navigation(Shape):
    main: list[MenuEntry]
    footer: list[MenuEntry]


class HomeDetail(Whole, EmbeddedHome):
    """The front page of one language."""

    sections: list[HomeSection]
    navigation: Navigation
