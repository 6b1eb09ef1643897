"""Images and links in running text."""

from typing import Any

from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.images.formats import get_image_format
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.images.views.serve import generate_image_url
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.rich_text import ByNumber
from cms.media.access import restricted_collections


class SignedImageHandler(ByNumber, ImageEmbedHandler):
    """By signed addresses: publishing a page draws nothing, and a lost file is no error."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        images = cls.get_many(attrs_list)
        restricted = restricted_collections()
        return [
            _tag(image, attrs) if image and image.collection_id not in restricted else ""
            for attrs, image in zip(attrs_list, images, strict=True)
        ]


class DocumentLink(ByNumber, DocumentLinkHandler):
    pass


class PageLink(ByNumber, PageLinkHandler):
    pass


def _tag(image: Any, attrs: dict[str, str]) -> str:
    shape = get_image_format(attrs["format"])
    return format_html(
        '<img src="{}" alt="{}" class="{}">',
        generate_image_url(image, shape.filter_spec),
        attrs.get("alt", ""),
        shape.classname,
    )
