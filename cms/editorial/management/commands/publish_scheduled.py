"""`manage.py publish_scheduled`, in place of Wagtail's: one failing page stops no other."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.editorial.releases.due import run_all_releases
from cms.editorial.scheduling import run_whole_schedule


class Command(BaseCommand):
    help = "Publish what is due and take down what has expired, item by item, and due releases."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = run_whole_schedule()
        for title in outcome.expired:
            self.stdout.write(_("expired: %(title)s") % {"title": title})
        for title in outcome.published:
            self.stdout.write(_("published: %(title)s") % {"title": title})
        released, kept_back = run_all_releases()
        for title in released:
            self.stdout.write(_("release published: %(title)s") % {"title": title})
        if refused := [*outcome.refused, *kept_back]:
            raise CommandError("\n".join(f"{name}: {reason}" for name, reason in refused))
