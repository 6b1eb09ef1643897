"""What happens to a page during its review: an edit, a move to another institution."""

from typing import Any

from wagtail.models import Page, Revision, TaskState

from cms.core import clock
from cms.editorial.approvals import given_approvals
from cms.editorial.facts import facts_of
from cms.editorial.flags.services import store_hits
from cms.editorial.models.submissions import Approval, Review, Submission
from cms.editorial.workflow.opening import note_warnings, open_reviews, running_stage
from cms.publication.digest import content_digest


def reopen_reviews(
    sender: Any, page: Page, revision: Revision, followed: bool = False, **kwargs: Any
) -> None:
    """Reviews of the running stage that were given for other content are open again, and what the
    content calls for since is opened. Those that were given for this very content, before it said
    something else for a while, are not asked anew, but for one where all of them were: by giving
    that again, somebody ends the stage."""
    running = None if followed else running_stage(page)
    if running is None:
        return
    submission, state = running
    TaskState.objects.filter(pk=state.pk).update(revision=revision)
    content = revision.as_object()
    digest = content_digest(content)
    store_hits(content, digest)
    note_warnings(submission, content)
    given = given_approvals(page.pk, digest)
    for review in Review.objects.filter(task_state=state, status=Review.Status.APPROVED):
        if given[review.task_id, review.kind] < review.quorum:
            review.status, review.closed_at = Review.Status.OPEN, None
            review.save(update_fields=["status", "closed_at"])
    open_reviews(state, submission, content)
    asked = list(Review.objects.filter(task_state=state, status=Review.Status.OPEN))
    through = [one for one in asked if given[one.task_id, one.kind] >= one.quorum]
    if through and len(through) == len(asked):
        last = through.pop()
        Approval.objects.filter(
            page_id=page.pk, digest=digest, task_id=last.task_id, kind=last.kind, revoked_at=None
        ).update(revoked_at=clock.now())
    Review.objects.filter(pk__in=[one.pk for one in through]).update(
        status=Review.Status.APPROVED, closed_at=clock.now()
    )


def follow_page(sender: type[Page], page: Page, **kwargs: Any) -> None:
    """What is in review goes with its page: from then on it is its new institution's."""
    moved = Page.objects.descendant_of(Page.objects.get(pk=page.pk), inclusive=True)
    for submission in Submission.objects.active().filter(page__in=moved).select_related("page"):
        found = facts_of(submission.page.specific).institution_id
        if found != submission.institution_id:
            Submission.objects.filter(pk=submission.pk).update(institution=found)
