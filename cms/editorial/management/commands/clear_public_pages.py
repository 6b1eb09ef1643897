"""For a site that was public before approvals were kept: what is public now may stay so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.accounts.models import User
from cms.core.batches import batches
from cms.publication.clearance import Authority, uncleared
from cms.publication.documents.page_types import models
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Clear every page that is live and was never cleared, as it is now, on record of a user. "
        "Once, when a site gets its approvals: what nobody approved is cleared too."
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
        number = 0
        known = set(Clearance.objects.values_list("page_id", flat=True).distinct())
        live = Page.objects.filter(live=True, alias_of=None).type(tuple(models())).order_by("pk")
        wanted = [pk for pk in live.values_list("pk", flat=True) if pk not in known]
        for some in batches(wanted, AT_ONCE):
            with publishing():
                for page in uncleared(Page.objects.filter(pk__in=some, live=True).specific()):
                    number += 1
                    if not dry_run:
                        authority.clear(page, revision=page.live_revision)
        would = ngettext(
            "%(number)d page would be cleared.", "%(number)d pages would be cleared.", number
        )
        did = ngettext("%(number)d page was cleared.", "%(number)d pages were cleared.", number)
        self.stdout.write((would if dry_run else did) % {"number": number})
