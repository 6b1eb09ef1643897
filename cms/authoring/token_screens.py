"""The screen on which an institution's API tokens are made and revoked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.accounts.models import ApiToken, User
from cms.accounts.viewsets import LIFETIMES, SCOPE_LABELS, state
from cms.authoring.institution_tokens import (
    SCOPES,
    issue_institution_token,
    makes_tokens,
    proposed_source,
    revoke_institution_token,
    revokes_tokens,
    tokens_of,
)
from cms.authoring.models import InstitutionSource
from cms.core import clock
from cms.institutions.models import Institution
from cms.institutions.policies import managed_by
from cms.institutions.record_screens import RecordScreen


class InstitutionTokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Which system will present it, so that one knows what to revoke."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=60,
        help_text=gettext_lazy(
            "Under which name your system numbers its items. It is your institution's alone."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=[(scope, SCOPE_LABELS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(
        label=gettext_lazy("Expires after"), choices=list(LIFETIMES.items()), initial="90"
    )


class InstitutionTokensView(RecordScreen, TemplateView):
    """Who may revoke sees them; a manager makes them, each on their own behalf."""

    url_name = "institution_tokens"
    template_name = "authoring/admin/institution_tokens.html"
    page_title = capfirst(gettext_lazy("API tokens"))
    header_icon = "key"

    def may(self, user: Any, institution: Institution) -> bool:
        return revokes_tokens(user, institution)

    @property
    def address(self) -> str:
        return reverse("institution_tokens", args=[self.institution.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`revoke` names a token; anything else asks for a new one."""
        if "revoke" in request.POST:
            return self._revoke(request.POST["revoke"])
        if not makes_tokens(request.user, self.institution):
            raise PermissionDenied
        form = InstitutionTokenForm(request.POST)
        made = self._made(form) if form.is_valid() else None
        response = self.render_to_response(self.get_context_data(form=form, made=made))
        response["Cache-Control"] = "no-store"
        return response

    def _made(self, form: InstitutionTokenForm) -> tuple[ApiToken, str] | None:
        chosen = form.cleaned_data
        try:
            return issue_institution_token(
                institution=self.institution,
                user=cast(User, self.request.user),
                name=chosen["name"],
                scopes=chosen["scopes"],
                source=chosen["source"].strip(),
                expires_at=clock.now() + timedelta(days=int(chosen["days"])),
            )
        except ValidationError as refusal:
            for field, errors in refusal.error_dict.items():
                form.add_error(field, errors)
            return None

    def _revoke(self, named: str) -> HttpResponse:
        number = int(named) if named.isdecimal() and len(named) < 19 else 0
        token = get_object_or_404(tokens_of(self.institution), pk=number)
        revoke_institution_token(token, by=cast(User, self.request.user))
        told = _("“%(name)s” no longer opens anything.") % {"name": token.name}
        messages.success(self.request, told)
        return redirect(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initial = {"source": proposed_source(self.institution), "scopes": list(SCOPES)}
        kwargs.setdefault("form", InstitutionTokenForm(initial=initial))
        tokens = [
            {
                "token": token,
                "scopes": ", ".join(str(SCOPE_LABELS.get(s, s)) for s in token.scopes),
                "state": state(token),
            }
            for token in tokens_of(self.institution)
        ]
        sources = InstitutionSource.objects.filter(institution=self.institution)
        return super().get_context_data(
            tokens=tokens,
            sources=list(sources.order_by("name").values_list("name", flat=True)),
            may_make=makes_tokens(self.request.user, self.institution),
            **kwargs,
        )


def own_tokens(request: HttpRequest) -> HttpResponse:
    """To the tokens of the institution one manages; of several, to their records."""
    managed = list(managed_by(request.user).values_list("pk", flat=True)[:2])
    if not managed:
        raise PermissionDenied
    if len(managed) == 1:
        return redirect("institution_tokens", managed[0])
    return redirect("institution_records:list")


class TokensMenuItem(MenuItem):
    """For managers; operators have their own in the list of all tokens."""

    def is_shown(self, request: HttpRequest) -> bool:
        return managed_by(request.user).exists()


def menu_item() -> MenuItem:
    return TokensMenuItem(
        gettext_lazy("API tokens of the institution"),
        reverse("own_institution_tokens"),
        name="institution-tokens",
        icon_name="key",
        order=311,
    )


def record_buttons(record: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """A hook of the listing of records."""
    if isinstance(record, Institution) and revokes_tokens(user, record):
        address = reverse("institution_tokens", args=[record.pk])
        yield Button(capfirst(_("API tokens")), url=address, icon_name="key", priority=60)


def urls() -> list[Any]:
    return [
        path("institution-tokens/", own_tokens, name="own_institution_tokens"),
        path(
            "institution-tokens/<str:pk>/",
            InstitutionTokensView.as_view(),
            name="institution_tokens",
        ),
    ]
