"""The screen on which an institution's members are kept."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.accounts.models import User
from cms.institutions.members.screen import InvitationForm, open_invitations
from cms.institutions.models import Institution, Membership
from cms.institutions.policies import keeps_members
from cms.institutions.record_screens import RecordScreen
from cms.institutions.services import add_member, remove_member


class MemberForm(forms.Form):
    """Names a person exactly, by what they cannot change: anybody may claim an e-mail address."""

    person = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Exactly as in the person's account."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices)

    def clean_person(self) -> User:
        named = self.cleaned_data["person"].strip()
        found = User.objects.filter(username=named, is_active=True).first()
        if found is None:
            raise ValidationError(_("Nobody has an account with this user name."))
        return found


class MembersView(RecordScreen, TemplateView):
    """Who is a member, in which role. What is said here acts at once."""

    url_name = "members"
    template_name = "institutions/admin/members.html"
    page_title = gettext_lazy("Members")
    header_icon = "group"

    def may(self, user: Any, institution: Institution) -> bool:
        return keeps_members(user, institution)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = MemberForm(request.POST if "person" in request.POST else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`person` and `role` add somebody; `membership` with `role` or `remove` changes a row."""
        assert self.institution
        if self.form.is_bound:
            if not self.form.is_valid():
                return self.render_to_response(self.get_context_data())
            self._act(lambda: self._give(self.form.cleaned_data["person"]))
        else:
            rows = Membership.objects.filter(institution=self.institution)
            membership = get_object_or_404(rows, pk=_number(request.POST.get("membership")))
            self._act(lambda: self._change(membership))
        if not keeps_members(request.user, self.institution):
            return redirect("wagtailadmin_home")
        return redirect(self.address)

    def _give(self, person: User) -> None:
        role = self.request.POST.get("role", "")
        add_member(institution=self.institution, user=person, role=role, by=self._by)

    def _change(self, membership: Membership) -> None:
        if "remove" in self.request.POST:
            remove_member(membership, by=self._by)
        else:
            self._give(membership.user)

    def _act(self, change: Any) -> None:
        try:
            change()
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, _("The members have been saved."))

    @property
    def _by(self) -> User:
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = Membership.objects.filter(institution=self.institution).select_related("user")
        return super().get_context_data(
            form=self.form,
            members=members.order_by("user__last_name", "user__username"),
            roles=Membership.Role.choices,
            invitations=open_invitations(self.institution),
            invitation_form=InvitationForm(auto_id="id_invited_%s"),
            inviting=reverse("institution_records:inviting", args=[self.institution.pk]),
            **kwargs,
        )


def _number(text: str | None) -> int:
    """What a form posted as a primary key; no row has 0."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
