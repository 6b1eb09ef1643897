"""`manage.py keep_rights`: who holds which rights, as the table of roles and the records say."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.accounts.groups import keep_portal_groups
from cms.institutions.inspections import institutions_rights
from cms.publication.reconciliation.reconcile import differences_of


class Command(BaseCommand):
    help = (
        "Give the portal's groups and every institution's members the rights they should have."
        " Part of a release; safe to repeat, also while people work."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = keep_portal_groups()
        found += [str(one) for one in differences_of(institutions_rights, repair=True)]
        for one in found:
            self.stdout.write(one)
        if not found:
            self.stdout.write(_("Everybody has the rights they should have."))
