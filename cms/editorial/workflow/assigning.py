"""Who has a review: taken, given back, assigned; or merely looks at it."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.steps import held_by, locked, locked_review, record_step
from cms.publication.unit_of_work import publishing

Status = Submission.Status


# So long whoever opens a review has it, unless they say that they take it.
HELD_FOR = timedelta(minutes=30)


def claim(*, review: Review, user: Any) -> Decision:
    """Take a review on oneself: others see who has it."""
    with publishing():
        review, page = held_by(review, user)
        _require_free(review, user)
        return _assign(review, page, to=user, by=user, act="claimed")


def hold(*, review: Review, user: Any) -> None:
    """Have a review for a while, since one looks at it. It decides nothing: the log is not told."""
    with publishing():
        review, _page = held_by(review, user)
        _require_free(review, user)
        if review.holder is None or review.held_until is not None:
            _give(review, user, until=clock.now() + HELD_FOR)


def let_go(*, submission: Submission, user: Any) -> None:
    """What a person merely holds waits for anybody again; what they took, or were given, stays."""
    held = Review.objects.filter(
        submission=submission, status=Review.Status.OPEN, assignee=user
    ).exclude(held_until=None)
    if not held.exists():
        return
    with publishing():
        locked(submission.page)
        for review in held:
            _give(review, None)


def _require_free(review: Review, user: Any) -> None:
    if review.holder not in (None, user):
        told = _("%(person)s has it.") % {"person": review.holder}
        raise ValidationError(told, code="claimed")


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
    _give(review, to)
    data = {"assignee": to.get_username() if to else None}
    return record_step(act, by, review.submission, page, review=review, data=data)


def _give(review: Review, to: Any, *, until: datetime | None = None) -> None:
    review.assignee, review.held_until = to, until
    review.save(update_fields=["assignee", "held_until"])
    taken = Review.objects.filter(
        submission=review.submission, status=Review.Status.OPEN, assignee__isnull=False
    ).exists()
    Submission.objects.filter(pk=review.submission_id).update(
        status=Status.IN_REVIEW if taken else Status.SUBMITTED
    )
