"""A date is cancelled, postponed or moved online: the public knows at once, without a review.

Nothing else changes by it: what is public is published again with that one status, and what goes
live later, alone or with a release, and the draft get the same. Languages of the same page follow,
each by itself, public or not.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core.codes import code_list
from cms.editorial import policies
from cms.editorial.at_once.occurrences import occurrences_of, set_status
from cms.editorial.facts import facts_of
from cms.editorial.models.releases import ReleaseMember
from cms.editorial.workflow import steps
from cms.publication import clearance
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.models import Clearance
from cms.publication.revision_digests import SAYS_SINCE
from cms.publication.unit_of_work import publishing

# What a date may become without anybody's approval. Back to what was approved it may, too.
AT_ONCE = frozenset({"cancelled", "postponed", "moved_online"})


@dataclass(frozen=True)
class Change:
    """What is said of which date, by whom."""

    user: Any
    uid: UUID
    status: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """A decision for each language that says it now; the languages that do not, since nobody has
    approved what would be public of them."""

    decisions: list[Decision] = field(default_factory=list)
    left: list[Page] = field(default_factory=list)


class Unapproved(ValidationError):
    """What is public, or would be, was never approved. Nothing is written yet."""


@dataclass(frozen=True)
class Version:
    """What a page says, with the change: as it is public where there is no `revision`. `before`
    and `after` are its digests, `was` the date's status, `cleared` how it was before."""

    content: Page
    revision: Revision | None
    before: str
    after: str
    was: str
    cleared: Clearance | None


def cancel_occurrence(*, page: Page, user: Any, uid: UUID, status: str, note: str = "") -> Outcome:
    """Give the occurrence its new status, in every language of the page that has it.

    Raises PermissionDenied; ValidationError keyed by field for an unknown date or status, and
    where the result was never approved and is no cancellation.
    """
    if status not in code_list("occurrence_statuses"):
        raise steps.wrong("status", _("Unknown status “%(code)s”.") % {"code": status}, "code")
    change, outcome = Change(user, uid, status, note.strip()), Outcome()
    with publishing():
        languages = _languages(page)
        lock_pages(languages)
        page, *others = (Page.objects.get(pk=pk).specific for pk in languages)
        if not policies.may_cancel_occurrence(user, page):
            raise PermissionDenied
        if uid not in occurrences_of(page):
            raise steps.wrong("uid", _("It has no such date."), "unknown")
        outcome.decisions.append(_carry_out(page, change))
        for other in (one for one in others if _follows(one, change)):
            try:
                outcome.decisions.append(_carry_out(other, change))
            except Unapproved:
                outcome.left.append(other)
    return outcome


def _languages(page: Page) -> list[int]:
    """The page, then its translations by number."""
    others = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    return [page.pk, *others.exclude(pk=page.pk).order_by("pk").values_list("pk", flat=True)]


def _follows(page: Page, change: Change) -> bool:
    if not page.permissions_for_user(change.user).may_submit_here():
        return False
    contents = [page, *(one.as_object() for one in _later(page))]
    return any(change.uid in occurrences_of(one) for one in contents)


def _later(page: Page) -> list[Revision]:
    """The versions that go live by themselves or with a release, and the draft, which is last."""
    in_release = ReleaseMember.objects.filter(page_id=page.pk, is_open=True)
    waits = Q(approved_go_live_at__isnull=False) | Q(pk__in=in_release.values("revision"))
    found = page.revisions.filter(waits | Q(pk=page.latest_revision_id))
    return sorted(found, key=lambda one: (one.pk == page.latest_revision_id, one.pk))


def _carry_out(page: Page, change: Change) -> Decision:
    """Raises Unapproved, before anything is written."""
    public = _public(page, change)
    later = [_changed(one.as_object(), change, one) for one in _later(page)]
    if public and [one.before for one in later] == [public.before] and not _waits(later[0]):
        later = []  # the draft is what is public
    versions = [*([public] if public else []), *later]
    saved = [
        one.content.save_revision(
            user=one.revision.user if one.revision else change.user,
            clean=False,
            followed=one is not versions[-1],
        )
        for one in versions
    ]
    decision = _record(page, change, versions, saved)
    for one in versions:
        if one.cleared is not None:
            clearance.hand_down(
                one.cleared,
                one.content,
                kind=Clearance.Kind.CANCELLATION,
                decision=decision,
                digest=one.after,
            )
    if public:
        # As it is by now in the database: the draft that was saved since is its latest version.
        live = Revision.objects.get(pk=saved[0].pk)
        live.publish(user=change.user, skip_permission_checks=True)
    for one, revision in zip(versions, saved, strict=True):
        _wait_instead(one, revision)
    return decision


def _public(page: Page, change: Change) -> Version | None:
    """What is public, where it has the date. Raises Unapproved."""
    if not page.live or change.uid not in occurrences_of(page):
        return None
    version = _changed(page, change)
    if version.cleared is None:
        raise Unapproved(clearance.NOT_CLEARED, code="not_cleared")
    if occurrences_of(page)[change.uid].status != change.status:
        told = _("That was never approved: submit it for review.")
        raise Unapproved({"status": ValidationError(told, code="not_cleared")})
    return version


def _changed(content: Page, change: Change, revision: Revision | None = None) -> Version:
    """What was cleared becomes nothing that is not; what has no such date stays as it is."""
    before = after = content_digest(content)
    cleared = clearance.standing(content, before)
    showing = occurrences_of(content).get(change.uid)
    if showing is not None:
        set_status(content, change.uid, change.status)
        after = content_digest(content)
        if cleared and change.status not in AT_ONCE and not clearance.is_cleared(content, after):
            set_status(content, change.uid, showing.status)
            after = before
    return Version(content, revision, before, after, showing.status if showing else "", cleared)


def _waits(version: Version) -> bool:
    """For its moment, or with a release; what is public does not."""
    revision = version.revision
    if revision is None:
        return False
    in_release = ReleaseMember.objects.filter(revision=revision, is_open=True)
    return revision.approved_go_live_at is not None or in_release.exists()


def _record(page: Page, change: Change, versions: list[Version], saved: list[Revision]) -> Decision:
    """Of what is public, or else of the draft."""
    at = 0 if versions[0].revision is None else -1
    return record(
        act="cancelled",
        actor=change.user,
        page=page,
        revision=saved[at],
        digest=versions[at].after,
        institution_id=facts_of(page).institution_id,
        data={
            "occurrence": str(change.uid),
            "before": next(one.was for one in versions if one.was),
            "after": change.status,
            SAYS_SINCE: {one.before: one.after for one in versions},
        },
        public_text=change.note,
    )


def _wait_instead(version: Version, revision: Revision) -> None:
    """What goes live later says the same then."""
    former = version.revision
    if former is None:
        return
    if moment := former.approved_go_live_at:
        Revision.objects.filter(pk=former.pk).update(approved_go_live_at=None)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)
    members = ReleaseMember.objects.filter(revision=former, is_open=True)
    members.update(revision=revision)
