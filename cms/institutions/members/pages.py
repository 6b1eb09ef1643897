"""The page behind an invitation's link: make an account, or join with the one signed in."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import login, password_validation
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.institutions.mailed_pages import behind_a_link
from cms.institutions.members.invitations import (
    accept_invitation,
    hold,
    invitation_of,
    require_usable,
)
from cms.institutions.models import Invitation

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountForm(forms.ModelForm):
    """A new account for the invited address. Its user name is what one signs in with."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    password_again = forms.CharField(
        label=gettext_lazy("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "username"]
        field_classes = {"username": UsernameField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("password_again"):
            self.add_error("password_again", _("The two passwords are not the same."))
        return cleaned

    def _post_clean(self) -> None:
        """After the instance has its names: a password must not be like them."""
        super()._post_clean()  # type: ignore[misc]
        if password := self.cleaned_data.get("password"):
            try:
                password_validation.validate_password(password, self.instance)
            except ValidationError as refusal:
                self.add_error("password", refusal)

    def make(self, invitation: Invitation) -> User:
        user: User = self.save(commit=False)
        user.email = invitation.email
        user.set_password(self.cleaned_data["password"])
        user.save()
        UserProfile.objects.create(user=user, preferred_language=invitation.language)
        return user


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_link
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitation_of(token)
    if found is None:
        raise Http404
    with override(found.language):
        try:
            require_usable(found, found.institution)
        except ValidationError as refusal:
            return _page(request, found, refused=refusal.messages, status=410)
        if request.user.is_authenticated:
            return _join(request, found)
        known = User.objects.filter(email__iexact=found.email)
        if known.filter(is_active=True).exists():  # nobody has two
            return _page(request, found, sign_in=_sign_in(request))
        if known.exists():
            told = _("The account of this address is closed: ask the portal's team.")
            return _page(request, found, refused=[told], status=403)
        return _make_account(request, found)


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    """With the account that is signed in, when its address is the one that was invited."""
    user = cast(User, request.user)
    if user.email.strip().lower() != found.email.lower():
        told = _("You are signed in as %(user)s, whose address is not %(invited)s.") % {
            "user": user.get_username(),
            "invited": found.email,
        }
        return _page(request, found, refused=[told], other_account=True, status=403)
    if request.method != "POST":
        return _page(request, found, joins=True)
    try:
        accept_invitation(found, user=user)
    except ValidationError as refusal:
        return _page(request, found, refused=refusal.messages, status=409)
    return redirect("wagtailadmin_home")


def _make_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AccountForm(request.POST or None, initial={"username": found.email})
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form=form)
    try:
        with transaction.atomic():
            hold(found)
            user = form.make(found)
            accept_invitation(found, user=user)
    except ValidationError as refusal:
        return _page(request, found, refused=refusal.messages, status=409)
    login(request, user, backend=BACKEND)
    return redirect("wagtailadmin_home")


def _sign_in(request: HttpRequest) -> str:
    return f"{reverse('wagtailadmin_login')}?{urlencode({'next': request.path})}"


def _page(
    request: HttpRequest,
    found: Invitation,
    *,
    refused: list[str] | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    told = {
        "invitation": found,
        "role": found.get_role_display(),
        "refused": refused or [],
        "path": request.path,
        **context,
    }
    return render(request, "institutions/public/invitation.html", told, status=status)
