"""What moderation must know of a page, told by the package that knows its type.

Whose it is, what in it calls for a review of its own, when it begins.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Trait(models.TextChoices):
    """Something in the content that a review is asked for."""

    MINORS = "minors", _("shows or addresses minors")
    MUSIC = "music", _("music")
    LIVE = "live", _("live")
    PAID = "paid", _("paid")
    ACCESSIBILITY = "accessibility", _("accessibility is claimed")
    TRANSLATION = "translation", _("a translation")


RIGHTS = frozenset({Trait.MINORS, Trait.MUSIC, Trait.LIVE, Trait.PAID})


class PageFacts:
    """What is known of a page of any type: nothing. Who knows more says it in a subclass, each
    fact when it is asked for."""

    @cached_property
    def institution_id(self) -> int | None:
        return None

    @cached_property
    def traits(self) -> frozenset[Trait]:
        return frozenset()

    @cached_property
    def starts_at(self) -> datetime | None:
        """The next moment at which something in it begins, aware."""
        return None


# What flag rules may ask of a page, as head moderators read it.
ATTRIBUTES: "Mapping[str, _StrPromise]" = {
    "title": _("title"),
    "summary": _("summary"),
    "text": _("all of its text"),
    "format": _("format"),
    "category": _("category"),
    "themes": _("themes"),
    "audiences": _("audiences"),
    "access_mode": _("access mode"),
    "price": _("highest price"),
    "age_from": _("lower age"),
    "hosts": _("hosts of its links"),
    "licence": _("licence"),
    "institution": _("name of the institution"),
    "trust": _("trust level of the institution"),
    "language": _("language of the page"),
}

Reader = Callable[[Page], PageFacts | None]
AttributeReader = Callable[[Page], Mapping[str, Any] | None]
_readers: list[Reader] = []
_attribute_readers: list[AttributeReader] = []


def register(reader: Reader) -> None:
    """`reader` says what it knows of a page of its own type, or None; registering twice is once."""
    if reader not in _readers:
        _readers.append(reader)


def facts_of(page: Page) -> PageFacts:
    """What is known of `page`, of its own type, as it is in memory."""
    for reader in _readers:
        if (found := reader(page)) is not None:
            return found
    return PageFacts()


def register_attributes(reader: AttributeReader) -> None:
    """`reader` says the values of `ATTRIBUTES` of a page of its own type, or None."""
    if reader not in _attribute_readers:
        _attribute_readers.append(reader)


def attributes_of(page: Page) -> Mapping[str, Any]:
    """What flag rules may ask of `page`; of a type nobody knows, its title."""
    for reader in _attribute_readers:
        if (found := reader(page)) is not None:
            return found
    return {"title": page.title}
