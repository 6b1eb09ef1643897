"""Addresses the site keeps for itself: no page goes live there."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.gate import Objection
from cms.delivery.site.neighbours import EVERYTHING

HOME_DEPTH = 2  # below the root of the tree


def place_objections(page: Any, parent_path: str) -> Iterator[Objection]:
    """The gate's check of a page below a home page: the list of all items is read there."""
    if page.slug == EVERYTHING and len(parent_path) == HOME_DEPTH * Page.steplen:
        message = format_lazy(
            _("The address “{slug}” is that of the list of all items: choose another one."),
            slug=EVERYTHING,
        )
        yield Objection("slug", message, "reserved")
