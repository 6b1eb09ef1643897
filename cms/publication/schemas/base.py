"""What documents of every kind share."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


def _stay_open(schema: dict[str, Any]) -> None:
    """Our tests refuse an unknown field; a client must not, since v1 may gain fields."""
    schema.pop("additionalProperties", None)


class Shape(BaseModel):
    """One object of the public JSON: every field is always there, null when unknown."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, json_schema_extra=_stay_open, defer_build=True
    )


def code_of(vocabulary: str, note: str = "") -> Any:
    """Of a field that holds bare codes: where their labels are (`/vocabularies/{vocabulary}`)."""
    return Field(
        description=" ".join(filter(None, (note, f"Labels: `/vocabularies/{vocabulary}`."))),
        json_schema_extra={"x-vocabulary": vocabulary},
    )


def coded_by(vocabulary: str) -> Any:
    """Of a field that holds codes with their labels: which list they are of."""
    return Field(
        description=f"Of `/vocabularies/{vocabulary}`.",
        json_schema_extra={"x-vocabulary": vocabulary},
    )


class Coded(Shape):
    """A code of a code list, with its label in the document's language."""

    code: str
    label: str


class Licence(Coded):
    url: Annotated[str | None, Field(description="The deed, where there is one.")]


class Source(Shape):
    width: Annotated[int, Field(description="Pixels.")]
    src: str


class Square(Shape):
    """Cut to a square around what matters in the image."""

    width: Annotated[int, Field(description="Pixels, both ways.")]
    src: str
    webp: Annotated[str, Field(description="The same as WebP.")]


class Image(Shape):
    alt: str
    credit: str
    licence: Annotated[str | None, code_of("licences")]
    width: int
    height: int
    src: str
    srcset: list[Source]
    webp: Annotated[list[Source], Field(description="The same widths as WebP, half the bytes.")]
    square: Square


class CaptionedImage(Shape):
    image: Image
    caption: str | None


class File(Shape):
    title: str
    url: str
    size: Annotated[int | None, Field(description="Bytes.")]
    type: Annotated[str, Field(description="Media type, such as application/pdf.")]
    credit: str
    licence: Annotated[str | None, code_of("licences")]


class Ref(Shape):
    """Another public document, in the language it could be had in."""

    id: UUID
    kind: str
    locale: str
    slug: str
    path: str
    title: str


class Alternate(Shape):
    """The same document in one of its languages, itself included."""

    locale: str
    path: str
    url: str


class Span(Shape):
    """An open end is null."""

    start: Annotated[datetime | None, Field(alias="from")]
    until: datetime | None


class Occurrence(Shape):
    """One showing; times are in UTC, `time_zone` is where it takes place (IANA)."""

    uid: UUID
    starts_at: datetime
    ends_at: datetime | None
    time_zone: str
    status: Annotated[str, code_of("occurrence_statuses")]
    url: str | None
    capacity: int | None


class Stored(Shape):
    """The envelope of every document, as stored."""

    id: Annotated[UUID, Field(description="The translation key: the same in every language.")]
    locale: Annotated[str, Field(description="The language of the content.")]
    slug: str
    path: str
    title: str
    published_at: datetime


class Negotiated(Shape):
    """What a document tells when it is the answer, and not where another one shows its card.

    Which language was asked for, whether another one stands in, and when it last went live: were
    that shown too, every republication would change all documents that show the card.
    """

    updated_at: datetime

    requested_locale: str
    fallback: Annotated[bool, Field(description="True when `locale` is not what was asked for.")]


class Whole(Negotiated):
    """What details have and cards have not."""

    alternates: list[Alternate]
