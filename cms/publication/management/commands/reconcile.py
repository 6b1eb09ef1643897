"""`manage.py reconcile [--repair]`: is what the API serves what the pages say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.publication import stale
from cms.publication.reconcile import differences, drain


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
            self.stdout.write(_("%(count)s pages wait to be built again.") % {"count": waiting})
        self._sum_up(found, lasting, repair)

    def _sum_up(self, found: int, lasting: int, repair: bool) -> None:
        if not found:
            self.stdout.write(_("Nothing differs."))
            return
        if not repair:
            raise CommandError(
                _("%(count)s differences; run again with --repair to mend them.") % {"count": found}
            )
        told = _("%(count)s differences repaired.") % {"count": found - lasting}
        if lasting:
            left = _("%(count)s pages cannot be built and are tried again later.")
            raise CommandError(f"{told} {left % {'count': lasting}}")
        self.stdout.write(told)
