"""What the steps of a review have in common: the page as it is now, who has it, the log."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.submissions import ACTIVE, WAITING, Review, Submission
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages


def current_digest(page: Page) -> str:
    """The digest of the page's latest revision: what a reviewer has before them."""
    return content_digest(page.get_latest_revision_as_object())


def locked(page: Page) -> Page:
    """The page as it is now, for us alone."""
    lock_pages([page.pk])
    return Page.objects.get(pk=page.pk).specific


def locked_review(review: Review) -> tuple[Review, Page]:
    """An open review and its page as they are now. Raises ValidationError for one that ended."""
    page = locked(review.submission.page)
    review = Review.objects.select_related("submission__page", "group", "assignee", "task").get(
        pk=review.pk
    )
    if review.status != Review.Status.OPEN or review.submission.status not in WAITING:
        raise ValidationError(_("This review has ended."), code="ended")
    return review, page


def held_by(review: Review, user: Any) -> tuple[Review, Page]:
    """As `locked_review`, for somebody who gives it. Raises PermissionDenied to others."""
    review, page = locked_review(review)
    if not policies.is_reviewer(user, review):
        raise PermissionDenied
    return review, page


def active_submission(page: Page) -> Submission:
    submission = policies.submission_of(page)
    if submission is None or submission.status not in ACTIVE:
        raise ValidationError(_("It is not in review."), code="not_in_review")
    return submission


def record_step(
    act: str,
    user: Any,
    submission: Submission,
    page: Page,
    *,
    review: Review | None = None,
    data: dict[str, Any] | None = None,
    **said: Any,
) -> Decision:
    """A review's row says when it was due: its submission may be due at another time later."""
    revision = page.get_latest_revision()
    if review is not None:
        due = {"due": submission.due_at, "urgent": submission.urgent}
        data = {**(data or {}), **due}
    return record(
        act=act,
        actor=user,
        page=page,
        title=page.draft_title or page.title,
        revision=revision,
        digest=content_digest(revision.as_object()),
        institution_id=submission.institution_id,
        task=review.kind if review else "",
        data=data,
        **said,
    )


def end(submission: Submission, status: str, user: Any) -> None:
    now = clock.now()
    Submission.objects.filter(pk=submission.pk).update(status=status, ended_at=now)
    Review.objects.filter(submission=submission, status=Review.Status.OPEN).update(
        status=Review.Status.ENDED, closed_at=now
    )
    submission.workflow_state.cancel(user=user)


def wrong(field: str, told: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(told, code=code)})
