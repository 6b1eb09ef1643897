"""`manage.py reconcile [--repair]`: is what the API serves what the pages say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.publication.copies import stale
from cms.publication.reconciliation.reconcile import differences, drain


class Command(BaseCommand):
    help = "Compare live pages, published copies and the change log; name every difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        repair = options["repair"]
        if repair:
            drain()
        found = lasting = 0
        for difference in differences(repair=repair):
            found += 1
            lasting += difference.lasting
            self.stdout.write(str(difference))
        if repair:
            drain()
        elif waiting := stale.waiting():
            self.stdout.write(
                ngettext(
                    "%(count)s page waits to be built again.",
                    "%(count)s pages wait to be built again.",
                    waiting,
                )
                % {"count": waiting}
            )
        self._sum_up(found, lasting, repair)

    def _sum_up(self, found: int, lasting: int, repair: bool) -> None:
        if not found:
            self.stdout.write(_("Nothing differs."))
            return
        if not repair:
            differences_found = ngettext(
                "%(count)s difference; run again with --repair to mend it.",
                "%(count)s differences; run again with --repair to mend them.",
                found,
            )
            raise CommandError(differences_found % {"count": found})
        mended = found - lasting
        told = ngettext(
            "%(count)s difference repaired.", "%(count)s differences repaired.", mended
        ) % {"count": mended}
        if lasting:
            left = ngettext(
                "%(count)s is left, which cannot be mended here.",
                "%(count)s are left, which cannot be mended here.",
                lasting,
            )
            raise CommandError(f"{told} {left % {'count': lasting}}")
        self.stdout.write(told)
