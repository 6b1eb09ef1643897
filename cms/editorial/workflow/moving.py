"""A page in review is moved: where another workflow applies, its review ends; its author is told.

What was approved stands for what it says: submitted at its new place, the same stage asks nobody
twice. What is back with its author begins anew when it is submitted.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from cms.editorial.models.submissions import Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.steps import end, record_step
from cms.publication.unit_of_work import publishing

MOVED = _("It was moved to where another workflow applies. Submit it again there.")


def end_reviews_of_moved(sender: type[Page], page: Page, **kwargs: Any) -> None:
    """Of the page and all below it. Whoever moves it is who ended them, where that is known."""
    moved = Submission.objects.waiting().filter(page__path__startswith=page.path)
    with publishing():
        for submission in moved.select_related("page", "workflow_state", "submitted_by"):
            reviewed = submission.page.specific
            workflow = reviewed.get_workflow()
            if workflow is not None and workflow.pk != submission.workflow_state.workflow_id:
                user = get_active_log_context().user
                with override(settings.LANGUAGE_CODE):  # the log is read in one language
                    record_step("withdrawn", user, submission, reviewed, public_text=str(MOVED))
                end(submission, Submission.Status.WITHDRAWN, user)
                telling.told_withdrawn(submission, MOVED)
