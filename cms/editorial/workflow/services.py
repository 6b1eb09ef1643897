"""What people do in a review. The admin, the API and Wagtail's own buttons all come here.

Each is one transaction: who may, whether the content is what was looked at, the change, a row in
the audit log. `PermissionDenied` says that this person may not; `ValidationError`, keyed by field,
what is wrong with what they sent. The page is locked first: of two who decide at once the second
sees what the first has decided.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.core.codes import code_list
from cms.editorial import policies
from cms.editorial.approvals import foreign_tasks, given_approvals
from cms.editorial.models.submissions import (
    ACTIVE,
    WAITING,
    Approval,
    GivenReason,
    Review,
    Submission,
)
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.unit_of_work import publishing

Status = Submission.Status
# A reason of this code must say in words what is wrong.
OTHER = "other"


@dataclass(frozen=True)
class Reason:
    """Why changes are requested: a code of the list `reasons`, the field, words for the author."""

    code: str
    field: str = ""
    severity: str = GivenReason.Severity.BLOCKING
    text: str = ""


def current_digest(page: Page) -> str:
    """The digest of the page's latest revision: what a reviewer has before them."""
    return content_digest(page.get_latest_revision_as_object())


def submit(*, page: Page, user: Any, note: str = "") -> Submission:
    """Send the page's latest revision for review. Raises PermissionDenied; Refused, keyed by
    field, where automatic checks object: nothing is submitted then."""
    with publishing():
        page = _locked(page)
        if not user.is_active or not page.permissions_for_user(user).may_submit_here():
            raise PermissionDenied
        return send_for_review(page=page, user=user, note=note)


def send_for_review(*, page: Page, user: Any, note: str = "") -> Submission:
    """As `submit`, for callers who have asked whether the person may: an import asks once for all
    of its pages, and locks them."""
    with publishing():
        submission = policies.submission_of(page)
        if submission is not None and submission.status in WAITING:
            raise ValidationError(_("It is in review already."), code="in_review")
        workflow = page.get_workflow()
        if workflow is None:
            raise ValidationError(_("No workflow applies here."), code="no_workflow")
        if foreign := foreign_tasks(workflow):
            told = _("Its workflow has tasks that bind no approval to content: %(tasks)s.")
            raise ValidationError(told % {"tasks": ", ".join(foreign)}, code="foreign_task")
        if page.latest_revision_id is None:
            page.save_revision(user=user)
        if submission is not None:
            submission.workflow_state.resume(user)
        else:
            submission = workflow.start(page, user).submission
        if note:
            Submission.objects.filter(pk=submission.pk).update(note=note)
        submission.refresh_from_db()
        return submission


def withdraw(*, page: Page, user: Any, note: str = "") -> Decision:
    """Take the page back from review; it is a draft again and was not rejected."""
    with publishing():
        page = _locked(page)
        if not policies.may_withdraw(user, page):
            raise PermissionDenied
        submission = _active(page)
        decision = _record("withdrawn", user, submission, page, public_text=note)
        _end(submission, Status.WITHDRAWN, user)
        return decision


def claim(*, review: Review, user: Any) -> Decision:
    """Take a review on oneself: others see who has it."""
    with publishing():
        review, page = _held(review, user)
        if review.assignee_id not in (None, user.pk):
            told = _("%(person)s has it.") % {"person": review.assignee}
            raise ValidationError(told, code="claimed")
        return _assign(review, page, to=user, by=user, act="claimed")


def release(*, review: Review, user: Any) -> Decision:
    """Give a review back to all who may give it. Whoever assigns may do so for another."""
    with publishing():
        review, page = _locked_review(review)
        if review.assignee_id != user.pk and not policies.may_assign(user, page):
            raise PermissionDenied
        return _assign(review, page, to=None, by=user, act="released")


def assign(*, review: Review, to: Any, user: Any) -> Decision:
    """Give a review to somebody it asks. Raises ValidationError for anybody else."""
    with publishing():
        review, page = _locked_review(review)
        if not policies.may_assign(user, page):
            raise PermissionDenied
        if not policies.is_reviewer(to, review):
            told = _("%(person)s gives no such review.") % {"person": to}
            raise ValidationError({"assignee": ValidationError(told, code="not_reviewer")})
        return _assign(review, page, to=to, by=user, act="assigned")


def approve(
    *, review: Review, user: Any, digest: str, public_text: str = "", private_note: str = ""
) -> Decision:
    """Approve what the reviewer has seen, by its digest; with the last approval it goes live.

    Raises PermissionDenied to who submitted or last edited it; ValidationError where it was
    changed since it was looked at.
    """
    with publishing():
        review, page = _held(review, user)
        if not policies.four_eyes(user, page):
            raise PermissionDenied(_("Nobody approves what they submitted or last edited."))
        _require_seen(page, digest)
        decision = _record(
            "approved",
            user,
            review.submission,
            page,
            review=review,
            public_text=public_text,
            private_note=private_note,
        )
        note_approval(review, decision, user_id=user.pk)
        move_on(review, user)
        return decision


def note_approval(review: Review, decision: Decision, *, user_id: int) -> None:
    """Bind the approval to the content it was given for; somebody approves it once.

    `user_id` 0 is a stakeholder without an account, whom the decision names.
    """
    known = Approval.objects.filter(
        page_id=decision.page_id,
        digest=decision.digest,
        task_id=review.task_id,
        kind=review.kind,
        user_id=user_id,
        revoked_at=None,
    )
    if user_id and known.exists():
        raise ValidationError(_("You have approved it already."), code="approved")
    Approval.objects.create(
        page_id=decision.page_id,
        digest=decision.digest,
        task_id=review.task_id,
        kind=review.kind,
        user_id=user_id,
        institution_id=decision.institution_id,
        decision=decision.pk,
    )


def move_on(review: Review, user: Any) -> None:
    """Close the review when enough have approved; the stage, when its reviews are; the workflow,
    when its stages are: the page goes live."""
    page = review.submission.page.specific
    given = given_approvals(page.pk, current_digest(page))
    if given[review.task_id, review.kind] < review.quorum:
        return
    review.status, review.closed_at = Review.Status.APPROVED, clock.now()
    review.save(update_fields=["status", "closed_at"])
    state = TaskState.objects.select_for_update().get(pk=review.task_state_id)
    if Review.objects.filter(task_state=state, status=Review.Status.OPEN).exists():
        return
    if state.revision_id != page.latest_revision_id:
        state.revision_id = page.latest_revision_id
        state.save(update_fields=["revision"])
    state.specific.approve(user=user)


def request_changes(
    *,
    review: Review,
    user: Any,
    reasons: Sequence[Reason],
    public_text: str = "",
    private_note: str = "",
    back_to: Task | None = None,
) -> Decision:
    """Send the page back to its author, or to the reviewers of an earlier stage (`back_to`)."""
    with publishing():
        review, page = _held(review, user)
        _require_reasons(reasons, public_text)
        decision = _record(
            "changes_requested",
            user,
            review.submission,
            page,
            review=review,
            data={
                "reasons": [asdict(one) for one in reasons],
                "back_to": back_to.pk if back_to else None,
            },
            public_text=public_text,
            private_note=private_note,
        )
        _close(review, Review.Status.CHANGES_REQUESTED)
        if back_to is not None:
            _send_back(review, back_to, page, user)
            return decision
        _note_reasons(review.submission, decision, reasons)
        Submission.objects.filter(pk=review.submission_id).update(
            status=Status.CHANGES_REQUESTED, stopped_at=clock.now()
        )
        review.task_state.specific.reject(user=user, comment=public_text or _texts(reasons))
        return decision


def reject(
    *,
    review: Review,
    user: Any,
    reasons: Sequence[Reason],
    public_text: str = "",
    private_note: str = "",
) -> Decision:
    """End the review: this is not for the portal. The page stays a draft."""
    with publishing():
        review, page = _held(review, user)
        _require_reasons(reasons, public_text)
        decision = _record(
            "rejected",
            user,
            review.submission,
            page,
            review=review,
            data={"reasons": [asdict(one) for one in reasons]},
            public_text=public_text,
            private_note=private_note,
        )
        _close(review, Review.Status.REJECTED)
        _note_reasons(review.submission, decision, reasons)
        _end(review.submission, Status.REJECTED, user)
        return decision


def comment(*, page: Page, user: Any, text: str, private: bool = False) -> Decision:
    """Say something without deciding; `private` is among reviewers only."""
    with publishing():
        page = _locked(page)
        if not policies.may_comment(user, page):
            raise PermissionDenied
        if private and not policies.reviews_open_to(user, page):
            raise PermissionDenied
        if not text.strip():
            raise ValidationError({"text": ValidationError(_("Say something."), code="required")})
        said = {"private_note": text} if private else {"public_text": text}
        return _record("commented", user, _active(page), page, **said)


# What they share


def _locked(page: Page) -> Page:
    """The page as it is now, for us alone."""
    lock_pages([page.pk])
    return Page.objects.get(pk=page.pk).specific


def _locked_review(review: Review) -> tuple[Review, Page]:
    """An open review and its page as they are now. Raises ValidationError for one that ended."""
    page = _locked(review.submission.page)
    review = Review.objects.select_related("submission__page", "group", "assignee", "task").get(
        pk=review.pk
    )
    if review.status != Review.Status.OPEN or review.submission.status not in WAITING:
        raise ValidationError(_("This review has ended."), code="ended")
    return review, page


def _held(review: Review, user: Any) -> tuple[Review, Page]:
    """As `_locked_review`, for somebody who gives it. Raises PermissionDenied to others."""
    review, page = _locked_review(review)
    if not policies.is_reviewer(user, review):
        raise PermissionDenied
    return review, page


def _active(page: Page) -> Submission:
    submission = policies.submission_of(page)
    if submission is None or submission.status not in ACTIVE:
        raise ValidationError(_("It is not in review."), code="not_in_review")
    return submission


def _require_seen(page: Page, digest: str) -> None:
    if digest != current_digest(page):
        told = _("It was changed since you looked at it: look again.")
        raise ValidationError(told, code="changed")


def _require_reasons(reasons: Sequence[Reason], public_text: str) -> None:
    """At least one, each known; `other` says what is wrong in words."""
    if not reasons:
        raise _wrong("reasons", _("Give at least one reason."), "required")
    for reason in reasons:
        if reason.code not in code_list("reasons"):
            raise _wrong("reasons", _("Unknown reason “%(code)s”.") % {"code": reason.code}, "code")
        if reason.severity not in GivenReason.Severity.values:
            raise _wrong("severity", _("Unknown severity."), "code")
        if reason.code == OTHER and not (reason.text.strip() or public_text.strip()):
            raise _wrong("text", _("Say in words what is to be changed."), "required")


def _wrong(field: str, told: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(told, code=code)})


def _texts(reasons: Sequence[Reason]) -> str:
    return "\n".join(reason.text or code_list("reasons")[reason.code].label() for reason in reasons)


def _note_reasons(submission: Submission, decision: Decision, reasons: Sequence[Reason]) -> None:
    GivenReason.objects.bulk_create(
        GivenReason(
            submission=submission,
            decision=decision.pk,
            code=one.code,
            field=one.field,
            severity=one.severity,
            text=one.text,
        )
        for one in reasons
    )


def _record(
    act: str,
    user: Any,
    submission: Submission,
    page: Page,
    *,
    review: Review | None = None,
    **said: Any,
) -> Decision:
    revision = page.get_latest_revision()
    return record(
        act=act,
        actor=user,
        page=page,
        title=page.draft_title or page.title,
        revision=revision,
        digest=content_digest(revision.as_object()),
        institution_id=submission.institution_id,
        task=review.kind if review else "",
        **said,
    )


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
    return _record(act, by, review.submission, page, review=review, data=data)


def _close(review: Review, status: str) -> None:
    """This one ended so, and those beside it ended with it."""
    now = clock.now()
    beside = Review.objects.filter(task_state=review.task_state, status=Review.Status.OPEN)
    beside.exclude(pk=review.pk).update(status=Review.Status.ENDED, closed_at=now)
    review.status, review.closed_at = status, now
    review.save(update_fields=["status", "closed_at"])


def _end(submission: Submission, status: str, user: Any) -> None:
    now = clock.now()
    Submission.objects.filter(pk=submission.pk).update(status=status, ended_at=now)
    Review.objects.filter(submission=submission, status=Review.Status.OPEN).update(
        status=Review.Status.ENDED, closed_at=now
    )
    submission.workflow_state.cancel(user=user)


def _send_back(review: Review, to: Task, page: Page, user: Any) -> None:
    """What an earlier stage approved counts no more: its reviewers look again."""
    state = review.submission.workflow_state
    order = list(
        state.workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True)
    )
    if to.pk not in order or order.index(to.pk) >= order.index(review.task_id):
        raise _wrong("back_to", _("Choose an earlier stage of this workflow."), "not_earlier")
    Approval.objects.filter(
        page_id=page.pk, task_id__in=order[order.index(to.pk) :], revoked_at=None
    ).update(revoked_at=clock.now())
    TaskState.objects.filter(workflow_state=state, task_id__in=order[order.index(to.pk) :]).exclude(
        pk=review.task_state_id
    ).update(status=TaskState.STATUS_CANCELLED)
    current = review.task_state.specific
    current.status, current.finished_at = TaskState.STATUS_CANCELLED, clock.now()
    current.finished_by = user
    current.save()
    state.refresh_from_db()
    state.update(user=user, next_task=to.specific)
