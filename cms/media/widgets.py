"""Form widgets that say what is known of an address or of a chosen image."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.images.widgets import AdminImageChooser, ImageChooserAdapter

# How many images are asked about in one question (cms/media/facts.py).
IMAGES_AT_ONCE = 100


class EmbedAddressInput(forms.URLInput):
    """An address whose neighbours are filled in (static/media/embed_address.js)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "data-controller": "coulisses-embed",
                "data-action": "change->coulisses-embed#ask paste->coulisses-embed#pasted",
                "data-coulisses-embed-facts-value": reverse_lazy("media_facts"),
                "data-coulisses-embed-asking-value": _("Asking the platform…"),
                "data-coulisses-embed-failed-value": _(
                    "Nothing could be fetched: fill in title and duration."
                ),
                **(attrs or {}),
            }
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("media/embed_address.js")])


class CreditedImageChooser(AdminImageChooser):
    """Says beside the chosen image its credit, licence and alternative text, and what is missing
    (static/media/image_facts.js)."""

    template_name = "media/widgets/image_chooser.html"
    image_facts = reverse_lazy("image_facts")

    def get_context(self, name: str, value_data: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value_data, attrs)
        return context | {"image_facts": self.image_facts, "images_at_once": IMAGES_AT_ONCE}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("media/image_facts.js")])


class CreditedImageChooserAdapter(ImageChooserAdapter):
    """The same in blocks."""

    def get_media(self, widget: CreditedImageChooser) -> forms.Media:
        return self.media + forms.Media(js=[versioned_static("media/image_facts.js")])


register(CreditedImageChooserAdapter(), CreditedImageChooser)
