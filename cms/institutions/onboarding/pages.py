"""The applicant's page, behind the link in our letters: confirm, answer, take back, see how far."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from cms.core.codes import code_list
from cms.institutions.mailed_pages import behind_a_link
from cms.institutions.models import Application, ApplicationState
from cms.institutions.models.application import ENDED
from cms.institutions.onboarding.links import application_of
from cms.institutions.onboarding.services import answer, confirm, withdraw


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_link
def application(request: HttpRequest, token: str) -> HttpResponse:
    """Following the link changes nothing, since programs follow links too: buttons do."""
    found = application_of(token)
    if found is None:
        raise Http404
    with override(found.language):
        if request.method != "POST":
            return _page(request, found, AnswerForm())
        form = AnswerForm(request.POST if request.POST.get("act") == "answer" else None)
        if form.is_bound and not form.is_valid():
            return _page(request, found, form)
        try:
            _act(request.POST.get("act", ""), found, form)
        except ValidationError as refusal:
            return _page(request, found, form, refused=refusal.messages, status=409)
    return redirect(request.path)


def _act(act: str, found: Application, form: AnswerForm) -> None:
    if act == "confirm":
        confirm(found)
    elif act == "withdraw":
        withdraw(found)
    elif act == "answer":
        answer(found, text=form.cleaned_data["text"])
    else:
        raise ValidationError(_("Nothing of the kind can be done here."))


def _page(
    request: HttpRequest,
    found: Application,
    form: AnswerForm,
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found.refresh_from_db()
    reasons = [code_list("application_reasons")[code].label() for code in found.reasons]
    context: dict[str, Any] = {
        "application": found,
        "form": form,
        "refused": refused or [],
        "reasons": reasons,
        "letters": found.letters.all(),
        "waits_for_confirmation": found.state == ApplicationState.UNCONFIRMED
        and not found.has_lapsed,
        "waits_for_answer": found.state == ApplicationState.ASKED,
        "may_withdraw": found.state not in ENDED,
    }
    return render(request, "institutions/public/application.html", context, status=status)
