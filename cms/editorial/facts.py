"""What moderation must know of a page, told by the package that knows its type.

Whose it is, what in it calls for a review of its own, when it begins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Trait(models.TextChoices):
    """Something in the content that a review is asked for."""

    MINORS = "minors", _("shows or addresses minors")
    MUSIC = "music", _("music")
    LIVE = "live", _("live")
    PAID = "paid", _("paid")
    ACCESSIBILITY = "accessibility", _("accessibility is claimed")
    TRANSLATION = "translation", _("a translation")


RIGHTS = frozenset({Trait.MINORS, Trait.MUSIC, Trait.LIVE, Trait.PAID})


@dataclass(frozen=True)
class PageFacts:
    """`starts_at` is the next moment at which something in it begins, aware."""

    institution_id: int | None = None
    traits: frozenset[Trait] = frozenset()
    starts_at: datetime | None = None


Reader = Callable[[Page], PageFacts | None]
_readers: list[Reader] = []


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
