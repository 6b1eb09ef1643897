"""One screen for each act that needs no review: what it does, why it is done, and the button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core import gate
from cms.core.codes import code_list
from cms.editorial import policies
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
    """What an act is told; `page` is the page as its row has it."""

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
        cancellation.cancel_occurrence(
            page=self.page,
            user=user,
            uid=UUID(self.cleaned_data["uid"]),
            status=self.cleaned_data["status"],
            note=self.cleaned_data["note"],
        )


def _moment(at: Any) -> str:
    return str(formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))


@dataclass(frozen=True)
class Screen:
    """An act's address and words. `grave` marks what takes something from the public."""

    name: str
    address: str
    title: "_StrPromise"
    explanation: "_StrPromise"
    done: "_StrPromise"
    form: type[ActForm]
    allowed: Callable[[Any, Page], bool]
    icon: str
    grave: bool = False


SCREENS = (
    Screen(
        "withdraw_from_review",
        "withdraw-from-review",
        gettext_lazy("Withdraw from review"),
        gettext_lazy("The reviewers lay it aside, and you can go on writing. It is not rejected."),
        gettext_lazy("“%(title)s” is withdrawn from review."),
        WithdrawReviewForm,
        policies.may_withdraw,
        "cross",
    ),
    Screen(
        "answer_reviewers",
        "answer",
        gettext_lazy("Answer the reviewers"),
        gettext_lazy("They and its other authors read it beside the page. Nothing else changes."),
        gettext_lazy("What you say of “%(title)s” is with its reviewers."),
        CommentForm,
        policies.may_comment,
        "comment",
    ),
    Screen(
        "withdraw_from_portal",
        "withdraw-from-portal",
        gettext_lazy("Withdraw from the portal"),
        gettext_lazy(
            "The public sees it no more, at once. To bring it back, submit it for review again."
        ),
        gettext_lazy("“%(title)s” is no longer public."),
        WithdrawForm,
        policies.may_withdraw_from_portal,
        "download",
        grave=True,
    ),
    Screen(
        "take_down",
        "take-down",
        gettext_lazy("Take down"),
        gettext_lazy(
            "The public sees it no more, at once. What was approved of it counts no more:"
            " it comes back through a review. Its authors are told the reasons."
        ),
        gettext_lazy("“%(title)s” is no longer public."),
        TakeDownForm,
        policies.may_take_down,
        "download",
        grave=True,
    ),
    Screen(
        "change_occurrence",
        "change-occurrence",
        gettext_lazy("Cancel or postpone a date"),
        gettext_lazy(
            "The public knows at once, in every language; nothing else of the page changes,"
            " and nobody has to approve it."
        ),
        gettext_lazy("The date of “%(title)s” is changed, and the public knows."),
        OccurrenceForm,
        policies.may_cancel_occurrence,
        "calendar-alt",
    ),
    Screen(
        "publish_emergency",
        "publish-in-emergency",
        gettext_lazy("Publish in an emergency"),
        gettext_lazy(
            "The latest version goes live now, without the approvals it lacks. All head moderators"
            " are told, and another of them confirms it or takes it down."
        ),
        gettext_lazy("“%(title)s” is public, without approvals."),
        EmergencyForm,
        policies.may_publish_emergency,
        "warning",
        grave=True,
    ),
)


class ActView(WagtailAdminTemplateMixin, TemplateView):
    """A page and one act: shown to who may, done when it is posted."""

    template_name = "editorial/at_once/act.html"
    screen = SCREENS[0]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.screen.allowed(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def form(self) -> ActForm:
        return self.screen.form(self.request.POST or None, page=self.page)

    @property
    def back(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                self.form.act(request.user)
            except ValidationError as refused:
                _add(self.form, refused)
            else:
                title = {"title": self.page.get_admin_display_title()}
                messages.success(request, self.screen.done % title)
                return redirect(self.back)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_page_title(self) -> str:
        return str(self.screen.title)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_header_icon(self) -> str:
        return self.screen.icon

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.back, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page, form=self.form, screen=self.screen, back=self.back, **kwargs
        )


def _add(form: ActForm, refused: ValidationError) -> None:
    """What a service or the gate refuses, at the form's field where it has it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for field, told in refused.message_dict.items():
        if field in form.fields:
            form.add_error(field, told)
        else:
            named = "" if field == NON_FIELD_ERRORS else f"{gate.label_of(form.page, field)}: "
            form.add_error(None, [f"{named}{one}" for one in told])


def admin_urls() -> list[Any]:
    return [
        path(
            f"moderation/pages/<int:page_id>/{screen.address}/",
            ActView.as_view(screen=screen),
            name=screen.name,
        )
        for screen in SCREENS
    ]
