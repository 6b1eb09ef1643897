"""How sending a page for review is called: the author need not know what the workflow is named."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.models import WorkflowState


class SubmitForReview(SubmitForModerationMenuItem):
    label = _("Submit for review")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Wagtail's label names the workflow, as one row in one language."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return context | {"label": _("Submit for review again") if again else self.label}


def name_submission(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """A hook of `construct_page_action_menu`."""
    items[:] = [
        SubmitForReview(order=one.order) if type(one) is SubmitForModerationMenuItem else one
        for one in items
    ]
