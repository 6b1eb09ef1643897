"""Small pictures for the admin."""

from typing import Any

from wagtail.images.views.serve import generate_image_url

# Twice the size they are shown at.
THUMBNAIL = "fill-320x180"
CARD = "fill-640x360"


def thumbnail_url(image: Any, size: str = THUMBNAIL) -> str:
    """The signed address that draws it on first request; empty without an image.

    Nothing is rendered and no row is read while a list of them is put together.
    """
    return generate_image_url(image, size) if image else ""
