"""What each act that needs no review is told."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.core.codes import code_list
from cms.editorial import spot_checks
from cms.editorial.at_once import cancellation, emergency, withdrawal
from cms.editorial.at_once.occurrences import occurrences_of
from cms.editorial.workflow import services

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 2000


def _text(label: "str | _StrPromise", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActForm(forms.Form):
    """What an act is told; `page` is the page as its row has it, `left` what it tells of what it
    has not done."""

    left = ""

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def act(self, user: Any) -> None:
        """Raises PermissionDenied, ValidationError keyed by field."""
        raise NotImplementedError


class WithdrawReviewForm(ActForm):
    note = _text(gettext_lazy("Why, for the record"))

    def act(self, user: Any) -> None:
        services.withdraw(page=self.page, user=user, note=self.cleaned_data["note"])


class CommentForm(ActForm):
    text = _text(gettext_lazy("What you say"), required=True)

    def act(self, user: Any) -> None:
        services.comment(page=self.page, user=user, text=self.cleaned_data["text"])


class EmergencyForm(ActForm):
    reason = _text(gettext_lazy("Why it cannot wait"), required=True)

    def act(self, user: Any) -> None:
        emergency.publish_emergency(page=self.page, user=user, **self.cleaned_data)


class WithdrawForm(ActForm):
    reason = _text(gettext_lazy("Why you withdraw it"), required=True)

    def act(self, user: Any) -> None:
        withdrawal.withdraw_from_portal(page=self.page, user=user, **self.cleaned_data)


class TakeDownForm(ActForm):
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"), widget=forms.CheckboxSelectMultiple
    )
    public_text = _text(gettext_lazy("To the author"))
    private_note = _text(gettext_lazy("Private note, for reviewers only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reasons"]
        field.choices = code_list("reasons").choices()

    def act(self, user: Any) -> None:
        withdrawal.take_down(
            page=self.page,
            user=user,
            reasons=[services.Reason(code) for code in self.cleaned_data["reasons"]],
            public_text=self.cleaned_data["public_text"],
            private_note=self.cleaned_data["private_note"],
        )


class ReportForm(ActForm):
    text = _text(gettext_lazy("What is wrong"), required=True)

    def act(self, user: Any) -> None:
        spot_checks.report(page=self.page, user=user, **self.cleaned_data)


class OccurrenceForm(ActForm):
    uid = forms.ChoiceField(label=gettext_lazy("Date"))
    status = forms.ChoiceField(label=gettext_lazy("Its new state"))
    note = _text(gettext_lazy("Why, for the record"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = code_list("occurrence_statuses")
        dates: Any = self.fields["uid"]
        dates.choices = [
            (str(one.uid), f"{_moment(one.starts_at)} · {statuses.label(one.status)}")
            for one in occurrences_of(self.page).values()
        ]
        choices: Any = self.fields["status"]
        choices.choices = statuses.choices()
        choices.initial = "cancelled"

    def act(self, user: Any) -> None:
        outcome = cancellation.cancel_occurrence(
            page=self.page,
            user=user,
            uid=UUID(self.cleaned_data["uid"]),
            status=self.cleaned_data["status"],
            note=self.cleaned_data["note"],
        )
        if outcome.left:
            told = _("Not changed: %(languages)s. Nobody has approved what would be public there.")
            languages = [str(page.locale.get_display_name()) for page in outcome.left]
            self.left = told % {"languages": ", ".join(languages)}


def _moment(at: Any) -> str:
    return str(formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))
