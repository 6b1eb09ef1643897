"""`manage.py reconcile [--repair]`: is what the API serves what the pages say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.publication.reconcile import differences, drain


class Command(BaseCommand):
    help = "Compare live pages, published copies and the change log; name every difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            drain()
        found = 0
        for difference in differences():
            found += 1
            self.stdout.write(str(difference))
            if options["repair"]:
                difference.mend()
        if not found:
            self.stdout.write(_("Nothing differs."))
        elif options["repair"]:
            drain()
            self.stdout.write(_("%(count)s differences repaired.") % {"count": found})
        else:
            raise CommandError(
                _("%(count)s differences; run again with --repair to mend them.") % {"count": found}
            )
