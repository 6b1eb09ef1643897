"""One screen for each act that needs no review: what it does, why it is done, and the button."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.core import gate
from cms.editorial import policies
from cms.editorial.at_once.forms import (
    ActForm,
    CommentForm,
    EmergencyForm,
    OccurrenceForm,
    ReportForm,
    TakeDownForm,
    WithdrawForm,
    WithdrawReviewForm,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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
        "report_page",
        "report",
        gettext_lazy("Report this page"),
        gettext_lazy(
            "The moderators look at what is public again, with what you say. Nothing changes until"
            " they have. If they uphold the report, its institution is trusted a step less."
        ),
        gettext_lazy("Thank you: the moderators will look at “%(title)s” again."),
        ReportForm,
        policies.may_report,
        "warning",
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
        if self.page.permissions_for_user(self.request.user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return reverse("wagtailadmin_explore", args=[self.page.get_parent().pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                self.form.act(request.user)
            except ValidationError as refused:
                _add(self.form, refused)
            else:
                title = {"title": self.page.get_admin_display_title()}
                messages.success(request, self.screen.done % title)
                if self.form.left:
                    messages.warning(request, self.form.left)
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


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In a page's header: what is public can be reported."""
    if policies.may_report(user, page):
        address = reverse("report_page", args=[page.pk])
        yield Button(_("Report this page"), url=address, icon_name="warning", priority=68)


def admin_urls() -> list[Any]:
    return [
        path(
            f"moderation/pages/<int:page_id>/{screen.address}/",
            ActView.as_view(screen=screen),
            name=screen.name,
        )
        for screen in SCREENS
    ]
