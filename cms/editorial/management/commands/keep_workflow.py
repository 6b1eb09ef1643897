"""Puts the whole tree under a workflow whose approvals are bound to content, and notes what its
versions say and refer to. Part of a release."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext
from wagtail.models import Revision

from cms.editorial.workflow.founding import keep_workflow
from cms.publication.version_notes import note_missing


class Command(BaseCommand):
    help = (
        "Put the whole tree under a workflow of our stages where none applies, and such stages in "
        "the place of Wagtail's group tasks; reviews under way there begin anew. Then note what "
        "versions say and refer to of which that is not known yet."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        told = keep_workflow()
        if number := note_missing(Revision.page_revisions.all()):
            noted = ngettext("%(number)d version noted", "%(number)d versions noted", number)
            told.append(noted % {"number": number})
        for line in told or ["Nothing to do."]:
            self.stdout.write(line)
