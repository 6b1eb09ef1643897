"""The card and detail of a piece of news."""

from datetime import date
from typing import Literal

from cms.publication.schemas.base import Image, Negotiated, Stored, Whole
from cms.publication.schemas.blocks import BodyBlock
from cms.publication.schemas.item import EmbeddedItem
from cms.publication.schemas.jsonld import NewsJsonLd


class EmbeddedNews(Stored):
    kind: Literal["news"]
    date: date | None
    lead: str
    image: Image | None


class NewsCard(Negotiated, EmbeddedNews):
    """Enough of a piece of news to draw it in a list."""


class NewsDetail(Whole, EmbeddedNews):
    """News of the portal."""

    body: list[BodyBlock]
    related: list[EmbeddedItem]
    jsonld: NewsJsonLd
