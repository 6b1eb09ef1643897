"""An item with everything that belongs to it, read once.

Does not know the models, which know the forms, which show the quality, which is judged from this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from taggit.models import Tag
from wagtail.models import Page

from content_pages.themes import Names, theme_names

CANCELLED = "cancelled"


@dataclass(frozen=True)
class ItemRows:
    """The rows of one item, in the order its editor gave them; occurrences by time."""

    occurrences: Sequence[Any]
    features: Sequence[Any]
    windows: Sequence[Any]
    contributions: Sequence[Any]
    related: Sequence[Page]
    themes: Sequence[Tag]
    theme_names: Names
    more_categories: Sequence[Page]
    partners: Sequence[Page]
    programmes: Sequence[Page]

    @classmethod
    def of(cls, page: Any) -> "ItemRows":
        """Reads them, a draft's from memory. For a page that is shown, not one to be saved."""
        themes = list(page.themes.all())
        return cls(
            occurrences=occurrences(page),
            features=rows(page, "accessibility_features"),
            windows=rows(page, "rights_windows"),
            contributions=rows(page, "contributions"),
            related=_related(page),
            themes=themes,
            theme_names=theme_names(themes),
            more_categories=list(page.more_categories.all()),
            partners=list(page.partners.all()),
            programmes=list(page.programmes.all()),
        )


def rows(page: Any, relation: str) -> list[Any]:
    """Child rows in their order; read from the database once and then kept on the page."""
    kept: list[Any] = getattr(page, relation).get_object_list()
    return sorted(kept, key=lambda row: row.sort_order or 0)


def _related(page: Any) -> list[Page]:
    """The pages of related items, with one query for all."""
    ids = [row.item_id for row in rows(page, "related_items") if row.item_id]
    pages = Page.objects.in_bulk(ids) if ids else {}
    return [pages[page_id] for page_id in ids if page_id in pages]


def occurrences(page: Any) -> list[Any]:
    """Those that have a time yet, earliest first."""
    timed = [one for one in rows(page, "occurrences") if one.starts_at]
    return sorted(timed, key=lambda one: (one.starts_at, str(one.uid)))


def over_at(occurrence: Any, page: Any) -> datetime:
    """When it is over; without a stated end, after the item's duration."""
    return occurrence.ends_at or occurrence.starts_at + timedelta(
        minutes=page.duration_minutes or 0
    )


def next_occurrence(page: Any, among: Sequence[Any], now: datetime) -> Any:
    """The first that takes place and is not over at `now`; one under way counts."""
    return next(
        (one for one in among if one.status != CANCELLED and over_at(one, page) > now), None
    )
