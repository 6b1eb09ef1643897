"""Guides past their review date."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from cms.core import clock
from content_pages.dashboard.cards import SHOWN
from content_pages.models import GuidePage


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
