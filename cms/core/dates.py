"""Dates of forms: in years somebody could mean. What is live already is not refused for its dates.

What lies beyond is a slip of the keyboard; zones and arithmetic fail near the years 1 and 9999.
"""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override

FIRST_YEAR, LAST_YEAR = 1800, 2199


def validate_year(value: date) -> None:
    """Refuses what lies in no such year; takes dates and moments."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s."),
            code="year",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


class BoundedDateField(forms.DateField):
    default_validators = [validate_year]


class BoundedDateTimeField(forms.DateTimeField):
    default_validators = [validate_year]


def bound_dates() -> None:
    """Have every form of the admin take its dates so, Wagtail's own among them."""
    for field, taken, widget in (
        (models.DateField, BoundedDateField, widgets.AdminDateInput),
        (models.DateTimeField, BoundedDateTimeField, widgets.AdminDateTimeInput),
    ):
        register_form_field_override(field, override={"widget": widget, "form_class": taken})
