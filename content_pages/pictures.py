"""Every picture a page shows says what it shows, who made it and on what terms."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.gate import Objection
from cms.media.models import Image

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STREAMS = ("body", "media")


def picture_objections(page: Page) -> Iterable[Objection]:
    """One per picture and thing it lacks, the same picture in one field told once."""
    told: set[tuple[str, str, int]] = set()
    for field, image, alt in pictures(page):
        for code, message in _lacks(image, alt):
            if (field, code, image.pk) not in told:
                told.add((field, code, image.pk))
                where = "image_alt" if (field, code) == ("image", "image_alt") else field
                yield Objection(where, format_lazy("{} ({})", message, image.title), code)


def pictures(page: Any) -> Iterator[tuple[str, Image, str]]:
    """(field, image, the alternative text this page gives it)."""
    if getattr(page, "image_id", None) and page.image:
        yield "image", page.image, page.image_alt
    for field in STREAMS:
        for block in getattr(page, field, None) or ():
            for shown in _shown_in(block):
                if shown and shown["image"]:
                    yield field, shown["image"], shown["alt"]


def _shown_in(block: Any) -> Iterable[Any]:
    if block.block_type == "image":
        return [block.value]
    if block.block_type == "gallery":
        return list(block.value["images"])
    if block.block_type == "quiz":
        return [question["image"] for question in block.value["questions"]]
    return []


def _lacks(image: Image, alt: str) -> "Iterable[tuple[str, str | _StrPromise]]":
    if not (alt or image.description):
        yield "image_alt", _("Say in the alternative text what the picture shows")
    if not image.credit:
        yield "image_credit", _("Open the picture and enter who made it")
    if not image.licence:
        yield "image_licence", _("Open the picture and choose its licence")
