"""`manage.py found_site`: the first pages of an empty system."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms.publication.founding import found_site


class Command(BaseCommand):
    help = "Plant a home per language with its sections, and name the site. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hostname", default="localhost", help="The site's host name.")

    def handle(self, *args: Any, **options: Any) -> None:
        made = found_site(options["hostname"])
        for path in made:
            self.stdout.write(path)
        if not made:
            self.stdout.write(_("The tree stands already."))
