"""Curated picks: items chosen by hand, in an order that means something."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import Sampled
from content_pages.blocks import samples


class PickedItemBlock(Sampled, blocks.PageChooserBlock):
    class Meta:
        icon = "item"
        label = _("Item")
        description = _("An item chosen by hand.")
        sample = samples.ITEM


class PicksBlock(blocks.StreamBlock):
    item = PickedItemBlock(page_type=["content_pages.ItemPage"])
