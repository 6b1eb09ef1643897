"""The guide's card and detail."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cms.publication.schemas.base import (
    Coded,
    File,
    Image,
    Negotiated,
    Shape,
    Stored,
    Whole,
    code_of,
    coded_by,
)
from cms.publication.schemas.blocks import Block
from cms.publication.schemas.item import EmbeddedItem
from cms.publication.schemas.jsonld import GuideJsonLd


class Effort(Shape):
    hours: float | None
    cost_band: Annotated[str | None, code_of("cost_bands")]
    people: int | None


class EmbeddedGuide(Stored):
    kind: Literal["guide"]
    summary: str
    image: Image | None
    guide_kind: Annotated[Coded | None, coded_by("guide_kinds")]
    topic: Annotated[Coded | None, coded_by("guide_topics")]
    level: Annotated[Coded | None, coded_by("guide_levels")]
    roles: Annotated[list[str], code_of("guide_roles")]
    outputs: Annotated[list[str], code_of("formats", "What it helps to make.")]
    effort: Effort


class GuideCard(Negotiated, EmbeddedGuide):
    """Enough of a guide to draw it in a list."""


class GuideStepValue(Shape):
    title: str
    text: Annotated[str, Field(description="HTML.")]
    duration_minutes: int | None
    tool: str | None
    template: File | None
    example: EmbeddedItem | None


class GuideStep(Block):
    type: Literal["step"]
    value: GuideStepValue


class GuideDetail(Whole, EmbeddedGuide):
    """How an institution makes good online culture, step by step."""

    steps: list[GuideStep]
    review_on: date | None
    contact: str | None
    jsonld: GuideJsonLd
