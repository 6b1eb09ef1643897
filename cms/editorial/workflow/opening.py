"""The reviews of a running stage: opened as its rules ask, when it begins and for what they ask
since.

A review that is open is given as it was opened. Before a page leaves the stage, what the rules ask
by then and too few have approved is opened too: an edit, or a changed rule, lets nothing slip by.
"""

from dataclasses import asdict

from wagtail.models import Page, TaskState

from cms.core import gate
from cms.editorial.approvals import given_approvals, missing_rules
from cms.editorial.models.rules import ReviewRule
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.notices import telling
from cms.editorial.policies import submission_of
from cms.editorial.workflow.asking import called_for
from cms.publication.digest import content_digest


def running_stage(page: Page) -> tuple[Submission, TaskState] | None:
    """The page's submission and the stage it is in, while reviewers have it."""
    submission = submission_of(page) if page.pk else None
    state = submission.workflow_state.current_task_state if submission else None
    if submission is None or state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    return submission, state


def open_reviews(state: TaskState, submission: Submission, page: Page) -> list[Review]:
    """One per rule of the stage that the content calls for and too few have approved, unless one
    is open; returns those that were opened now. `page` is as its latest revision says."""
    given = given_approvals(page.pk, content_digest(page))
    rules = ReviewRule.objects.filter(stage=state.task_id).select_related("group")
    wanted = [
        rule for rule in called_for(rules, page) if given[rule.stage_id, rule.kind] < rule.quorum
    ]
    known = {one.kind: one for one in Review.objects.filter(task_state=state)} if wanted else {}
    opened = [
        _open(known.get(rule.kind) or Review(task_state=state, kind=rule.kind), rule, submission)
        for rule in wanted
        if rule.kind not in known or known[rule.kind].status != Review.Status.OPEN
    ]
    if opened:
        telling.told_submitted(submission, opened)
    return opened


def note_warnings(submission: Submission, page: Page) -> None:
    """What its reviewers should know of what it says by now; `page` as above."""
    submission.warnings = [asdict(one) for one in gate.warnings(page)]
    submission.save(update_fields=["warnings"])


def _open(review: Review, rule: ReviewRule, submission: Submission) -> Review:
    review.submission, review.task_id, review.rule = submission, rule.stage_id, rule
    review.group, review.quorum, review.by_link = rule.group, rule.quorum, rule.by_link
    review.status, review.closed_at = Review.Status.OPEN, None
    review.save()
    return review


def reopen_earlier(state: TaskState, page: Page) -> None:
    """Stages of whose reviews one is missing begin again, once this one is through."""
    workflow = state.workflow_state.workflow
    missing = {rule.stage_id for rule in missing_rules(page, workflow, content_digest(page))}
    passed = TaskState.objects.filter(workflow_state=state.workflow_state, task_id__in=missing)
    passed.exclude(pk=state.pk).update(status=TaskState.STATUS_CANCELLED)
