"""For a site that was public before approvals were kept: what is public now may stay so, and what
was scheduled by then may go live."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.core.batches import batches
from cms.publication.clearance import Authority, is_cleared
from cms.publication.documents.page_types import models
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Clear every page that is live or scheduled and was never cleared, as it is now, and as "
        "it is scheduled, on record of a user. Once, when a site gets its approvals: what nobody "
        "approved is cleared too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="who is on record for it: a superuser")
        parser.add_argument("--reason", required=True, help="why; it is kept in the audit log")
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(
        self, *args: Any, user: str, reason: str, dry_run: bool = False, **options: Any
    ) -> None:
        person = User.objects.filter(username=user, is_active=True, is_superuser=True).first()
        if person is None:
            raise CommandError(_("There is no active superuser “%(name)s”.") % {"name": user})
        if not reason.strip():
            raise CommandError(_("Give a reason."))
        authority = Authority(
            Clearance.Kind.INHERITED, "cleared_as_public", person, {"reason": reason}
        )
        cleared: set[int] = set()
        for some in batches(_unknown(), AT_ONCE):
            with publishing():
                for page in Page.objects.filter(pk__in=some).specific():
                    for content, revision in _going_public(page):
                        if not is_cleared(content):
                            cleared.add(page.pk)
                            if not dry_run:
                                authority.clear(content, revision=revision)
        number = len(cleared)
        would = ngettext(
            "%(number)d page would be cleared.", "%(number)d pages would be cleared.", number
        )
        did = ngettext("%(number)d page was cleared.", "%(number)d pages were cleared.", number)
        self.stdout.write((would if dry_run else did) % {"number": number})


def _unknown() -> list[int]:
    """Pages that are public, or will be, of which nothing was ever cleared."""
    known = set(Clearance.objects.values_list("page_id", flat=True).distinct())
    going_public = Q(live=True) | Q(_revisions__approved_go_live_at__isnull=False)
    pages = Page.objects.filter(going_public, alias_of=None).type(tuple(models()))
    return [
        pk for pk in pages.order_by("pk").distinct().values_list("pk", flat=True) if pk not in known
    ]


def _going_public(page: Page) -> Iterator[tuple[Page, Revision | None]]:
    if page.live:
        yield page, page.live_revision
    if scheduled := page.scheduled_revision:
        yield scheduled.as_object(), scheduled
