"""Blocks of a guide: what to do, step by step."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks import Sampled, WholeNumberBlock
from content_pages.blocks import samples
from content_pages.blocks.body import RICH_TEXT


class GuideStepBlock(Sampled, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)
    duration_minutes = WholeNumberBlock(label=_("Duration in minutes"), required=False)
    tool = blocks.CharBlock(label=_("Tool"), required=False, default="", max_length=140)
    template = DocumentChooserBlock(label=_("Template file"), required=False)
    example = blocks.PageChooserBlock(
        label=_("Example"), required=False, page_type=["content_pages.ItemPage"]
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        description = _("One thing to do, how long it takes and with what.")
        sample = {
            "title": _("Choose an angle"),
            "text": _("One idea, one sentence."),
            "duration_minutes": 20,
            "tool": _("A sheet of paper"),
            "example": samples.ITEM,
        }


class GuideStepsBlock(blocks.StreamBlock):
    step = GuideStepBlock()
