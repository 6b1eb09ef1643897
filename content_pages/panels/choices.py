"""Panels that offer only what belongs to the page being edited."""

from collections.abc import Callable
from typing import Any

from django.db.models import Min, Q
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core.fields import NOT_CHOSEN
from content_pages.widgets import PagePicker


class SameLanguagePanel(FieldPanel):
    """Offers pages in the language of the page, and those chosen before whatever their language."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is None or self.field_name not in self.form.fields:
                return
            field = self.form.fields[self.field_name]
            locale = self.instance.locale
            if isinstance(field.widget, PagePicker):
                field.widget.locale = locale.language_code
                return
            chosen = self.form.initial.get(self.field_name) or []
            # One number, or many pages or numbers: as the field is one or several.
            kept = [chosen] if isinstance(chosen, int) else chosen
            field.queryset = field.queryset.filter(
                Q(locale=locale) | Q(pk__in=[getattr(one, "pk", one) for one in kept])
            ).order_by("path")
            if getattr(field, "empty_label", None):
                field.empty_label = NOT_CHOSEN
            field.label_from_instance = _nested(field.queryset)


def _nested(pages: PageQuerySet) -> Callable[[Page], str]:
    """Titles that show which page lies below which."""
    top = pages.aggregate(top=Min("depth"))["top"]

    def label(page: Page) -> str:
        return f"{'– ' * (page.depth - top)}{page.title}"

    return label
