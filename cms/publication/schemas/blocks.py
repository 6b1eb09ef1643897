"""The blocks of streams, told apart by `type`."""

from typing import Annotated, Literal

from pydantic import Field

from cms.publication.schemas.base import CaptionedImage, File, Shape, code_of


class Block(Shape):
    id: Annotated[str | None, Field(description="Null only in a preview of what is not saved.")]


class HeadingValue(Shape):
    text: str
    level: Literal[2, 3]


class Heading(Block):
    type: Literal["heading"]
    value: HeadingValue


class Paragraph(Block):
    type: Literal["paragraph"]
    value: Annotated[str, Field(description="HTML; links are absolute.")]


class ImageBlock(Block):
    type: Literal["image"]
    value: CaptionedImage


class QuoteValue(Shape):
    text: str
    author: str | None


class Quote(Block):
    type: Literal["quote"]
    value: QuoteValue


class CalloutValue(Shape):
    title: str | None
    text: Annotated[str, Field(description="HTML.")]


class Callout(Block):
    type: Literal["callout"]
    value: CalloutValue


class StepValue(Shape):
    title: str
    text: Annotated[str, Field(description="HTML.")]


class Steps(Block):
    type: Literal["steps"]
    value: list[StepValue]


class DownloadValue(Shape):
    document: File
    label: str | None


class Download(Block):
    type: Literal["download"]
    value: DownloadValue


class LinkValue(Shape):
    label: str
    url: str


class Link(Block):
    type: Literal["link"]
    value: LinkValue


BodyBlock = Annotated[
    Heading | Paragraph | ImageBlock | Quote | Callout | Steps | Download | Link,
    Field(discriminator="type"),
]


class Track(Shape):
    """Captions, subtitles or descriptions in one language (WebVTT)."""

    kind: Annotated[Literal["captions", "subtitles", "descriptions"], code_of("track_kinds")]
    language: Annotated[str, code_of("languages")]
    url: str


class EmbedValue(Shape):
    provider: Annotated[str, code_of("media_providers")]
    url: str
    title: str | None
    duration_seconds: int | None
    thumbnail_url: str | None
    tracks: list[Track]


class Video(Block):
    type: Literal["video"]
    value: EmbedValue


class Audio(Block):
    type: Literal["audio"]
    value: EmbedValue


class FileValue(Shape):
    document: File
    title: str | None


class FileBlock(Block):
    type: Literal["file"]
    value: FileValue


class DocumentBlock(Block):
    type: Literal["document"]
    value: FileValue


class GalleryValue(Shape):
    title: str | None
    images: list[CaptionedImage]


class Gallery(Block):
    type: Literal["gallery"]
    value: GalleryValue


class AddressValue(Shape):
    url: str
    title: str | None


class VirtualVisit(Block):
    type: Literal["virtual_visit"]
    value: AddressValue


class Iiif(Block):
    """A IIIF manifest (presentation API)."""

    type: Literal["iiif"]
    value: AddressValue


class Game(Block):
    type: Literal["game"]
    value: AddressValue


class ExternalLink(Block):
    type: Literal["external_link"]
    value: AddressValue


class Answer(Shape):
    text: str
    correct: bool
    feedback: str | None


class Question(Shape):
    text: str
    image: CaptionedImage | None
    answers: list[Answer]


class QuizValue(Shape):
    title: str
    questions: list[Question]


class Quiz(Block):
    type: Literal["quiz"]
    value: QuizValue


class TranscriptValue(Shape):
    language: Annotated[str, code_of("languages")]
    text: Annotated[str, Field(description="HTML.")]


class Transcript(Block):
    type: Literal["transcript"]
    value: TranscriptValue


class Credit(Shape):
    name: str
    part: str


class Credits(Block):
    type: Literal["credits"]
    value: list[Credit]


MediaBlock = Annotated[
    Video
    | Audio
    | FileBlock
    | Gallery
    | VirtualVisit
    | Iiif
    | Quiz
    | Game
    | DocumentBlock
    | ExternalLink
    | Transcript
    | Credits,
    Field(discriminator="type"),
]
