"""What is done with one invitation on the screen of an institution's members, and to make one."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from cms.accounts.models import User
from cms.core.locales import content_locales, default_locale
from cms.institutions.members.invitations import invite, revoke, send_again
from cms.institutions.models import Institution, Invitation, Membership
from cms.institutions.policies import keeps_members


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("A letter with a link goes there; who follows it is a member."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices)


def open_invitations(institution: Institution) -> Any:
    return Invitation.objects.open().filter(institution=institution).select_related("invited_by")


class InvitingView(View):
    """POST only: to the institution in the address; `email` and `role` invite somebody,
    `invitation` with `again` or `revoke` is about one that is open."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        institution = get_object_or_404(Institution, pk=pk)
        if not keeps_members(request.user, institution):
            return redirect("wagtailadmin_home")
        user = cast(User, request.user)
        if "invitation" in request.POST:
            self._of_one(request, institution, user)
        else:
            self._invite(request, institution, user)
        return redirect(reverse("institution_records:members", args=[institution.pk]))

    def _of_one(self, request: HttpRequest, institution: Institution, user: User) -> None:
        number = request.POST["invitation"]
        key = int(number) if number.isdecimal() and len(number) < 19 else 0
        row = get_object_or_404(open_invitations(institution), pk=key)
        if "revoke" in request.POST:
            _attempt(request, lambda: revoke(row, by=user), _("The invitation is revoked."))
        else:
            _attempt(request, lambda: send_again(row, by=user), _("The invitation is sent again."))

    def _invite(self, request: HttpRequest, institution: Institution, user: User) -> None:
        form = InvitationForm(request.POST)
        if not form.is_valid():
            told = [
                f"{form.fields[name].label}: {' '.join(map(str, said))}"
                for name, said in form.errors.items()
            ]
            messages.error(request, " ".join(told))
            return
        spoken = get_language() or ""
        language = spoken if spoken in content_locales() else default_locale()
        _attempt(
            request,
            lambda: invite(
                institution=institution, by=user, language=language, **form.cleaned_data
            ),
            _("The invitation is on its way."),
        )


def _attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
