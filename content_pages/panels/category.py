from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from content_pages.panels.shared import CHECKLIST, IMAGE, INDEX, REVIEW, TITLE

__all__ = ["CATEGORY", "INDEX"]

CATEGORY = [
    REVIEW,
    CHECKLIST,
    TITLE,
    FieldPanel("intro"),
    IMAGE,
    FieldPanel("picks", help_text=_("Items shown first in this category, in this order.")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("code"),
                    FieldPanel("colour", widget=TextInput(attrs={"placeholder": "#96134f"})),
                ]
            )
        ],
        heading=_("For frontends"),
        icon="code",
    ),
]
