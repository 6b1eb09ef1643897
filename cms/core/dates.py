"""Dates in years somebody could mean: of model fields, and of every form of the admin.

What lies beyond is a slip of the keyboard; zones and arithmetic fail near the years 1 and 9999.
"""

from datetime import date
from typing import Any

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


class DateField(models.DateField):
    """To migrations it is Django's."""

    default_validators = [validate_year]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class DateTimeField(models.DateTimeField):
    """To migrations it is Django's."""

    default_validators = [validate_year]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


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
