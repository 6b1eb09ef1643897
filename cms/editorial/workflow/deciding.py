"""Approving, requesting changes, rejecting: each decision is bound to the content it is about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.core import clock
from cms.core.codes import code_list
from cms.editorial import policies
from cms.editorial.approvals import given_approvals
from cms.editorial.models.submissions import Approval, GivenReason, Review, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.assigning import give
from cms.editorial.workflow.opening import open_reviews, reopen_earlier
from cms.editorial.workflow.steps import current_digest, end, held_by, record_step, wrong
from cms.publication.unit_of_work import publishing

Status = Submission.Status
# A reason of this code must say in words what is wrong.
OTHER = "other"


@dataclass(frozen=True)
class Reason:
    """Why changes are requested: a code of the list `reasons`, the field, words for the author.

    Without a `field` it is where the code usually points; an empty one is the page as a whole.
    """

    code: str
    field: str | None = None
    severity: str = GivenReason.Severity.BLOCKING
    text: str = ""


def approve(
    *, review: Review, user: Any, digest: str, public_text: str = "", private_note: str = ""
) -> Decision:
    """Approve what the reviewer has seen, by its digest; with the last approval it goes live.

    Raises PermissionDenied to who submitted or last edited it; ValidationError where it was
    changed since it was looked at.
    """
    with publishing():
        review, page = held_by(review, user)
        if not policies.four_eyes(user, page):
            raise PermissionDenied(_("Nobody approves what they submitted or last edited."))
        _require_seen(page, digest)
        decision = record_step(
            "approved",
            user,
            review.submission,
            page,
            review=review,
            public_text=public_text,
            private_note=private_note,
        )
        note_approval(review, decision, user)
        move_on(review, user)
        return decision


def note_approval(review: Review, decision: Decision, user: User, *, guest: str = "") -> None:
    """Bind the approval to the content it was given for; somebody approves it once.

    `guest` is the address of whom `user` lent the right: the two are one, whatever they have
    approved, and so is who has an account of that address.
    """
    about = {
        "page_id": review.submission.page_id,
        "digest": decision.digest,
        "task_id": review.task_id,
        "kind": review.kind,
    }
    people = [user, *(User.objects.filter(email__iexact=guest) if guest else ())]
    addresses = {guest, *(one.email.lower() for one in people)} - {""}
    known = Approval.objects.filter(
        Q(user_id__in=[one.pk for one in people]) | Q(guest__in=addresses), **about, revoked_at=None
    ).first()
    if known is not None and (guest or known.guest):
        told = _("Who approves by a link and who lent it count as one: that one has approved.")
        raise ValidationError(told, code="approved")
    if known is not None:
        raise ValidationError(_("You have approved it already."), code="approved")
    Approval.objects.create(
        **about,
        user_id=user.pk,
        guest=guest,
        institution_id=decision.institution_id,
        decision=decision.pk,
    )


def move_on(review: Review, user: Any) -> None:
    """Close the review when enough have approved; the stage, when its reviews are; the workflow,
    when its stages are: the page goes live. What the rules ask by now and nobody approved is
    opened first."""
    page = review.submission.page.specific
    given = given_approvals(page.pk, current_digest(page))
    if given[review.task_id, review.kind] < review.quorum:
        if review.assignee_id == user.pk:
            give(review, None)  # who has given theirs keeps it from nobody
        return
    review.status, review.closed_at = Review.Status.APPROVED, clock.now()
    review.save(update_fields=["status", "closed_at"])
    state = TaskState.objects.select_for_update().get(pk=review.task_state_id)
    if Review.objects.filter(task_state=state, status=Review.Status.OPEN).exists():
        return
    content = page.get_latest_revision_as_object()
    if open_reviews(state, review.submission, content):
        return
    reopen_earlier(state, content)
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
    """Send the page back to its author; with `back_to`, return it to the reviewers of an earlier
    stage, which asks nothing of its author."""
    with publishing():
        review, page = held_by(review, user)
        reasons = require_reasons(reasons, public_text)
        said = {"reasons": [asdict(one) for one in reasons], "back_to": back_to and back_to.pk}
        decision = record_step(
            "returned_to_stage" if back_to else "changes_requested",
            user,
            review.submission,
            page,
            review=review,
            data=said,
            public_text=public_text,
            private_note=private_note,
        )
        _close(review, Review.Status.CHANGES_REQUESTED)
        if back_to is not None:
            # Nobody has the reviews that are opened anew.
            Submission.objects.filter(pk=review.submission_id).update(status=Status.SUBMITTED)
            with telling.returned(user, public_text, reasons):
                _send_back(review, back_to, page, user)
            return decision
        note_reasons(review.submission, decision, reasons)
        Submission.objects.filter(pk=review.submission_id).update(
            status=Status.CHANGES_REQUESTED, stopped_at=clock.now()
        )
        telling.told_changes_requested(review.submission, user, public_text, reasons)
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
        review, page = held_by(review, user)
        reasons = require_reasons(reasons, public_text)
        decision = record_step(
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
        note_reasons(review.submission, decision, reasons)
        end(review.submission, Status.REJECTED, user)
        telling.told_rejected(review.submission, public_text, reasons)
        return decision


def _require_seen(page: Page, digest: str) -> None:
    if digest != current_digest(page):
        told = _("It was changed since you looked at it: look again.")
        raise ValidationError(told, code="changed")


def require_reasons(reasons: Sequence[Reason], public_text: str) -> list[Reason]:
    """At least one, each known; `other` says what is wrong in words. Returns them with the field
    each points at."""
    if not reasons:
        raise wrong("reasons", _("Give at least one reason."), "required")
    for reason in reasons:
        if reason.code not in code_list("reasons"):
            raise wrong("reasons", _("Unknown reason “%(code)s”.") % {"code": reason.code}, "code")
        if reason.severity not in GivenReason.Severity.values:
            raise wrong("severity", _("Unknown severity."), "code")
        if reason.code == OTHER and not (reason.text.strip() or public_text.strip()):
            raise wrong("text", _("Say in words what is to be changed."), "required")
    return [
        one if one.field is not None else replace(one, field=_usual_field(one.code))
        for one in reasons
    ]


def _usual_field(code: str) -> str:
    return str(code_list("reasons")[code].extra.get("field", ""))


def _texts(reasons: Sequence[Reason]) -> str:
    return "\n".join(reason.text or code_list("reasons")[reason.code].label() for reason in reasons)


def note_reasons(submission: Submission, decision: Decision, reasons: Sequence[Reason]) -> None:
    """Beside the log: what is counted, and what its author has yet to mend."""
    GivenReason.objects.bulk_create(
        GivenReason(
            submission=submission,
            decision=decision.pk,
            code=one.code,
            field=one.field or "",
            severity=one.severity,
            text=one.text,
        )
        for one in reasons
    )


def _close(review: Review, status: str) -> None:
    """This one ended so, and those beside it ended with it."""
    now = clock.now()
    beside = Review.objects.filter(task_state=review.task_state, status=Review.Status.OPEN)
    beside.exclude(pk=review.pk).update(status=Review.Status.ENDED, closed_at=now)
    review.status, review.closed_at = status, now
    review.save(update_fields=["status", "closed_at"])


def earlier_stages(review: Review) -> list[Task]:
    """The stages before that of a review in which people decide: where it can be returned to."""
    tasks = _tasks_of(review)
    here = next((n for n, task in enumerate(tasks) if task.pk == review.task_id), 0)
    return [task for task in tasks[:here] if task.specific.asks_people]


def _tasks_of(review: Review) -> list[Task]:
    links = review.submission.workflow_state.workflow.workflow_tasks.order_by("sort_order")
    return [link.task for link in links.select_related("task")]


def _send_back(review: Review, to: Task, page: Page, user: Any) -> None:
    """What an earlier stage approved counts no more: its reviewers look again."""
    state = review.submission.workflow_state
    if to not in earlier_stages(review):
        raise wrong("back_to", _("Choose an earlier stage of this workflow."), "not_earlier")
    order = [task.pk for task in _tasks_of(review)]
    again = order[order.index(to.pk) :]
    Approval.objects.filter(page_id=page.pk, task_id__in=again, revoked_at=None).update(
        revoked_at=clock.now()
    )
    TaskState.objects.filter(workflow_state=state, task_id__in=again).exclude(
        pk=review.task_state_id
    ).update(status=TaskState.STATUS_CANCELLED)
    current = review.task_state.specific
    current.status, current.finished_at = TaskState.STATUS_CANCELLED, clock.now()
    current.finished_by = user
    current.save()
    state.refresh_from_db()
    state.update(user=user, next_task=to.specific)
