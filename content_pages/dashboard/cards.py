"""Pages as cards: with their pictures, those of one content in several languages as one."""

from typing import Any

from django.db.models import F, QuerySet
from wagtail.models import Page

from cms.core.locales import content_locales
from cms.media.thumbnails import CARD, thumbnail_url
from content_pages.dashboard.reading import as_one, languages_of, specific_pages

SHOWN = 8


def cards(pages: "QuerySet[Any]", *, drafts: bool = False) -> list[dict[str, Any]]:
    """The newest of `pages`, as what a card shows: as many queries, however many there are.

    What was worked on in several languages is one card that names them all, in the language the
    person reads the admin in if it is one of them. A page no person ever saved (a script made it)
    has no revision and comes last.
    """
    newest = pages.order_by(F("latest_revision_created_at").desc(nulls_last=True))
    numbers = newest.values_list("pk", flat=True)[: SHOWN * len(content_locales())]
    shown = as_one(specific_pages(list(numbers), drafts=drafts))[:SHOWN]
    Page.objects.annotate_parent_page([pages[0] for pages in shown])
    return [_card(*pages) for pages in shown]


def _card(page: Any, *translations: Any) -> dict[str, Any]:
    return {
        "page": page,
        "picture": thumbnail_url(getattr(page, "image", None), CARD),
        "institution": page._parent_page.title if page._parent_page else "",
        "languages": languages_of((page, *translations)),
    }
