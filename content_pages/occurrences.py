"""Which of our pages take place at a time, told to moderation through its port."""

from collections.abc import Mapping
from uuid import UUID

from wagtail.models import Page

from cms.editorial.at_once.occurrences import Occurrences, Showing
from content_pages.models import ItemPage, Occurrence


class ItemOccurrences(Occurrences):
    def of(self, page: Page) -> Mapping[UUID, Showing]:
        return {
            one.uid: Showing(one.uid, one.starts_at, one.time_zone, one.status)
            for one in sorted(_rows(page), key=lambda one: one.starts_at)
        }

    def set_status(self, page: Page, uid: UUID, status: str) -> None:
        rows = _rows(page)
        if uid not in {one.uid for one in rows}:
            raise KeyError(uid)
        for one in rows:
            if one.uid == uid:
                one.status = status
        page.occurrences = rows


def _rows(page: Page) -> list[Occurrence]:
    return list(page.occurrences.all()) if isinstance(page, ItemPage) else []
