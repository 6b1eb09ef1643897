"""`manage.py roles`: who does what, as a table in Markdown; docs/roles.md holds the English one."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.accounts.roles import markdown


class Command(BaseCommand):
    help = "Print the table of roles and actions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown())
