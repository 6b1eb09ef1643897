"""The reviews of a running stage follow what its content calls for now."""

from wagtail.models import Page, TaskState

from cms.editorial.approvals import given_approvals
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


def open_reviews(state: TaskState, submission: Submission, page: Page) -> bool:
    """Open each review that this very content calls for and too few have approved: one that was
    given for other content again, one that nobody was asked for yet anew; whether there was any
    of the latter. `page` is as its latest revision has it."""
    given = given_approvals(page.pk, content_digest(page))
    rules = ReviewRule.objects.filter(stage=state.task_id).select_related("group")
    asked = {
        rule.kind: rule
        for rule in called_for(rules, page)
        if given[rule.stage_id, rule.kind] < rule.quorum
    }
    for review in Review.objects.filter(task_state=state):
        rule = asked.pop(review.kind, None)
        quorum = rule.quorum if rule else review.quorum
        if review.status == Review.Status.APPROVED and given[review.task_id, review.kind] < quorum:
            review.status, review.closed_at, review.quorum = Review.Status.OPEN, None, quorum
            review.save(update_fields=["status", "closed_at", "quorum"])
    opened = Review.objects.bulk_create(
        Review(
            submission=submission,
            task_state=state,
            task_id=state.task_id,
            rule=rule,
            kind=rule.kind,
            group=rule.group,
            quorum=rule.quorum,
            by_link=rule.by_link,
        )
        for rule in asked.values()
    )
    if opened:
        telling.told_submitted(submission, opened)
    return bool(opened)
