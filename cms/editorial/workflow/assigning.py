"""Who has a review: taken, given back, assigned; or merely looks at it."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.submissions import Review, ReviewQuerySet, Submission
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
        _require_free(review, user, page)
        return _assign(review, page, to=user, by=user, act="claimed")


def hold(*, review: Review, user: Any) -> None:
    """Have a review for a while, since one looks at it. It decides nothing: the log is not told."""
    with publishing():
        review, page = held_by(review, user)
        _require_free(review, user, page)
        if review.holder is None or review.held_until is not None:
            give(review, user, until=clock.now() + HELD_FOR)


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
            give(review, None)


def note_lapsed() -> int:
    """What nobody has any more, since time went by or people left, waits for anybody again. A
    periodic job; returns how many there were."""
    had = Submission.objects.filter(~Exists(_held_of(OuterRef("pk"))), status=Status.IN_REVIEW)
    return had.update(status=Status.SUBMITTED)


def _require_free(review: Review, user: Any, page: Page) -> None:
    if (review.task_id, review.kind) in policies.given_by(user, page):
        raise ValidationError(_("You have approved it already."), code="approved")
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
        if not policies.may_be_given(review, to, page):
            told = _("%(person)s gives no such review.") % {"person": to}
            raise ValidationError({"assignee": ValidationError(told, code="not_reviewer")})
        decision = _assign(review, page, to=to, by=user, act="assigned")
        if to.pk != user.pk:
            telling.told_assigned(review, to, user)
        return decision


def _assign(review: Review, page: Page, *, to: Any, by: Any, act: str) -> Decision:
    give(review, to)
    data = {"assignee": to.get_username() if to else None}
    return record_step(act, by, review.submission, page, review=review, data=data)


def give(review: Review, to: Any, *, until: datetime | None = None) -> None:
    """To somebody, or to nobody; the log is not told."""
    review.assignee, review.held_until = to, until
    review.save(update_fields=["assignee", "held_until"])
    taken = _held_of(review.submission_id).exists()
    Submission.objects.filter(pk=review.submission_id).update(
        status=Status.IN_REVIEW if taken else Status.SUBMITTED
    )


def _held_of(submission: Any) -> ReviewQuerySet:
    return Review.objects.held().filter(submission=submission, status=Review.Status.OPEN)
