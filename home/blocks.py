"""Blocks of the home page: sections an editor puts in order, and menus."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import CodeBlock
from cms.media.blocks import CreditedImageBlock
from cms.publication.documents.kinds import KINDS

# Kinds of which a home page can show the latest. Categories are arranged, not dated.
OFFERED = ("item", "news", "guide", "institution", "programme")


class HeroBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    text = blocks.TextBlock(label=_("Text"), required=False, default="")
    image = CreditedImageBlock(required=False)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)

    class Meta:
        icon = "image"
        label = _("Hero")


class SelectionBlock(blocks.StructBlock):
    """Pages chosen by hand."""

    title = blocks.CharBlock(label=_("Title"), max_length=140)
    intro = blocks.TextBlock(label=_("Introduction"), required=False, default="")
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"))

    class Meta:
        icon = "pick"
        label = _("Selection")


class LatestBlock(blocks.StructBlock):
    """A list the frontend asks the API for, so that it is always fresh."""

    title = blocks.CharBlock(label=_("Title"), max_length=140)
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[(code, KINDS[code].label) for code in OFFERED],
        default="item",
    )
    category = blocks.CharBlock(label=_("Category code"), required=False, default="", max_length=40)
    format = CodeBlock(label=_("Format"), codes="formats", required=False)
    audience = CodeBlock(label=_("Audience"), codes="audiences", required=False)
    order = blocks.ChoiceBlock(
        label=_("Order"),
        choices=[("next_occurrence", _("Soonest date first"))],
        required=False,
        help_text=_("Of items; otherwise what was published last comes first."),
    )
    limit = blocks.IntegerBlock(label=_("How many"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "date"
        label = _("Latest")


class TextBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class HomeSectionsBlock(blocks.StreamBlock):
    hero = HeroBlock()
    selection = SelectionBlock()
    latest = LatestBlock()
    text = TextBlock()


class MenuEntryBlock(blocks.StructBlock):
    """Leads to a page of the portal or to an address elsewhere."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Entry")


class MenuBlock(blocks.StreamBlock):
    entry = MenuEntryBlock()
