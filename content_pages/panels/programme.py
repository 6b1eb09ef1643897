from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from content_pages.panels.shared import IMAGE, INDEX, TITLE

__all__ = ["INDEX", "PROGRAMME"]

PROGRAMME = [
    TITLE,
    FieldPanel("summary"),
    IMAGE,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldPanel("time_zone"),
        ],
        heading=_("When"),
        icon="calendar",
    ),
    FieldPanel("sections"),
    FieldPanel("partners"),
    FieldRowPanel(
        [FieldPanel("proposals_from"), FieldPanel("proposals_until")],
        heading=_("Call for proposals"),
    ),
]
