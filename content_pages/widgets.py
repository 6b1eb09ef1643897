"""Form widgets: choosing a few pages out of thousands, a time zone, an age rating."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from cms.core.codes import code_list
from cms.core.locales import chain, default_locale

# Continents and seas whose names people look for; the rest of the database are older spellings.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Europe", "Indian", "Pacific")


class PagePicker(forms.SelectMultiple):
    """Chosen pages as boxes to untick, and a field that finds more by their titles.

    `kind` names what `suggestions` answers for. Works on any number of pages: only the chosen ones
    are read.
    """

    template_name = "content_pages/widgets/page_picker.html"
    choices: Any  # a model field's: it knows its queryset

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind
        self.locale = ""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("content_pages/page_picker.js")])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        pages = self.choices.queryset.filter(pk__in=[pk for pk in value or () if pk])
        context["chosen"] = list(pages.values_list("pk", "title"))
        context["locale"] = self.locale
        context["suggestions"] = reverse_lazy("page_suggestions", args=[self.kind])
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-words"


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The IANA zones by region, UTC first."""
    zones = sorted(available_timezones())
    grouped = [
        (
            region,
            [(zone, zone.replace("_", " ")) for zone in zones if zone.startswith(f"{region}/")],
        )
        for region in REGIONS
    ]
    return [("", [("UTC", "UTC")]), *grouped]


def age_ratings() -> list[Any]:
    """Ratings by their scheme, in the reader's language."""
    return [("", _("None"))] + [
        (scheme.label(), [(one["code"], _rating(one)) for one in scheme.extra["ratings"]])
        for scheme in code_list("age_schemes")
        if scheme.extra["ratings"]
    ]


def _rating(rating: dict[str, Any]) -> str:
    labels: dict[str, str] = rating["label"]
    return next((labels[code] for code in _languages() if code in labels), rating["code"])


def _languages() -> Iterable[str]:
    return chain(get_language() or default_locale())


class Counted(forms.Widget):
    """Counts what is typed against a limit: `length` characters."""

    def __init__(self, length: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "data-controller": "coulisses-length",
                "data-action": "input->coulisses-length#count change->coulisses-length#count",
                "data-coulisses-length-limit-value": length,
                **(attrs or {}),
            }
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("content_pages/length.js")])


class CountedInput(Counted, forms.TextInput):
    pass


class CountedTextarea(Counted, forms.Textarea):
    pass


class LazySelect(forms.Select):
    """Choices made when the form is drawn, in the reader's language."""

    def __init__(self, make_choices: Any) -> None:
        super().__init__()
        self.make_choices = make_choices

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        self.choices = self.make_choices()
        return super().get_context(name, value, attrs)
