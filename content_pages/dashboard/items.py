"""The items last worked on, and one's own drafts with what would make each better."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.core.visibility import mine
from cms.editorial import selectors
from content_pages.checklist import checklist_of
from content_pages.dashboard.cards import cards
from content_pages.dashboard.own import own_pages
from content_pages.models import ItemPage


class LatestPanel(Component):
    """The items last worked on, with their pictures, in the subtrees the person works in."""

    name = "latest"
    template_name = "content_pages/dashboard/latest.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        pages = mine(request.user, ItemPage.objects.all()).exclude(
            latest_revision_created_at__isnull=True
        )
        return {"cards": cards(pages), "request": request}


class DraftsPanel(Component):
    """Drafts and changes nobody has sent on yet, each with its quality and the next thing to do."""

    name = "drafts"
    template_name = "content_pages/dashboard/drafts.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        drafts = Page.objects.filter(
            Q(live=False) | Q(has_unpublished_changes=True), alias_of=None, depth__gt=1
        )
        waiting = drafts.exclude(selectors.in_review()).exclude(selectors.sent_back())
        shown = cards(mine(request.user, waiting).filter(own_pages(request.user)), drafts=True)
        for card in shown:
            card["advice"] = _advice(card["page"])
        return {"cards": shown, "request": request}


def _advice(page: Any) -> dict[str, Any]:
    """The quality of the draft, and the first thing it lacks: to be public, else to be better."""
    draft, revision = page, page.latest_revision
    if revision is not None:
        # What it says is judged; where it stands, which `as_object` would read, is known.
        draft = type(page).from_serializable_data(revision.content, strict_fks=False)
        draft.locale = page.locale
    checklist = checklist_of(draft)
    steps = [*checklist.required, *checklist.next_steps]
    return {"checklist": checklist, "step": steps[0] if steps else None}
