from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.publication.panels import SETTINGS
from content_pages.panels.shared import CHECKLIST, IMAGE, INDEX, REVIEW, SUMMARY, TITLE, codes

__all__ = ["GUIDE", "INDEX"]

GUIDE = TabbedInterface(
    [
        ObjectList(
            [REVIEW, CHECKLIST, TITLE, SUMMARY, IMAGE, FieldPanel("steps")],
            heading=_("Content"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("guide_kind"), FieldPanel("topic"), FieldPanel("level")]),
                codes("roles", icon="group"),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("effort_hours"),
                                FieldPanel("people_needed"),
                                FieldPanel("cost_band"),
                            ]
                        )
                    ],
                    heading=_("Effort"),
                    icon="time",
                ),
                codes("outputs", icon="item"),
            ],
            heading=_("For whom"),
        ),
        ObjectList(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "review_on",
                            help_text=_("From this day on, its owner is reminded of it."),
                        ),
                        FieldPanel("review_owner"),
                    ]
                ),
                FieldPanel("contact", help_text=_("Where institutions ask what it leaves open.")),
            ],
            heading=_("Review date"),
        ),
        SETTINGS,
    ]
)
