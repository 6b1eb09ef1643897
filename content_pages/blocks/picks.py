"""Curated picks: items chosen by hand, in an order that means something."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class PicksBlock(blocks.StreamBlock):
    item = blocks.PageChooserBlock(label=_("Item"), page_type=["content_pages.ItemPage"])
