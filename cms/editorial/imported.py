"""What an import writes goes through its review, or is public by the decision on its batch.

An import is many pages on one person's word. Nobody has looked at them yet: without a decision each
is submitted like any other. Whoever decides a batch answers for all of it, page by page in the log.
"""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import clock, gate
from cms.editorial.facts import facts_of
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.policies import submission_of
from cms.editorial.workflow import services
from cms.editorial.workflow.in_hand import in_hand
from cms.publication.clearance import Authority
from cms.publication.digest import content_digest
from cms.publication.page_writer import Standing
from cms.publication.unit_of_work import publishing

Status = Submission.Status
TURNED_DOWN = (Status.REJECTED, Status.WITHDRAWN)


def submit_written(page: Page, user: Any) -> tuple[Standing, ValidationError | None]:
    """Send what was written just now for review, and how far that went.

    `page` is as it was saved. What is in review already stays there with its new text. Where checks
    object the page stays a draft, and they say why. Whether `user` may submit there was asked once
    for all of the import.
    """
    try:
        with transaction.atomic(), in_hand(page):
            submission = services.send_for_review(page=page, user=user)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") != services.IN_REVIEW:
            return Standing.DRAFT, refusal
        objected = gate.objections(page)
        return Standing.SUBMITTED, gate.refusal(page, objected) if objected else None
    public = submission.status == Status.APPROVED
    return (Standing.PUBLIC if public else Standing.SUBMITTED), None


def was_turned_down(page: Page) -> bool:
    """Whether its last review ended without a yes: it was rejected, or taken back."""
    last = Submission.objects.filter(page_id=page.pk).order_by("pk").last()
    return last is not None and last.status in TURNED_DOWN


def publish_decided(*, page: Page, digest: str, user: Any, authority: Authority) -> bool:
    """Make a page public that an import left waiting with this content; False where it is already.

    `page` is of its own type and locked. Raises ValidationError, keyed by field, where somebody has
    decided otherwise since, or the gate objects: nothing of the page is written then.
    """
    revision = page.get_latest_revision()
    content = revision.as_object() if revision else page
    _require_as_left(page, content_digest(content), digest)
    if page.live and not page.has_unpublished_changes:
        return False
    with publishing():
        publish_on(authority, content, revision, user)
    return True


def publish_on(authority: Authority, page: Page, revision: Any, user: Any) -> None:
    """Publish a revision, which `page` was read from or saved to, on a decision; its review ends
    with it. Raises Refused, keyed by field."""
    _end_review(page, user)
    owner = facts_of(page).institution_id
    authority.clear(page, revision=revision, institution_id=owner)
    page.publish(revision, user=user, skip_permission_checks=True)


def _end_review(page: Page, user: Any) -> None:
    """As approved: the decision stands for the reviews that were open."""
    submission = submission_of(page)
    if submission is None:
        return
    now = clock.now()
    Submission.objects.filter(pk=submission.pk).update(status=Status.APPROVED, ended_at=now)
    Review.objects.filter(submission=submission, status=Review.Status.OPEN).update(
        status=Review.Status.ENDED, closed_at=now
    )
    submission.workflow_state.cancel(user=user)


def _require_as_left(page: Page, found: str, left: str) -> None:
    """Raises ValidationError where an editor or a reviewer has had their say since."""
    last = Submission.objects.filter(page_id=page.pk).order_by("pk").last()
    status = last.status if last else None
    if page.locked:
        code, told = "locked", _("An editor has locked it.")
    elif found != left:
        code, told = "changed", _("It was changed since it was imported.")
    elif status == Status.REJECTED:
        code, told = "rejected", _("It was rejected since it was imported.")
    elif status == Status.WITHDRAWN:
        code, told = "withdrawn", _("It was taken back from its review.")
    elif status == Status.CHANGES_REQUESTED:
        code, told = "changes_requested", _("Its reviewers have asked for changes.")
    elif status == Status.APPROVED and not page.live:
        code, told = "taken_down", _("It was taken down since.")
    elif not page.get_parent().live:
        code, told = "parent_not_public", _("The page above it is not public.")
    else:
        return
    raise ValidationError({NON_FIELD_ERRORS: [ValidationError(told, code=code)]})
