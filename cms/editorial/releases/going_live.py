"""How the pages of a release go live together, and how they go back. Locks are held by then."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial.facts import facts_of
from cms.editorial.models.releases import Release, ReleaseMember
from cms.editorial.notices import telling
from cms.editorial.releases.blocking import Candidate
from cms.editorial.releases.selectors import in_tree_order
from cms.publication.digest import content_digest

Outcome = ReleaseMember.Outcome
FORMER = ["revision", "was_live", "former"]


def go_live(release: Release, candidates: list[Candidate], user: Any) -> Decision:
    """Publish them, those above before those below, and remember what was public before."""
    members = [one.member for one in candidates]
    for one in candidates:
        _keep_former(one)
    # Known before anything goes live: what may come back stays cleared.
    ReleaseMember.objects.bulk_update(members, FORMER, batch_size=200)
    for one in candidates:
        one.member.is_open = False
        if one.is_public_already:
            one.member.outcome = Outcome.UNCHANGED
        else:
            _publish(one.page, one.revision, user, release)
            one.member.outcome = Outcome.PUBLISHED
            telling.told_live(one.page)
    ReleaseMember.objects.bulk_update(members, ["is_open", "outcome"], batch_size=200)
    due, release.status = release.go_live_at, Release.Status.LIVE
    release.went_live_at, release.error, release.attempts = clock.now(), "", 0
    release.save()
    data = {"release": release.pk, "due": due, "pages": [one.page.pk for one in candidates]}
    return record(act="release_published", actor=user, title=release.title, data=data)


def restore(release: Release, user: Any, reason: str) -> Decision:
    """Raises ValidationError, with every page of which no former version can be public."""
    members = list(in_tree_order(release).select_related("former"))
    pages = {page.pk: page for page in Page.objects.filter(release_members__in=members).specific()}
    _require_former(members)
    # Those below are taken down before those above them.
    for member in reversed(members):
        page = pages[member.page_id]
        if member.outcome == Outcome.UNCHANGED:
            continue
        if not page.live or page.live_revision_id != member.revision_id:
            member.outcome = Outcome.LEFT
        elif not member.was_live:
            _take_down(page, user, release, reason)
            member.outcome = Outcome.TAKEN_DOWN
            telling.told_taken_back(page, release.title, reason, live=False)
    for member in members:
        if member.outcome == Outcome.PUBLISHED and member.former is not None:
            member.former.content_object = pages[member.page_id]
            _publish(pages[member.page_id], member.former, user, release)
            member.outcome = Outcome.RESTORED
            telling.told_taken_back(pages[member.page_id], release.title, reason, live=True)
    ReleaseMember.objects.bulk_update(members, ["outcome"], batch_size=200)
    release.status, release.rolled_back_at = Release.Status.ROLLED_BACK, clock.now()
    release.save()
    outcomes = {str(one.page_id): one.outcome for one in members}
    return record(
        act="release_rolled_back",
        actor=user,
        title=release.title,
        data={"release": release.pk, "pages": outcomes},
        public_text=reason,
    )


def forget_own_moment(revision: Revision) -> None:
    """In a release it goes live with the others, not when it once was to by itself."""
    if revision.content.get("go_live_at"):
        revision.content["go_live_at"] = None
        revision.save(update_fields=["content"])


def _publish(page: Page, revision: Revision | None, user: Any, release: Release) -> None:
    assert revision is not None
    forget_own_moment(revision)
    page.publish(revision, user=user, skip_permission_checks=True)
    record(
        act="published",
        actor=user,
        page=page,
        revision=revision,
        digest=page.published_digest,
        institution_id=facts_of(page).institution_id,
        data={"release": release.pk},
        title=revision.object_str,
    )


def _take_down(page: Page, user: Any, release: Release, reason: str) -> None:
    page.unpublish(user=user)
    record(
        act="taken_back",
        actor=user,
        page=page,
        digest=content_digest(page),
        institution_id=facts_of(page).institution_id,
        data={"release": release.pk},
        public_text=reason,
    )


def _keep_former(candidate: Candidate) -> None:
    """The version to go back to; of a page a script made live, what it says is kept as one."""
    page, member = candidate.page, candidate.member
    member.was_live, member.revision = page.live, candidate.revision
    member.former_id = page.live_revision_id
    if page.live and page.live_revision_id is None:
        before = page.last_published_at or page.first_published_at or clock.now()
        member.former = Revision.objects.create(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            content=page.serializable_data(),
            object_str=str(page),
            # Older than every draft of it, which stays the latest.
            created_at=min(before, clock.now() - timedelta(seconds=1)),
        )


def _require_former(members: list[ReleaseMember]) -> None:
    gone = [
        _("“%(page)s”: its former version is gone.") % {"page": one.page.get_admin_display_title()}
        for one in members
        if one.outcome == Outcome.PUBLISHED and one.was_live and one.former is None
    ]
    if gone:
        raise ValidationError([ValidationError(told, code="former_gone") for told in gone])
