"""One application: what it says, what the checks say, what was asked, and the decision."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.core.codes import code_list
from cms.institutions.models import Application, Membership
from cms.institutions.onboarding.checks import BLOCKS, findings
from cms.institutions.onboarding.facts import shown_facts
from cms.institutions.onboarding.services import NotOpen, ask, reject
from cms.institutions.onboarding.taking_in import accept
from cms.institutions.policies import decides_applications


def _text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=2000, widget=widget
    )


class AcceptForm(forms.Form):
    prefix = "accept"
    public_text = _text(gettext_lazy("Words of welcome"), gettext_lazy("The applicant reads them."))
    private_note = _text(gettext_lazy("Private note"), gettext_lazy("For the portal's team."))


class AskForm(forms.Form):
    prefix = "ask"
    text = _text(
        gettext_lazy("Question"), gettext_lazy("The applicant reads and answers it."), required=True
    )


class RejectForm(forms.Form):
    prefix = "reject"
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"),
        choices=code_list("application_reasons").choices,
        widget=forms.CheckboxSelectMultiple,
    )
    public_text = _text(gettext_lazy("Public text"), gettext_lazy("The applicant reads it."))
    private_note = _text(gettext_lazy("Private note"), gettext_lazy("For the portal's team."))


FORMS: dict[str, type[forms.Form]] = {"accept": AcceptForm, "ask": AskForm, "reject": RejectForm}


class ApplicationView(WagtailAdminTemplateMixin, TemplateView):
    """`act` says which of the three decisions is sent; each is refused once one was taken."""

    template_name = "institutions/admin/application.html"
    page_title = gettext_lazy("Application")
    header_icon = "form"

    @cached_property
    def application(self) -> Application:
        rows = Application.objects.seen().select_related("institution", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not decides_applications(request.user):
            raise PermissionDenied
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act not in FORMS:
            raise PermissionDenied
        form = FORMS[act](request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    self._decide(act, form)
            except NotOpen as refusal:  # somebody has decided meanwhile
                messages.error(request, " ".join(refusal.messages))
                return redirect(self.address)
            except ValidationError as refusal:
                _tell(form, refusal)
            else:
                messages.success(request, DONE[act])
                return redirect(self.address)
        return self.render_to_response(self.get_context_data(bound={act: form}))

    def _decide(self, act: str, form: forms.Form) -> None:
        user, said = cast(User, self.request.user), form.cleaned_data
        if act == "accept":
            accept(self.application, by=user, **said)
        elif act == "ask":
            ask(self.application, by=user, **said)
        else:
            reject(self.application, by=user, **said)

    @property
    def address(self) -> str:
        return reverse("applications:inspect", args=[self.application.pk])

    def get_page_subtitle(self) -> str:
        return str(self.application)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("applications:index"), "label": _("Applications")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound = kwargs.pop("bound", {})
        application, found = self.application, []
        if application.is_open:
            found = findings(application)
        context: dict[str, Any] = super().get_context_data(
            application=application,
            address=self.address,
            facts=shown_facts(application),
            findings=found,
            blocked=any(one.level == BLOCKS for one in found),
            colleagues=[
                (one["email"], Membership.Role(one["role"]).label) for one in application.colleagues
            ],
            reasons=[code_list("application_reasons")[one].label() for one in application.reasons],
            letters=application.letters.select_related("author"),
            forms={act: bound.get(act) or form() for act, form in FORMS.items()},
            **kwargs,
        )
        return context


DONE = {
    "accept": gettext_lazy(
        "The institution is taken in: its pages are drafts, the applicant is"
        " invited as its manager."
    ),
    "ask": gettext_lazy("The question is on its way to the applicant."),
    "reject": gettext_lazy("The application is rejected; the applicant is told why."),
}


def _tell(form: forms.Form, refusal: ValidationError) -> None:
    """On the form's own fields where it has them, above it otherwise, by the fields' names."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, said in refusal.message_dict.items():
        if name in form.fields:
            form.add_error(name, said)
        else:
            label = FACTS.get(name, "")
            words = " ".join(said)
            form.add_error(None, f"{label}: {words}" if label else words)


FACTS = {one.name: one.verbose_name for one in Application._meta.fields}
