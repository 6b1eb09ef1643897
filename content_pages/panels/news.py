from django.forms import Textarea
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content_pages.panels.shared import CHECKLIST, IMAGE, INDEX, REVIEW, TITLE

__all__ = ["INDEX", "NEWS"]

NEWS = [
    REVIEW,
    CHECKLIST,
    TITLE,
    FieldPanel("date"),
    FieldPanel("lead", widget=Textarea(attrs={"rows": 2, "maxlength": 255})),
    IMAGE,
    FieldPanel("body"),
    FieldPanel("related", help_text=_("Items the news is about.")),
]
