"""The screens on which mail is worded: every kind, in each language."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.notifications.events import Event, get
from cms.notifications.letters import Letter, Wording, letter, wording_of
from cms.notifications.models import MailText
from cms.notifications.samples import sample
from cms.notifications.texts import back_to_default, lines, require_wording, word
from cms.notifications.visibility import WORD_MAIL

TITLE = gettext_lazy("Mail texts")


class MailTextForm(forms.ModelForm[MailText]):
    """Says in which field a text cannot be rendered."""

    class Meta:
        model = MailText
        fields = ("subject", "body")
        widgets = {
            "subject": forms.TextInput(),
            "body": forms.Textarea(attrs={"rows": 16}),
        }

    def __init__(self, *args: Any, event: Event, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.locale = event, locale

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors:
            require_wording(self.event, self.locale, self.wording)
        return told

    @property
    def wording(self) -> Wording:
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        return Wording(self.cleaned_data["subject"], body)


class MayWordMail(WagtailAdminTemplateMixin):
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(WORD_MAIL):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MailTextsView(MayWordMail, TemplateView):
    """Every kind of mail, and the languages it has a wording of its own in."""

    page_title = TITLE
    template_name = "notifications/admin/mail_texts.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=lines(), languages=settings.LANGUAGES, **kwargs)


class MailTextView(MayWordMail, FormView):
    """The wording of one kind in one language: edit, preview with samples, back to the default."""

    form_class = MailTextForm
    template_name = "notifications/admin/mail_text.html"
    preview: Letter | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.locale = kwargs["language"]
        try:
            self.event = get(kwargs["kind"])
            self.language = dict(settings.LANGUAGES)[self.locale]
        except LookupError:
            raise Http404 from None

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def get_page_title(self) -> str:
        return str(self.event.label)

    def get_page_subtitle(self) -> str:
        return str(self.language)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("mail_texts"), "label": TITLE},
            {"url": "", "label": self.event.label, "sublabel": self.language},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = wording_of(self.event, self.locale)
        row = MailText(event=self.event.code, locale=self.locale)
        row.subject, row.body = shown.subject, shown.body
        facts = {"event": self.event, "locale": self.locale, "instance": row}
        return super().get_form_kwargs() | facts

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "action-default" in request.POST:
            back_to_default(event=self.event, locale=self.locale, user=self.user)
            messages.success(request, _("The mail is worded as it was at first."))
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MailTextForm) -> HttpResponse:
        if "action-preview" in self.request.POST:
            self.preview = letter(form.wording, sample(self.event, self.locale))
            return self.render_to_response(self.get_context_data(form=form))
        word(event=self.event, locale=self.locale, wording=form.wording, user=self.user)
        messages.success(self.request, _("The text has been saved."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = MailText.objects.filter(event=self.event.code, locale=self.locale).exists()
        return super().get_context_data(
            event=self.event,
            changed=changed,
            preview=self.preview,
            address=self.request.path,
            **kwargs,
        )


class MailTextsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(WORD_MAIL))


def menu_item() -> MenuItem:
    return MailTextsMenuItem(
        TITLE, reverse("mail_texts"), name="mail-texts", icon_name="mail", order=320
    )


def urls() -> list[Any]:
    return [
        path("mail-texts/", MailTextsView.as_view(), name="mail_texts"),
        path("mail-texts/<slug:kind>/<slug:language>/", MailTextView.as_view(), name="mail_text"),
    ]
