"""From which day to which figures are told: whole days of the site's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.core import clock

USUAL = timedelta(days=30)
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Period:
    """Both days are part of it."""

    first: date
    last: date

    @classmethod
    def usual(cls) -> "Period":
        today = clock.now().astimezone(_zone()).date()
        return cls(today - USUAL, today)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """For a `range` lookup."""
        begins = datetime.combine(self.first, time(), tzinfo=_zone())
        return begins, datetime.combine(self.last, time.max, tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=AdminDateInput())
    last = forms.DateField(label=_("Last day"), widget=AdminDateInput())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it begins."))
        elif first and last and last - first > LONGEST:
            self.add_error("first", _("Three years at most."))
        return given

    @property
    def period(self) -> Period:
        """What was asked for; the usual one where that makes no sense."""
        if not self.is_valid():
            return Period.usual()
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])
