"""Pages as cards: with their pictures, those of one content in several languages as one."""

from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core.locales import content_locales
from cms.media.thumbnails import CARD, thumbnail_url
from content_pages.listing_filters import with_review_state

SHOWN = 8


def cards(pages: PageQuerySet) -> list[dict[str, Any]]:
    """The newest of `pages`, as what a card shows: four queries, however many there are.

    What was worked on in several languages is one card that names them all, in the language the
    person reads the admin in if it is one of them. A page no person ever saved (a script made it)
    has no revision and comes last.
    """
    rows = list(
        with_review_state(pages)
        .defer_streamfields()
        .select_related("locale", "image", "category")
        .annotate_approved_schedule()
        .order_by(F("latest_revision_created_at").desc(nulls_last=True))[
            : SHOWN * len(content_locales())
        ]
    )
    same: dict[Any, list[Any]] = {}
    for page in rows:
        same.setdefault(page.translation_key, []).append(page)
    newest = [_readable_first(pages) for pages in list(same.values())[:SHOWN]]
    Page.objects.annotate_parent_page([pages[0] for pages in newest])
    return [_card(*pages) for pages in newest]


def _readable_first(translations: list[Any]) -> list[Any]:
    language = get_language()
    return sorted(translations, key=lambda page: page.locale.language_code != language)


def _card(page: Any, *translations: Any) -> dict[str, Any]:
    return {
        "page": page,
        "picture": thumbnail_url(page.image, CARD),
        "institution": page._parent_page.title if page._parent_page else "",
        "languages": [one.locale.language_code for one in (page, *translations)],
    }
