"""Dates of forms: of years clocks and calendars of every zone can tell."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override

FIRST_YEAR, LAST_YEAR = 1900, 2200


def _check_year(value: date) -> None:
    """At the ends of what a date can hold, telling it in another zone is an error."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s."),
            code="year",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


class BoundedDateField(forms.DateField):
    default_validators = [_check_year]


class BoundedDateTimeField(forms.DateTimeField):
    default_validators = [_check_year]


def bound_dates() -> None:
    """Have every form of the admin take its dates so."""
    for field, taken, widget in (
        (models.DateField, BoundedDateField, widgets.AdminDateInput),
        (models.DateTimeField, BoundedDateTimeField, widgets.AdminDateTimeInput),
    ):
        register_form_field_override(field, override={"widget": widget, "form_class": taken})
