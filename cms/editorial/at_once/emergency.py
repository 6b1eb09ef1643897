"""Publishing without approvals, by who holds the permission, for a reason that is told.

A head moderator who did not do it looks afterwards: it is confirmed, or taken down.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial import policies
from cms.editorial.facts import facts_of
from cms.editorial.models.submissions import Submission
from cms.editorial.notices import telling
from cms.editorial.workflow import steps
from cms.publication import clearance
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

PUBLISHED, CONFIRMED = "published_in_emergency", "emergency_confirmed"
# It is public no more, whoever saw to that.
DOWN = ("taken_down", "withdrawn_from_portal", "unpublished", "expired")

# What the authors of what was in review are told.
IN_EMERGENCY = gettext_lazy("It was published in an emergency:")


def publish_emergency(*, page: Page, user: Any, reason: str) -> Decision:
    """Make the page's latest revision public now. Raises PermissionDenied; ValidationError keyed
    by field: without a reason, and where the page itself is not fit to be public."""
    with publishing():
        page = steps.locked(page)
        if not policies.may_publish_emergency(user, page):
            raise PermissionDenied
        if not reason.strip():
            raise steps.wrong("reason", _("Say why it cannot wait."), "required")
        revision = _now(page, user)
        content = revision.as_object()
        digest = content_digest(content)
        submission = policies.submission_of(page)
        decision = record(
            act=PUBLISHED,
            actor=user,
            page=page,
            title=content.title,
            revision=revision,
            digest=digest,
            institution_id=facts_of(page).institution_id,
            public_text=reason.strip(),
        )
        if submission is not None:
            steps.end(submission, Submission.Status.WITHDRAWN, user)
            telling.told_withdrawn(submission, format_lazy("{} {}", IN_EMERGENCY, reason), by=user)
        clearance.grant(content, kind=Clearance.Kind.EMERGENCY, decision=decision, digest=digest)
        revision.publish(user=user, skip_permission_checks=True)
        telling.told_emergency(page, user, reason)
        return decision


def confirm_emergency(*, decision: Decision, user: Any, note: str = "") -> Decision:
    """A head moderator finds that it may stay. Raises PermissionDenied to who published it."""
    with publishing():
        lock_pages([decision.page_id or 0])
        if not user.is_active or not user.has_perm(policies.ASSIGN):
            raise PermissionDenied
        if decision.actor_id == user.pk:
            raise PermissionDenied(_("Nobody confirms what they published themselves."))
        if decision.act != PUBLISHED or not emergencies([decision])[0].waits:
            raise ValidationError(_("It is settled already."), code="settled")
        page = Page.objects.filter(pk=decision.page_id).first()
        return record(
            act=CONFIRMED,
            actor=user,
            page=page,
            title=decision.title,
            revision=decision.revision_id,
            digest=decision.digest,
            institution_id=decision.institution_id,
            data={"confirms": str(decision.pk)},
            private_note=note,
        )


def confirmed_of(page_id: int) -> set[UUID]:
    """The emergency publications of a page that somebody has found may stay."""
    confirmed = Decision.objects.filter(page_id=page_id, act=CONFIRMED)
    return {UUID(one.data["confirms"]) for one in confirmed}


@dataclass(frozen=True)
class Emergency:
    """An emergency publication, and the decision that settled it, if one has. `stands`: it is
    public on that word alone; else another version is, or it had its approvals."""

    published: Decision
    settled: Decision | None
    stands: bool

    @property
    def waits(self) -> bool:
        """For a head moderator who looks."""
        return self.settled is None and self.stands


def emergencies(published: list[Decision]) -> list[Emergency]:
    """These publications with what settled them, in two queries."""
    found = _settlements(published)
    rows = Clearance.objects.filter(page_id__in={one.page_id for one in published})
    by_word = rows.filter(decision__in=[one.pk for one in published], revoked_at=None)
    standing = set(by_word.values_list("decision", flat=True))
    return [Emergency(one, found.get(one.pk), one.pk in standing) for one in published]


def _settlements(published: list[Decision]) -> dict[Any, Decision]:
    later = Decision.objects.filter(
        act__in=[CONFIRMED, *DOWN], page_id__in={one.page_id for one in published}
    )
    settled: dict[Any, Decision] = {}
    for one in sorted(later, key=lambda decision: decision.at):
        for was in published:
            if was.page_id == one.page_id and was.at <= one.at and _about(was, one):
                settled.setdefault(was.pk, one)
    return settled


def _about(was: Decision, one: Decision) -> bool:
    return one.act in DOWN or one.data.get("confirms") == str(was.pk)


def _now(page: Page, user: Any) -> Any:
    """The revision that goes live: without a time to wait for."""
    draft = page.get_latest_revision_as_object()
    if page.latest_revision_id is None:
        return page.save_revision(user=user)
    if draft.go_live_at is not None and draft.go_live_at > clock.now():
        draft.go_live_at = None
        return draft.save_revision(user=user)
    return page.get_latest_revision()
