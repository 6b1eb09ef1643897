"""What staff decide of an institution: its standing, and that proposed changes are declined."""

from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from cms.accounts.models import User
from cms.institutions.models import Institution, TrustLevel, VerificationState
from cms.institutions.policies import decides
from cms.institutions.record_screens import RecordScreen
from cms.institutions.services import decline_changes, set_standing


class StandingForm(forms.Form):
    verification_state = forms.ChoiceField(
        label=gettext_lazy("Verification state"),
        choices=VerificationState.choices,
        help_text=gettext_lazy(
            "Suspended and closed institutions no longer publish anything new, and their members"
            " change nothing; what is public stays until somebody takes it down."
        ),
    )
    trust_level = forms.ChoiceField(
        label=gettext_lazy("Trust level"),
        choices=TrustLevel.choices,
        help_text=gettext_lazy("How closely its submissions are looked at before they go live."),
    )


class DecliningForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is noted in the record's history, which its managers see."),
    )


class Deciding(RecordScreen, FormView):
    template_name = "institutions/admin/decision.html"
    submit_label: Any

    def may(self, user: Any, institution: Institution) -> bool:
        return decides(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=self.submit_label, **kwargs)


class StandingView(Deciding):
    """Acts at once: the members' rights follow in the same transaction."""

    url_name = "standing"
    page_title = gettext_lazy("Standing")
    form_class = StandingForm
    submit_label = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {
            "verification_state": self.institution.verification_state,
            "trust_level": self.institution.trust_level,
        }

    def form_valid(self, form: StandingForm) -> HttpResponse:
        set_standing(self.institution, by=cast(User, self.request.user), **form.cleaned_data)
        messages.success(self.request, _("The institution's standing has been saved."))
        return redirect(self.record_address)


class DeclineView(Deciding):
    """What was proposed stays in the history; what is public is what it was."""

    url_name = "decline"
    page_title = gettext_lazy("Decline the proposed changes")
    form_class = DecliningForm
    submit_label = gettext_lazy("Decline")

    def form_valid(self, form: DecliningForm) -> HttpResponse:
        if self.institution.has_unpublished_changes:
            reason = form.cleaned_data["reason"]
            decline_changes(self.institution, by=cast(User, self.request.user), reason=reason)
            messages.success(self.request, _("The proposed changes are declined."))
        return redirect(self.record_address)
