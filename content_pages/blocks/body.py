"""Blocks of running text: what an item, a guide or a news page says."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks import Sampled
from cms.media.blocks import CreditedImageBlock
from content_pages.blocks import samples

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]


class HeadingBlock(Sampled, blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=140)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Subsection"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Cuts a long text into parts one can jump to.")
        sample = {"text": _("Behind the curtain"), "level": 2}


class QuoteBlock(Sampled, blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    author = blocks.CharBlock(label=_("Author"), required=False, default="", max_length=140)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, with their name.")
        sample = {
            "text": _("The theatre is a point of optics."),
            "author": "Victor Hugo",
        }


class CalloutBlock(Sampled, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("What must not be missed: a tip, a condition, a warning.")
        sample = {"title": _("Good to know"), "text": _("Bring your headphones.")}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(Sampled, blocks.ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        min_num = 1
        description = _("What to do, one thing after the other.")
        sample = [
            {"title": _("Look"), "text": _("Choose one detail and stay with it.")},
            {"title": _("Draw"), "text": _("Without lifting the pencil.")},
        ]


class DownloadBlock(Sampled, blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Label"), required=False, default="", max_length=140)

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to take away: a worksheet, a programme, a score.")
        sample = {"document": samples.FILE, "label": _("Worksheet")}


class LinkBlock(Sampled, blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=140)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link-external"
        label = _("Link")
        description = _("A button that leads to another site.")
        sample = {"label": _("Book a place"), "url": samples.SOMEWHERE}


class ParagraphBlock(Sampled, blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Text with links and lists.")
        sample = _("A guided tour of the workshops, from the stage to the fly loft.")


class PictureBlock(Sampled, CreditedImageBlock):
    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its caption; credit and licence come with the file.")
        sample = samples.SCENE


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=RICH_TEXT)
    image = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    download = DownloadBlock()
    link = LinkBlock()
