"""Questions about releases."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet
from wagtail.models import Page, Revision

from cms.core import clock
from cms.editorial.models.releases import WAITING_FOR_MOMENT, Release, ReleaseMember


def open_membership(page_id: int) -> ReleaseMember | None:
    """The page's place in the release it waits for, if it is in one."""
    return (
        ReleaseMember.objects.filter(page_id=page_id, is_open=True)
        .select_related("release")
        .first()
    )


def in_tree_order(release: Release) -> "QuerySet[ReleaseMember]":
    """Its pages, those above before those below."""
    return release.members.select_related("page__locale", "page__content_type").order_by(
        "page__path"
    )


def due() -> "QuerySet[Release]":
    """Those whose moment has come."""
    return Release.objects.filter(status__in=WAITING_FOR_MOMENT, go_live_at__lte=clock.now())


def to_try() -> "QuerySet[Release]":
    """Those that are due, without those that failed and are to be tried later; oldest first."""
    later = Q(status=Release.Status.FAILED, retry_at__gt=clock.now())
    return due().exclude(later).order_by("go_live_at", "pk")


def overdue() -> tuple[int, datetime | None]:
    """How many are due and have not failed; since when the oldest is."""
    waiting = due().filter(status=Release.Status.SCHEDULED)
    since: datetime | None = waiting.aggregate(oldest=Min("go_live_at"))["oldest"]
    return waiting.count(), since


def failing() -> "QuerySet[Release]":
    """Those that failed when they were last tried."""
    return Release.objects.filter(status=Release.Status.FAILED)


def count_failing() -> int:
    return failing().count()


def others_of(page: Page) -> "QuerySet[ReleaseMember]":
    """Every release the page is or was in, the newest first."""
    return page.release_members.select_related("release").order_by("-pk")


def would_come_back(page: Page) -> "QuerySet[Revision]":
    """What releases have replaced by what is public of the page, and would by being rolled back."""
    replacing = ReleaseMember.objects.filter(page=page, revision=page.live_revision_id)
    still = replacing.exclude(release__status=Release.Status.ROLLED_BACK)
    return Revision.objects.filter(pk__in=still.values("former"))
