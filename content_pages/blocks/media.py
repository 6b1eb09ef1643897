"""Blocks of an item's media: the thing people watch, listen to, visit, read or play."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.codes import code_list
from cms.media.blocks import CreditedImageBlock

LANGUAGES = code_list("languages").choices
PROVIDERS = code_list("media_providers").choices


class TrackBlock(blocks.StructBlock):
    """Captions, subtitles or descriptions of a recording in one language (WebVTT)."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("captions", _("Captions")),
            ("subtitles", _("Subtitles")),
            ("descriptions", _("Descriptions")),
        ],
        default="captions",
    )
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES)
    file = DocumentChooserBlock(label=_("File"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Track")


class EmbedBlock(blocks.StructBlock):
    provider = blocks.ChoiceBlock(label=_("Provider"), choices=PROVIDERS, default="other")
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    duration_seconds = blocks.IntegerBlock(
        label=_("Duration in seconds"), required=False, min_value=0
    )
    tracks = blocks.ListBlock(TrackBlock(), label=_("Tracks"), default=[])


class VideoBlock(EmbedBlock):
    class Meta:
        icon = "media"
        label = _("Video")
        preview_value = {"provider": "other", "url": "https://example.org/film", "tracks": []}


class AudioBlock(EmbedBlock):
    class Meta:
        icon = "media"
        label = _("Audio")
        preview_value = {"provider": "other", "url": "https://example.org/podcast", "tracks": []}


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)

    class Meta:
        icon = "doc-full"
        label = _("File")


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    images = blocks.ListBlock(CreditedImageBlock(), label=_("Images"), min_num=1)

    class Meta:
        icon = "image"
        label = _("Gallery")


class AddressBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)

    class Meta:
        preview_value = {"url": "https://example.org/", "title": "Salle des fêtes"}


class VirtualVisitBlock(AddressBlock):
    class Meta:
        icon = "view"
        label = _("Virtual visit")


class IiifBlock(AddressBlock):
    class Meta:
        icon = "image"
        label = _("IIIF manifest")


class GameBlock(AddressBlock):
    class Meta:
        icon = "pick"
        label = _("Game")


class ExternalLinkBlock(AddressBlock):
    class Meta:
        icon = "link-external"
        label = _("External link")


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=255)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, default="", max_length=255)


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=255)
    image = CreditedImageBlock(required=False)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)


class QuizBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Quiz")


class TranscriptBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "openquote"
        label = _("Transcript")


class CreditBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=140)
    part = blocks.CharBlock(label=_("Part"), max_length=140)

    class Meta:
        icon = "user"
        label = _("Credit")


class CreditsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(CreditBlock(), **kwargs)

    class Meta:
        icon = "group"
        label = _("Credits")


class MediaBlock(blocks.StreamBlock):
    video = VideoBlock()
    audio = AudioBlock()
    file = FileBlock()
    gallery = GalleryBlock()
    virtual_visit = VirtualVisitBlock()
    iiif = IiifBlock()
    quiz = QuizBlock()
    game = GameBlock()
    document = FileBlock(label=_("Document"))
    external_link = ExternalLinkBlock()
    transcript = TranscriptBlock()
    credits = CreditsBlock()
