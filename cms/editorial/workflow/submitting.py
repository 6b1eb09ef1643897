"""Sending a page for review, taking it back, saying something beside it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.approvals import foreign_tasks, stages_missing
from cms.editorial.models.submissions import WAITING, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.steps import active_submission, end, locked, record_step
from cms.publication.unit_of_work import publishing

Status = Submission.Status
# The code of the refusal that leaves a page where it is.
IN_REVIEW = "in_review"


def submit(*, page: Page, user: Any, note: str = "") -> Submission:
    """Send the page's latest revision for review. Raises PermissionDenied; Refused, keyed by
    field, where automatic checks object: nothing is submitted then."""
    with publishing():
        page = locked(page)
        if not user.is_active or not page.permissions_for_user(user).may_submit_here():
            raise PermissionDenied
        return send_for_review(page=page, user=user, note=note)


def send_for_review(*, page: Page, user: Any, note: str = "") -> Submission:
    """As `submit`, for callers who have asked whether the person may: an import asks once for all
    of its pages, and locks them."""
    with publishing():
        submission = policies.submission_of(page)
        if submission is not None and submission.status in WAITING:
            raise ValidationError(_("It is in review already."), code=IN_REVIEW)
        if page.alias_of_id is not None:
            told = _("It is an alias and says what its source says: submit that one.")
            raise ValidationError(told, code="alias")
        workflow = page.get_workflow()
        if workflow is None:
            raise ValidationError(_("No workflow applies here."), code="no_workflow")
        if foreign := foreign_tasks(workflow):
            told = _("Its workflow has tasks that bind no approval to content: %(tasks)s.")
            raise ValidationError(told % {"tasks": ", ".join(foreign)}, code="foreign_task")
        if stages_missing(workflow):
            told = _("Its workflow has no stage that could approve it.")
            raise ValidationError(told, code="no_stage")
        if page.latest_revision_id is None:
            page.save_revision(user=user)
        if submission is not None and submission.workflow_state.workflow_id != workflow.pk:
            end(submission, Status.WITHDRAWN, user)  # back with its author, it was moved
            submission = None
        if submission is not None:
            submission.workflow_state.resume(user)
        else:
            submission = workflow.start(page, user).submission
        Submission.objects.filter(pk=submission.pk).update(note=note)
        submission.refresh_from_db()
        return submission


def note_to_reviewers(*, page: Page, user: Any, note: str) -> None:
    """What its submitter says beside a page in review; of anybody else's submission nothing."""
    submission = policies.submission_of(page)
    if submission is not None and submission.status in WAITING:
        Submission.objects.filter(pk=submission.pk, submitted_by=user).update(note=note)


def withdraw(*, page: Page, user: Any, note: str = "") -> Decision:
    """Take the page back from review; it is a draft again and was not rejected."""
    with publishing():
        page = locked(page)
        if not policies.may_withdraw(user, page):
            raise PermissionDenied
        submission = active_submission(page)
        decision = record_step("withdrawn", user, submission, page, public_text=note)
        end(submission, Status.WITHDRAWN, user)
        telling.told_withdrawn(submission, note, by=user)
        return decision


def comment(*, page: Page, user: Any, text: str, private: bool = False) -> Decision:
    """Say something without deciding; `private` is among reviewers only."""
    with publishing():
        page = locked(page)
        if not policies.may_comment(user, page):
            raise PermissionDenied
        reviews_it = bool(policies.reviews_open_to(user, page))
        if private and not reviews_it:
            raise PermissionDenied
        if not text.strip():
            raise ValidationError({"text": ValidationError(_("Say something."), code="required")})
        said: dict[str, Any] = {"private_note" if private else "public_text": text}
        submission = active_submission(page)
        answers = {"answers": not reviews_it}  # those whom a review asks
        decision = record_step("commented", user, submission, page, data=answers, **said)
        telling.told_commented(submission, decision, user.display_name)
        return decision
