"""Who has a review: taken, given back, assigned."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.steps import held_by, locked_review, record_step
from cms.publication.unit_of_work import publishing

Status = Submission.Status


def claim(*, review: Review, user: Any) -> Decision:
    """Take a review on oneself: others see who has it."""
    with publishing():
        review, page = held_by(review, user)
        if review.assignee_id not in (None, user.pk):
            told = _("%(person)s has it.") % {"person": review.assignee}
            raise ValidationError(told, code="claimed")
        return _assign(review, page, to=user, by=user, act="claimed")


def release(*, review: Review, user: Any) -> Decision:
    """Give a review back to all who may give it. Whoever assigns may do so for another."""
    with publishing():
        review, page = locked_review(review)
        if review.assignee_id != user.pk and not policies.may_assign(user, page):
            raise PermissionDenied
        return _assign(review, page, to=None, by=user, act="released")


def assign(*, review: Review, to: Any, user: Any) -> Decision:
    """Give a review to somebody it asks and who may approve it. Raises ValidationError for anybody
    else: nobody is given their own words."""
    with publishing():
        review, page = locked_review(review)
        if not policies.may_assign(user, page):
            raise PermissionDenied
        if not policies.is_reviewer(to, review) or not policies.four_eyes(to, page):
            told = _("%(person)s gives no such review.") % {"person": to}
            raise ValidationError({"assignee": ValidationError(told, code="not_reviewer")})
        decision = _assign(review, page, to=to, by=user, act="assigned")
        if to.pk != user.pk:
            telling.told_assigned(review, to, user)
        return decision


def _assign(review: Review, page: Page, *, to: Any, by: Any, act: str) -> Decision:
    review.assignee, review.claimed_at = to, clock.now() if to else None
    review.save(update_fields=["assignee", "claimed_at"])
    taken = Review.objects.filter(
        submission=review.submission, status=Review.Status.OPEN, assignee__isnull=False
    ).exists()
    Submission.objects.filter(pk=review.submission_id).update(
        status=Status.IN_REVIEW if taken else Status.SUBMITTED
    )
    data = {"assignee": to.get_username() if to else None}
    return record_step(act, by, review.submission, page, review=review, data=data)
