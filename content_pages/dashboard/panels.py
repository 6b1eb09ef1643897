"""Which panels there are; each shows itself only where it has something to say."""

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from content_pages.dashboard.guides import StaleGuidesPanel
from content_pages.dashboard.items import DraftsPanel, LatestPanel
from content_pages.dashboard.public import CalendarPanel, ExpiringPanel, PublishedPanel
from content_pages.dashboard.reviews import AnswersPanel, InReviewPanel

REPLACED = ("recent_edits", "user_objects_in_workflow_moderation")


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Ours before Wagtail's; its plain lists of recent edits, and of what is in review, say less
    than our cards."""
    kept: Iterable[Component] = [panel for panel in panels if panel.name not in REPLACED]
    panels[:] = [
        AnswersPanel(),
        DraftsPanel(),
        InReviewPanel(),
        PublishedPanel(),
        ExpiringPanel(),
        CalendarPanel(),
        LatestPanel(),
        StaleGuidesPanel(),
        *kept,
    ]
