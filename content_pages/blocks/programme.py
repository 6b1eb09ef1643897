"""Blocks of a programme: sections that put items and occurrences in order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import Sampled
from content_pages.blocks import samples


class EntryBlock(blocks.StructBlock):
    item = blocks.PageChooserBlock(label=_("Item"), page_type=["content_pages.ItemPage"])
    occurrence = blocks.CharBlock(
        label=_("Occurrence"),
        required=False,
        default="",
        max_length=36,
        help_text=_("The uid of one occurrence of the item, when only that one is meant."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False, default="", max_length=140)


class SectionBlock(Sampled, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    intro = blocks.TextBlock(label=_("Introduction"), required=False, default="")
    entries = blocks.ListBlock(EntryBlock(), label=_("Entries"))

    class Meta:
        icon = "list-ul"
        label = _("Section")
        description = _("A part of the programme, its items in order.")
        sample = {
            "title": _("Until midnight"),
            "intro": _("Three museums open their reserves."),
            "entries": [{"item": samples.ITEM, "note": _("Live at 21:00")}],
        }


class SectionsBlock(blocks.StreamBlock):
    section = SectionBlock()
