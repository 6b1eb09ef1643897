"""The category's card and detail."""

from typing import Literal

from cms.publication.schemas.base import Image, Negotiated, Ref, Stored, Whole
from cms.publication.schemas.item import EmbeddedItem


class CategoryRef(Ref):
    code: str


class EmbeddedCategory(Stored):
    kind: Literal["category"]
    code: str
    colour: str | None
    intro: str | None
    image: Image | None
    parent: CategoryRef | None


class CategoryCard(Negotiated, EmbeddedCategory):
    """Enough of a category to draw it in a list."""


class CategoryDetail(Whole, EmbeddedCategory):
    """A category with what leads to it, from the top, and its curated picks."""

    ancestors: list[CategoryRef]
    picks: list[EmbeddedItem]
