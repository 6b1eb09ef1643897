"""The blocks of an item's running text and of its media, as they are sent; told apart by `type`.

The public document shows the same blocks with what they point at written out.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cms.publication.authored.values import (
    MOST_ROWS,
    Address,
    CodeOf,
    Given,
    Key,
    Line,
    NeededAddress,
    NeededLine,
    Number,
    Sentence,
    Words,
)

Html = Annotated[
    str,
    Words(least=1),
    Field(
        description="HTML: p, br, strong, em, a, ol, ul, li, sup, sub. Other elements are taken"
        " away, their text stays. Without any element: plain text."
    ),
]


class Block(Given):
    id: Annotated[
        str | None,
        Field(pattern=r"^[\w-]{1,64}$", description="Kept, so that a block stays the same one."),
    ] = None


class HeadingValue(Given):
    text: NeededLine
    level: Literal[2, 3] = 2


class Heading(Block):
    type: Literal["heading"]
    value: HeadingValue


class Paragraph(Block):
    type: Literal["paragraph"]
    value: Html


class ImageValue(Given):
    image: Annotated[Key, Field(description="An image's `id`.")]
    alt: Sentence = ""
    caption: Sentence = ""


class Picture(Block):
    type: Literal["image"]
    value: ImageValue


class QuoteValue(Given):
    text: Annotated[str, Words(least=1)]
    author: Line = ""


class Quote(Block):
    type: Literal["quote"]
    value: QuoteValue


class CalloutValue(Given):
    title: Line = ""
    text: Html


class Callout(Block):
    type: Literal["callout"]
    value: CalloutValue


class Step(Given):
    title: NeededLine
    text: Html


class Steps(Block):
    type: Literal["steps"]
    value: Annotated[list[Step], Field(min_length=1, max_length=MOST_ROWS)]


class DownloadValue(Given):
    document: Annotated[Key, Field(description="A document's `id`.")]
    label: Line = ""


class Download(Block):
    type: Literal["download"]
    value: DownloadValue


class LinkValue(Given):
    label: NeededLine
    url: NeededAddress


class Link(Block):
    type: Literal["link"]
    value: LinkValue


BodyBlock = Annotated[
    Heading | Paragraph | Picture | Quote | Callout | Steps | Download | Link,
    Field(discriminator="type"),
]


class Track(Given):
    """Captions, subtitles or descriptions in one language (WebVTT): a document or an address."""

    kind: Annotated[str, CodeOf("track_kinds", required=True)] = "captions"
    language: Annotated[str, CodeOf("languages", required=True)]
    file: Annotated[Key | None, Field(description="A document's `id`.")] = None
    url: Address = ""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Any:
        if self.file is None and not self.url:
            raise PydanticCustomError("required", "Give a document or an address.")
        return self


class EmbedValue(Given):
    url: NeededAddress
    provider: Annotated[str, CodeOf("media_providers")] = ""
    title: Line = ""
    duration_seconds: Number | None = None
    thumbnail_url: Address = ""
    tracks: Annotated[list[Track], Field(max_length=MOST_ROWS)] = []


class Embed(Block):
    type: Literal["video", "audio"]
    value: EmbedValue


class FileValue(Given):
    document: Annotated[Key, Field(description="A document's `id`.")]
    title: Line = ""


class File(Block):
    type: Literal["file", "document"]
    value: FileValue


class GalleryValue(Given):
    title: Line = ""
    images: Annotated[list[ImageValue], Field(min_length=1, max_length=MOST_ROWS)]


class Gallery(Block):
    type: Literal["gallery"]
    value: GalleryValue


class AddressValue(Given):
    url: NeededAddress
    title: Line = ""


class Place(Block):
    type: Literal["virtual_visit", "iiif", "game", "external_link"]
    value: AddressValue


class Answer(Given):
    text: Annotated[str, Words(255, least=1)]
    correct: bool = False
    feedback: Sentence = ""


class Question(Given):
    text: Annotated[str, Words(255, least=1)]
    image: ImageValue | None = None
    answers: Annotated[list[Answer], Field(min_length=2, max_length=MOST_ROWS)]


class QuizValue(Given):
    title: NeededLine
    questions: Annotated[list[Question], Field(min_length=1, max_length=MOST_ROWS)]


class Quiz(Block):
    type: Literal["quiz"]
    value: QuizValue


class TranscriptValue(Given):
    language: Annotated[str, CodeOf("languages", required=True)]
    text: Html


class Transcript(Block):
    type: Literal["transcript"]
    value: TranscriptValue


class Credit(Given):
    name: NeededLine
    part: NeededLine


class Credits(Block):
    type: Literal["credits"]
    value: Annotated[list[Credit], Field(min_length=1, max_length=MOST_ROWS)]


MediaBlock = Annotated[
    Embed | File | Gallery | Place | Quiz | Transcript | Credits,
    Field(discriminator="type"),
]
