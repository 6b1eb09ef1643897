"""Blocks of running text: what an item, a guide or a news page says."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.media.blocks import CreditedImageBlock

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=140)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Subsection"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        preview_value = {"text": "Derrière le rideau", "level": "2"}


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    author = blocks.CharBlock(label=_("Author"), required=False, default="", max_length=140)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        preview_value = {"text": "Le théâtre est un point d'optique.", "author": "Victor Hugo"}


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        preview_value = {"title": "Bon à savoir", "text": "<p>Prévoyez un casque.</p>"}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Label"), required=False, default="", max_length=140)

    class Meta:
        icon = "download"
        label = _("Download")


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=140)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link-external"
        label = _("Link")
        preview_value = {"label": "Réserver", "url": "https://example.org/"}


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        features=RICH_TEXT,
        preview_value="<p>Une visite guidée des ateliers, du plateau aux cintres.</p>",
    )
    image = CreditedImageBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    download = DownloadBlock()
    link = LinkBlock()
