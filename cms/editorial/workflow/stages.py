"""What a stage does when it begins, and how Wagtail's own buttons lead to our services."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from cms.audit.recording import record
from cms.core import clock, gate
from cms.editorial import policies
from cms.editorial.facts import PageFacts, facts_of
from cms.editorial.flags.services import store_hits
from cms.editorial.models.submissions import GivenReason, Review, Submission
from cms.editorial.workflow import services
from cms.editorial.workflow.deadlines import WorkingTime, is_urgent
from cms.editorial.workflow.in_hand import latest_content
from cms.editorial.workflow.opening import note_warnings, open_reviews
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages

Status = Submission.Status


def begin(stage: Any, workflow_state: WorkflowState, user: Any) -> TaskState:
    """Enter the stage with the page's latest revision; the first that is not through is entered.

    Raises PermissionDenied without a user, Refused where automatic checks object.
    """
    if user is None or not user.is_active:
        raise PermissionDenied
    lock_pages([int(workflow_state.object_id)])
    revision, page = latest_content(workflow_state)
    submission = _submission(workflow_state, page, revision, user)
    first = workflow_state.get_next_task()
    if first is not None and first.pk != stage.pk and _is_before(first, stage, workflow_state):
        state: TaskState = first.specific.start(workflow_state, user=user)
        return state
    state = stage.get_task_state_class()(
        workflow_state=workflow_state, revision=revision, task=stage.task_ptr
    )
    state.save()
    if stage.asks_people:
        if not open_reviews(state, submission, page):
            state.status = TaskState.STATUS_SKIPPED
    else:
        _check(page, submission)
        state.status = TaskState.STATUS_APPROVED
    if state.status != TaskState.STATUS_IN_PROGRESS:
        state.finished_at = clock.now()
        state.save()
    task_submitted.send(sender=type(state.specific), instance=state.specific, user=user)
    return state


def _is_before(first: Task, stage: Task, workflow_state: WorkflowState) -> bool:
    order = list(
        workflow_state.workflow.workflow_tasks.order_by("sort_order").values_list(
            "task_id", flat=True
        )
    )
    return first.pk in order and stage.pk in order and order.index(first.pk) < order.index(stage.pk)


def _submission(workflow_state: WorkflowState, page: Page, revision: Any, user: Any) -> Submission:
    """The submission of this run; it is noted that the page was submitted, or again."""
    submission = Submission.objects.filter(workflow_state=workflow_state).first()
    if submission is not None and submission.status != Status.CHANGES_REQUESTED:
        return submission
    facts = facts_of(page)
    submission = submission or Submission(workflow_state=workflow_state, page_id=page.pk)
    now = clock.now()
    submission.institution_id = facts.institution_id
    submission.status = Status.SUBMITTED
    submission.submitted_by, submission.submitted_at, submission.note = user, now, ""
    _run_clock(submission, facts)
    submission.save()
    GivenReason.objects.filter(submission=submission, settled_at=None).update(settled_at=now)
    digest = content_digest(page)
    store_hits(page, digest)
    record(
        act="submitted",
        actor=user,
        page=page,
        revision=revision,
        digest=digest,
        institution_id=facts.institution_id,
    )
    return submission


def _run_clock(submission: Submission, facts: PageFacts) -> None:
    """Due so long after it was submitted; the time it was back with its author does not count."""
    now, urgent, times = clock.now(), submission.urgent, WorkingTime.read()
    submission.urgent = is_urgent(facts.starts_at, now)
    left = timedelta()
    if submission.stopped_at:
        left = times.between(submission.stopped_at, submission.due_at, urgent=urgent)
    if left and urgent == submission.urgent:
        submission.due_at = times.after(now, left, urgent=urgent)
        submission.remind_at = times.after(now, left / 2, urgent=urgent)
    else:
        submission.due_at = times.due(now, urgent=submission.urgent)
        submission.remind_at = times.due(now, urgent=submission.urgent, part=0.5)
    submission.stopped_at = submission.reminded_at = submission.escalated_at = None


def _check(page: Page, submission: Submission) -> None:
    objected = [*gate.objections(page), *gate.place_objections(page, _parent_path(page))]
    if objected:
        raise gate.refusal(page, objected)
    note_warnings(submission, page)


def _parent_path(page: Page) -> str:
    path: str = page._get_basepath(page.path, page.depth - 1)
    return path


# Wagtail's own buttons


def offered(page: Page, user: Any) -> list[tuple[str, Any, bool]]:
    """The actions of Wagtail's menu: name, label, whether it asks for a comment.

    Approving is none of them: it is bound to what the reviewer has before them, at the desk or in
    the API, and Wagtail's dialog shows nothing of the page.
    """
    reviews = policies.reviews_open_to(user, page)
    return [("reject", _("Request changes"), True)] if reviews else []


def act(task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
    """What Wagtail's menus post: a comment. Raises PermissionDenied, ValidationError."""
    page = task_state.workflow_state.content_object.specific
    reviews = policies.reviews_open_to(user, page)
    if not reviews or action_name != "reject":
        raise PermissionDenied
    comment = str(kwargs.get("comment") or "")
    if not comment.strip():
        raise ValidationError(_("Say what is to be changed."), code="required")
    reasons = [services.Reason(code="other", text=comment)]
    services.request_changes(review=reviews[0], user=user, reasons=reasons)


def reviews_it(page: Page, user: Any) -> bool:
    """Whether the person may open the form of a page in review, and write in it."""
    return bool(policies.reviews_open_to(user, page))


def moderated_by(user: Any, stage: Any) -> "QuerySet[TaskState]":
    """Wagtail's dashboard: what waits for this person in this stage."""
    states = TaskState.objects.filter(task_id=stage.pk, status=TaskState.STATUS_IN_PROGRESS)
    if user.has_perm(policies.ASSIGN):
        return states
    groups = user.groups.values("pk")
    return states.filter(
        pk__in=Review.objects.filter(status=Review.Status.OPEN, group__in=groups).values(
            "task_state"
        )
    )
