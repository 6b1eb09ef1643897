"""A date is cancelled, postponed or moved online: the public knows at once, without a review.

Nothing else changes by it: what is public is published again with that one status, and the draft
beside it, if there is one, gets the same. Languages of the same page follow, each by itself.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core.codes import code_list
from cms.editorial import policies
from cms.editorial.at_once.occurrences import occurrences_of, set_status
from cms.editorial.facts import facts_of
from cms.editorial.workflow import steps
from cms.publication import clearance
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

# What a date may become without anybody's approval. Back to what was approved it may, too.
AT_ONCE = frozenset({"cancelled", "postponed", "moved_online"})


def cancel_occurrence(
    *, page: Page, user: Any, uid: UUID, status: str, note: str = ""
) -> list[Decision]:
    """Give the occurrence its new status, in every language of the page that has it and is public.

    Raises PermissionDenied; ValidationError keyed by field for an unknown date or status, and
    where the result was never approved and is no cancellation.
    """
    if status not in code_list("occurrence_statuses"):
        raise steps.wrong("status", _("Unknown status “%(code)s”.") % {"code": status}, "code")
    with publishing():
        languages = _languages(page)
        lock_pages(languages)
        page, *others = (Page.objects.get(pk=pk).specific for pk in languages)
        if not policies.may_cancel_occurrence(user, page):
            raise PermissionDenied
        if uid not in occurrences_of(page):
            raise steps.wrong("uid", _("It has no such date."), "unknown")
        followers = [
            one
            for one in others
            if uid in occurrences_of(one) and policies.may_cancel_occurrence(user, one)
        ]
        return [_change(one, user, uid, status, note) for one in (page, *followers)]


def _languages(page: Page) -> list[int]:
    """The page, then its public translations by number."""
    others = Page.objects.filter(translation_key=page.translation_key, live=True, alias_of=None)
    return [page.pk, *others.exclude(pk=page.pk).order_by("pk").values_list("pk", flat=True)]


def _change(page: Page, user: Any, uid: UUID, status: str, note: str) -> Decision:
    before, was = content_digest(page), occurrences_of(page)[uid].status
    cleared = clearance.standing(page, before)
    if cleared is None:
        raise ValidationError(clearance.NOT_CLEARED, code="not_cleared")
    draft = page.get_latest_revision()
    drafted = draft is not None and content_digest(draft.as_object()) != before
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    decision = _publish(page, user, uid, status, note, was, cleared)
    if scheduled is not None:
        _repeat_scheduled(scheduled, uid, status, decision)
    if draft is not None and drafted and draft.pk != (scheduled.pk if scheduled else None):
        _repeat(draft, uid, status)
    return decision


def _publish(
    page: Page, user: Any, uid: UUID, status: str, note: str, was: str, cleared: Clearance
) -> Decision:
    set_status(page, uid, status)
    digest = content_digest(page)
    if status not in AT_ONCE and not clearance.is_cleared(page, digest):
        raise steps.wrong(
            "status", _("That was never approved: submit it for review."), "not_cleared"
        )
    revision = page.save_revision(user=user, clean=False)
    decision = record(
        act="cancelled",
        actor=user,
        page=page,
        revision=revision,
        digest=digest,
        institution_id=facts_of(page).institution_id,
        data={"occurrence": str(uid), "before": was, "after": status},
        public_text=note.strip(),
    )
    kind = Clearance.Kind.CANCELLATION
    clearance.hand_down(cleared, page, kind=kind, decision=decision, digest=digest)
    revision.publish(user=user, skip_permission_checks=True)
    return decision


def _repeat(draft: Revision, uid: UUID, status: str) -> Revision:
    """The same in a draft, which stays its last editor's: nobody approves their own words because
    somebody else cancelled a date. One that has no such date is the latest again all the same."""
    content = draft.as_object()
    if uid in occurrences_of(content):
        set_status(content, uid, status)
    revision: Revision = content.save_revision(user=draft.user, clean=False)
    return revision


def _repeat_scheduled(scheduled: Revision, uid: UUID, status: str, decision: Decision) -> None:
    """What goes live later says the same then: publishing forgets what was scheduled."""
    moment = scheduled.approved_go_live_at  # as it was read, before it was forgotten
    cleared = clearance.standing(scheduled.as_object())
    revision = _repeat(scheduled, uid, status)
    if cleared is not None:
        kind = Clearance.Kind.CANCELLATION
        clearance.hand_down(cleared, revision.as_object(), kind=kind, decision=decision)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)
