"""What people do with a release. The admin, other rooms and the worker all come here.

Each is one transaction: who may, whether the release is where it can be done, the change, a row in
the audit log. `PermissionDenied` says that this person may not; `ValidationError`, keyed by field,
what is wrong. Pages are locked before the release (ADR 0006): of two who decide at once the second
sees what the first has decided.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial.models.releases import OPEN, WAITING_FOR_MOMENT, Release, ReleaseMember
from cms.editorial.releases.blocking import dry_run, require_open
from cms.editorial.releases.going_live import forget_own_moment, go_live, restore
from cms.editorial.releases.holding import held, held_row
from cms.editorial.releases.policies import require_keeper, require_publisher
from cms.publication.clearance import before_publishing
from cms.publication.unit_of_work import publishing

Status = Release.Status


def create(*, title: str, user: Any, note: str = "", pages: Sequence[Page] = ()) -> Release:
    """A new release, with these pages. Raises PermissionDenied; ValidationError, by field."""
    with publishing():
        require_keeper(user)
        release = Release(title=title.strip(), note=note, made_by=user)
        _check_words(release)
        release.save()
        _record("release_made", user, release)
        if pages:
            add(release=release, pages=pages, user=user)
        return release


def describe(*, release: Release, user: Any, title: str, note: str) -> Release:
    """Another title and note; of any release, since they say nothing of what is public."""
    with publishing():
        require_keeper(user)
        release = held_row(release)
        release.title, release.note = title.strip(), note
        _check_words(release)
        release.save(update_fields=["title", "note", "updated_at"])
        return release


def add(*, release: Release, pages: Iterable[Page], user: Any) -> int:
    """Put pages into a draft release, named twice or not; returns how many were not in it yet.

    Raises ValidationError where one waits for another release, or mirrors another page.
    """
    pages = list({page.pk: page for page in pages}.values())
    with publishing():
        require_publisher(user, pages)
        release = held_row(release)
        _require(release, (Status.DRAFT,))
        known = set(release.members.values_list("page_id", flat=True))
        fresh = [page for page in pages if page.pk not in known]
        _require_free(fresh)
        ReleaseMember.objects.bulk_create(
            ReleaseMember(release=release, page_id=page.pk) for page in fresh
        )
        if fresh:
            _record("release_changed", user, release, added=[page.pk for page in fresh])
        return len(fresh)


def remove(*, release: Release, pages: Iterable[Page], user: Any) -> int:
    """Take pages out of a draft release; returns how many."""
    page_ids = [page.pk for page in pages]
    with publishing():
        require_keeper(user)
        release = held_row(release)
        _require(release, (Status.DRAFT,))
        count, _rows = release.members.filter(page_id__in=page_ids).delete()
        if count:
            _record("release_changed", user, release, removed=page_ids)
        return count


def use_latest(*, release: Release, pages: Iterable[Page], user: Any) -> int:
    """Let these pages go live as they are drafted now, not as they were approved before."""
    with publishing():
        require_keeper(user)
        release = held_row(release)
        _require(release, (Status.DRAFT,))
        chosen = release.members.filter(page_id__in=[page.pk for page in pages])
        return chosen.exclude(revision=None).update(revision=None)


def delete(*, release: Release, user: Any) -> None:
    """Raises ValidationError for one that was ever more than a draft: it is history."""
    with publishing():
        require_keeper(user)
        release = held_row(release)
        _require(release, (Status.DRAFT,))
        _record("release_deleted", user, release)
        release.delete()


def schedule(*, release: Release, at: datetime, user: Any) -> Decision:
    """Have it go live at `at`, as its pages are now or are approved until then.

    Raises Blocked, a ValidationError, with every page that could not.
    """
    with publishing():
        release = held(release)
        _require(release, OPEN)
        _require_future(at)
        candidates = dry_run(release, user, at=at)
        require_publisher(user, [one.page for one in candidates])
        _require_pages(candidates)
        require_open(candidates)
        for one in candidates:
            if one.revision is not None:
                forget_own_moment(one.revision)
                content = one.revision.as_object()
                before_publishing(content, one.revision, user)
                one.member.revision = one.revision
        ReleaseMember.objects.bulk_update([one.member for one in candidates], ["revision"])
        release.status, release.go_live_at, release.scheduled_by = Status.SCHEDULED, at, user
        _begin_anew(release)
        release.save()
        return _record("release_scheduled", user, release, go_live_at=at)


def unschedule(*, release: Release, user: Any) -> Decision:
    """Take it back from its moment: a draft again."""
    with publishing():
        require_keeper(user)
        release = held_row(release)
        _require(release, WAITING_FOR_MOMENT)
        was_due = release.go_live_at
        release.status, release.go_live_at, release.scheduled_by = Status.DRAFT, None, None
        _begin_anew(release)
        release.save()
        return _record("release_unscheduled", user, release, go_live_at=was_due)


def try_again(*, release: Release, user: Any) -> None:
    """One that failed at its moment is tried at the worker's next turn."""
    with publishing():
        require_keeper(user)
        release = held_row(release)
        _require(release, (Status.FAILED,))
        release.retry_at = clock.now()
        release.save(update_fields=["retry_at", "updated_at"])


def publish(*, release: Release, user: Any) -> Decision:
    """All its pages go live now, in the transaction in progress, or none of them does.

    Raises PermissionDenied; Blocked, a ValidationError, with every page that is kept from it.
    """
    with publishing():
        release = held(release)
        _require(release, OPEN)
        candidates = dry_run(release, user)
        require_publisher(user, [one.page for one in candidates])
        _require_pages(candidates)
        require_open(candidates)
        return go_live(release, candidates, user)


def roll_back(*, release: Release, user: Any, reason: str = "") -> Decision:
    """What was public before is public again; what was not is taken down. One step, all or nothing.

    A page that was published again or taken down since is left as it is: somebody decided so
    later. Raises ValidationError where a former version is gone or may not be public any more.
    """
    with publishing():
        release = held(release)
        _require(release, (Status.LIVE,))
        require_publisher(user, [member.page for member in release.members.select_related("page")])
        return restore(release, user, reason)


def _check_words(release: Release) -> None:
    said = {"title", "note"}
    release.clean_fields(exclude={field.name for field in release._meta.fields} - said)


def _require(release: Release, statuses: Iterable[str]) -> None:
    if release.status not in statuses:
        told = _("This release is “%(status)s”: that cannot be done with it now.")
        raise ValidationError(told % {"status": release.get_status_display()}, code="status")


def _require_future(at: datetime) -> None:
    if at <= clock.now():
        told = ValidationError(_("This moment is over."), code="past")
        raise ValidationError({"go_live_at": told})


def _require_pages(candidates: Sequence[Any]) -> None:
    if not candidates:
        raise ValidationError(_("There is no page in this release."), code="empty")


def _require_free(pages: list[Page]) -> None:
    taken = ReleaseMember.objects.filter(page__in=pages, is_open=True).select_related(
        "release", "page"
    )
    said = [
        _("“%(page)s” waits for the release “%(release)s”.")
        % {"page": one.page.get_admin_display_title(), "release": one.release}
        for one in taken
    ]
    said += [
        _("“%(page)s” mirrors another page and goes live with that.")
        % {"page": page.get_admin_display_title()}
        for page in pages
        if page.alias_of_id is not None
    ]
    if said:
        raise ValidationError([ValidationError(one, code="taken") for one in said])


def _begin_anew(release: Release) -> None:
    """What failed before was another moment's affair."""
    release.attempts, release.error, release.failed_since = 0, "", None
    release.tried_at, release.retry_at = None, clock.now()


def _record(act: str, user: Any, release: Release, **data: Any) -> Decision:
    said = {"release": release.pk, **data}
    return record(act=act, actor=user, title=release.title, data=said)
