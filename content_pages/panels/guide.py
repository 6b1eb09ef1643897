from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.publication.panels import SETTINGS
from content_pages.panels.shared import IMAGE, INDEX, TITLE

__all__ = ["GUIDE", "INDEX"]

GUIDE = TabbedInterface(
    [
        ObjectList(
            [TITLE, FieldPanel("summary"), IMAGE, FieldPanel("steps")], heading=_("Content")
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("guide_kind"), FieldPanel("topic")]),
                FieldPanel("level"),
                FieldPanel("roles"),
                FieldPanel("outputs"),
                MultiFieldPanel(
                    [
                        FieldPanel("effort_hours"),
                        FieldPanel("cost_band"),
                        FieldPanel("people_needed"),
                    ],
                    heading=_("Effort"),
                ),
            ],
            heading=_("For whom"),
        ),
        ObjectList(
            [FieldPanel("review_on"), FieldPanel("review_owner"), FieldPanel("contact")],
            heading=_("Review"),
        ),
        SETTINGS,
    ]
)
