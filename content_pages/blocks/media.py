"""Blocks of an item's media: the thing people watch, listen to, visit, read or play."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks import Sampled, WholeNumberBlock
from cms.core.codes import code_list
from cms.media.blocks import CreditedImageBlock
from cms.media.oembed import ADDRESS_LENGTH
from cms.media.providers import OTHER, provider_of
from cms.media.widgets import EmbedAddressInput
from content_pages.blocks import samples

LANGUAGES = code_list("languages").choices
TRACK_KINDS = code_list("track_kinds").choices
PROVIDERS = code_list("media_providers").choices


class TrackBlock(blocks.StructBlock):
    """Captions, subtitles or descriptions of a recording in one language (WebVTT)."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=TRACK_KINDS, default="captions")
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES)
    file = DocumentChooserBlock(label=_("File"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Track")


class EmbedAddressBlock(blocks.URLBlock):
    """An address that is asked about when it is pasted: the fields beside it are filled in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget = EmbedAddressInput()


class EmbedBlock(Sampled, blocks.StructBlock):
    url = EmbedAddressBlock(
        label=_("Address"),
        help_text=_(
            "Paste it: provider, title, duration and picture are filled in where the platform"
            " tells them."
        ),
    )
    provider = blocks.ChoiceBlock(label=_("Provider"), choices=PROVIDERS, default=OTHER)
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    duration_seconds = WholeNumberBlock(label=_("Duration in seconds"), required=False)
    thumbnail_url = blocks.URLBlock(
        label=_("Address of its picture"),
        required=False,
        default="",
        max_length=ADDRESS_LENGTH,
        help_text=_("The platform's own, which stays there. The item's image is another."),
    )
    tracks = blocks.ListBlock(TrackBlock(), label=_("Tracks"), default=[])

    def clean(self, value: Any) -> Any:
        """A host that is known says who hosts it, whatever was chosen."""
        cleaned = super().clean(value)
        cleaned["provider"] = provider_of(cleaned["url"], cleaned["provider"])
        return cleaned


class VideoBlock(EmbedBlock):
    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film or recording, on a platform or at an address; captions go with it.")
        sample = samples.embed(_("The whole performance"), 5700)


class AudioBlock(EmbedBlock):
    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A podcast episode, a concert, a radio play.")
        sample = samples.embed(_("Episode 1: the stage manager"), 1500)


class FileBlock(Sampled, blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)

    class Meta:
        icon = "doc-full"
        label = _("File")
        description = _("A file people take away, such as a score, a PDF or an e-book.")
        sample = {"document": samples.FILE}


class GalleryBlock(Sampled, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    images = blocks.ListBlock(CreditedImageBlock(), label=_("Images"), min_num=1)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures to leaf through.")
        sample = {"title": _("In pictures"), "images": [samples.SCENE, samples.SCENE]}


class AddressBlock(Sampled, blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)


class VirtualVisitBlock(AddressBlock):
    class Meta:
        icon = "view"
        label = _("Virtual visit")
        description = _("Rooms one walks through on the screen.")
        sample = samples.address(_("The great staircase"))


class IiifBlock(AddressBlock):
    class Meta:
        icon = "image"
        label = _("IIIF manifest")
        description = _("A work in very high resolution, to look at closely.")
        sample = samples.address(_("The tapestry, thread by thread"))


class GameBlock(AddressBlock):
    class Meta:
        icon = "pick"
        label = _("Game")
        description = _("A game on another site or in a page of its own.")
        sample = samples.address(_("Find the prompter"))


class ExternalLinkBlock(AddressBlock):
    class Meta:
        icon = "link-external"
        label = _("External link")
        description = _("Something that is enjoyed on another site.")
        sample = samples.address(_("The exhibition online"))


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=255)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, default="", max_length=255)


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=255)
    image = CreditedImageBlock(required=False)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)


class QuizBlock(Sampled, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Quiz")
        description = _("Questions with several answers; each answer may say why.")
        sample = {
            "title": _("True or false?"),
            "questions": [
                {
                    "text": _("What is the fly loft?"),
                    "answers": [
                        {"text": _("The space above the stage"), "correct": True},
                        {"text": _("A room for costumes"), "correct": False},
                    ],
                }
            ],
        }


class TranscriptBlock(Sampled, blocks.StructBlock):
    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "openquote"
        label = _("Transcript")
        description = _("What is said, for those who read rather than hear.")
        sample = {"language": "fr", "text": "Bonsoir, et bienvenue en coulisses."}


class CreditBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=140)
    part = blocks.CharBlock(label=_("Part"), max_length=140)

    class Meta:
        icon = "user"
        label = _("Credit")


class CreditsBlock(Sampled, blocks.ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(CreditBlock(), **kwargs)

    class Meta:
        icon = "group"
        label = _("Credits")
        min_num = 1
        description = _("Who made it, and what was their part.")
        sample = [{"name": "Anna Petrova", "part": _("Lighting")}]


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
