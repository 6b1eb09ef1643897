"""Blocks that show a picture."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.core.blocks import is_optional
from cms.media.widgets import CreditedImageChooser


class CreditedImageChooserBlock(ImageChooserBlock):
    """Says beside the chosen image what is known of it."""

    widget = CreditedImageChooser()


class CreditedImageBlock(blocks.StructBlock):
    """An image; its credit and licence come with the file, its alt text may be said here."""

    image = CreditedImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        default="",
        max_length=255,
        help_text=_("In this page's language; without it, the image's own description."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=255)

    def clean(self, value: Any) -> Any:
        """Where a picture is optional, none is an answer; Wagtail asks for the image anyway."""
        if is_optional(self) and not any(value.values()):
            return value
        return super().clean(value)

    class Meta:
        icon = "image"
        label = _("Image")
