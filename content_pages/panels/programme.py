from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from content_pages.panels.shared import (
    CHECKLIST,
    IMAGE,
    INDEX,
    REVIEW,
    SUMMARY,
    TITLE,
    pages_by_name,
    time_zone,
)

__all__ = ["INDEX", "PROGRAMME"]

PROGRAMME = [
    REVIEW,
    CHECKLIST,
    TITLE,
    SUMMARY,
    IMAGE,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            time_zone(),
        ],
        heading=_("When"),
        icon="calendar",
    ),
    FieldPanel("sections"),
    pages_by_name("partners", "institution"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("proposals_from"), FieldPanel("proposals_until")])],
        heading=_("Call for proposals"),
        icon="mail",
        help_text=_("Between these dates, institutions propose their items."),
    ),
]
