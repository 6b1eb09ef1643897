"""Panels several page types share."""

from typing import Any

from django.forms import CheckboxSelectMultiple, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel

from cms.media.widgets import CreditedImageChooser
from content_pages.panels.checklist import ChecklistPanel
from content_pages.panels.choices import SameLanguagePanel
from content_pages.panels.review import ReviewPanel
from content_pages.widgets import CountedInput, CountedTextarea, LazySelect, PagePicker, time_zones

REVIEW = ReviewPanel()
CHECKLIST = ChecklistPanel()
TITLE = TitleFieldPanel(
    "title",
    widget=CountedInput(140),
    help_text=_("As citizens read it: what it is, in 140 characters at most."),
)
SUMMARY = FieldPanel("summary", widget=CountedTextarea(200, attrs={"rows": 2, "maxlength": 200}))
IMAGE = MultiFieldPanel(
    [FieldPanel("image", widget=CreditedImageChooser), FieldPanel("image_alt")],
    heading=_("Image"),
    icon="image",
)
INDEX = [TITLE, FieldPanel("intro")]


def codes(name: str, **kwargs: Any) -> FieldPanel:
    """Several codes of a list, as boxes in columns."""
    return FieldPanel(name, classname="coulisses-boxes", **kwargs)


def time_zone(name: str = "time_zone") -> FieldPanel:
    return FieldPanel(name, widget=LazySelect(time_zones))


def pages_by_name(name: str, kind: str, **kwargs: Any) -> SameLanguagePanel:
    """Pages found by their titles; `kind` is what they are."""
    return SameLanguagePanel(name, widget=PagePicker(kind), **kwargs)


def page_from_list(name: str, **kwargs: Any) -> SameLanguagePanel:
    """One of a handful of pages."""
    return SameLanguagePanel(name, widget=Select, **kwargs)


def pages_as_boxes(name: str, **kwargs: Any) -> SameLanguagePanel:
    """A handful of pages, each a box."""
    return SameLanguagePanel(
        name, widget=CheckboxSelectMultiple, classname="coulisses-boxes", **kwargs
    )
