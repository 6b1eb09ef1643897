"""The forms of pages, and what they tell: what a refusal refused, what follows an approval.

Wagtail says of a refused submission that the page could not be saved, and of an approval that the
page was updated.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, TaskState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# By the action that was refused. Nothing is said to be saved: autosave does that, and says so.
REFUSED: "Mapping[str, _StrPromise]" = {
    "publish": gettext_lazy(
        "Not published: what is missing or wrong is marked below. What you typed is still here."
    ),
    "submit": gettext_lazy(
        "Not submitted for review: what is missing or wrong is marked below."
        " What you typed is still here."
    ),
    "restart_workflow": gettext_lazy(
        "Not submitted for review: what is missing or wrong is marked below."
        " What you typed is still here."
    ),
    "perform_workflow_action": gettext_lazy(
        "The review goes on: what is missing or wrong is marked below."
        " What you typed is still here."
    ),
}


class TellsRefusal:
    """Mixin: a refused publication is told as that, not as a page that could not be saved."""

    def form_invalid(self: Any, form: Any) -> HttpResponse:
        told = REFUSED.get(self.action_name)
        if told is None or self.expects_json_response:
            response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
            return response
        messages.validation_error(self.request, told, form)
        self.errors_debug = repr(form.errors)
        self.has_unsaved_changes = True
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


class GatedCreateView(TellsRefusal, CreateView):
    """Adding a page."""


class GatedEditView(TellsRefusal, EditView):
    def form_invalid(self, form: Any) -> HttpResponse:
        if self.locked_for_user:
            response: HttpResponse = EditView.form_invalid(self, form)
            return response
        return super().form_invalid(form)

    def add_save_confirmation_message(self) -> None:
        if self.action_name == "perform_workflow_action":
            tell_outcome(self.request, self.page.pk, self.workflow_action)
        else:
            super().add_save_confirmation_message()


class DecidingView(WorkflowActionView):
    """Sending back from a list, or a page's menu; what is approved is approved at the desk."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        if not TaskState.objects.filter(
            pk=self.task_state.pk, status=TaskState.STATUS_IN_PROGRESS
        ).exists():
            tell_outcome(request, self.object.pk, self.action_name)
        return response


def tell_outcome(request: HttpRequest, page_id: int, action: str) -> None:
    """What became of the page by what a reviewer decided: it is read anew."""
    page = Page.objects.get(pk=page_id).specific
    title = {"title": page.get_admin_display_title()}
    if action != "approve":
        messages.success(request, _("“%(title)s” was sent back to its authors.") % title)
    elif page.workflow_in_progress:
        messages.success(request, _("“%(title)s” is approved; its next review follows.") % title)
    elif page.live and not page.has_unpublished_changes:
        buttons = [messages.button(page.url, _("View live"))] if page.url else []
        messages.success(request, _("“%(title)s” is approved and public.") % title, buttons=buttons)
    else:
        messages.success(request, _("“%(title)s” is approved and goes live at its time.") % title)
