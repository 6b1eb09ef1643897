"""What staff decide of an institution: its standing, and that proposed changes are declined."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from cms.accounts.models import User
from cms.institutions.choosers import AdminInstitutionChooser
from cms.institutions.closing.content import brought_back
from cms.institutions.closing.services import KEEP, Fate, change_standing
from cms.institutions.models import Disposition, Institution, TrustLevel, VerificationState
from cms.institutions.policies import decides
from cms.institutions.record_screens import RecordScreen
from cms.institutions.services import decline_changes

CONTENT = [(KEEP, gettext_lazy("Stays as it is")), *Disposition.Kind.choices]


class StandingForm(forms.Form):
    verification_state = forms.ChoiceField(
        label=gettext_lazy("Verification state"),
        choices=VerificationState.choices,
        help_text=gettext_lazy(
            "Suspended and closed institutions no longer publish anything new, and their members"
            " change nothing."
        ),
    )
    trust_level = forms.ChoiceField(
        label=gettext_lazy("Trust level"),
        choices=TrustLevel.choices,
        help_text=gettext_lazy("How closely its submissions are looked at before they go live."),
    )
    content = forms.ChoiceField(
        label=gettext_lazy("What is public of it"),
        choices=CONTENT,
        initial=KEEP,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("When it is suspended or closed. Nothing is deleted."),
    )
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=Institution.objects.all(),
        required=False,
        widget=AdminInstitutionChooser,
        help_text=gettext_lazy(
            "Its items, drafts, images and documents become this institution's; former addresses"
            " lead to the new ones."
        ),
    )
    bring_back = forms.BooleanField(
        label=gettext_lazy("Bring back what was taken down"),
        required=False,
        help_text=gettext_lazy(
            "When it is validated again: as it was when it was taken down, where it may be public."
        ),
    )
    public_text = forms.CharField(
        label=gettext_lazy("Public text"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Its managers read it."),
    )
    private_note = forms.CharField(
        label=gettext_lazy("Private note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the portal's team."),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if brought_back(institution) is None:
            del self.fields["bring_back"]


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
    """Acts at once: the members' rights follow in the same transaction, content soon after."""

    template_name = "institutions/admin/standing.html"
    url_name = "standing"
    page_title = gettext_lazy("Standing")
    form_class = StandingForm
    submit_label = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {
            "verification_state": self.institution.verification_state,
            "trust_level": self.institution.trust_level,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "institution": self.institution}

    def form_valid(self, form: StandingForm) -> HttpResponse:
        said = dict(form.cleaned_data)
        fate = Fate(
            said.pop("content") or KEEP, said.pop("successor"), said.pop("bring_back", False)
        )
        try:
            with transaction.atomic():
                change_standing(
                    self.institution, by=cast(User, self.request.user), fate=fate, **said
                )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The institution's standing has been saved."))
        return redirect(self.record_address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = Disposition.objects.filter(institution=self.institution)
        return super().get_context_data(
            dispositions=decided.select_related("successor", "decided_by"), **kwargs
        )


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
