"""Panels of the dashboard: what is new, what waits for this person, which guides went stale."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core import clock
from cms.core.locales import content_locales
from cms.core.subtrees import at_and_below
from cms.core.visibility import mine
from cms.media.thumbnails import CARD, thumbnail_url
from content_pages.listing_filters import in_review, with_review_state
from content_pages.models import GuidePage, InstitutionPage, ItemPage

SHOWN = 8


class LatestPanel(Component):
    """The items last worked on, with their pictures, in the subtrees the person works in."""

    name = "latest"
    template_name = "content_pages/dashboard/latest.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        pages = mine(request.user, ItemPage.objects.all()).exclude(
            latest_revision_created_at__isnull=True
        )
        return {"cards": cards(pages), "request": request}


class DraftsPanel(Component):
    """Drafts and changes nobody has sent on yet: one's own, or one's institution's."""

    name = "drafts"
    template_name = "content_pages/dashboard/drafts.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = ItemPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(
            in_review()
        )
        # Who works below every institution, for the portal, is no member of them.
        own = Q(owner=request.user) | at_and_below(_own_institutions(request.user))
        return {"cards": cards(mine(request.user, waiting).filter(own)), "request": request}


def _own_institutions(user: Any) -> list[str]:
    """Paths of the pages of the institutions the person is a member of."""
    pages = InstitutionPage.objects.filter(institution__memberships__user=user)
    return list(pages.values_list("path", flat=True))


class StaleGuidesPanel(Component):
    """Guides past their review date, shown to whoever answers for them."""

    name = "stale_guides"
    template_name = "content_pages/dashboard/stale_guides.html"
    order = 70

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        guides = (
            GuidePage.objects.filter(
                review_owner=request.user, review_on__lt=clock.now().date(), alias_of=None
            )
            .defer_streamfields()
            .select_related("locale")
            .order_by("review_on")
        )
        return {"guides": list(guides[:SHOWN]), "request": request}


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


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Ours before Wagtail's; its plain list of recent edits says less than our cards."""
    kept: Iterable[Component] = [panel for panel in panels if panel.name != "recent_edits"]
    panels[:] = [LatestPanel(), DraftsPanel(), StaleGuidesPanel(), *kept]
