"""Puts the whole tree under a workflow whose approvals are bound to content. Part of a release."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.editorial.workflow.founding import keep_workflow


class Command(BaseCommand):
    help = (
        "Put the whole tree under a workflow of our stages where none applies, and such stages in "
        "the place of Wagtail's group tasks; reviews under way there begin anew."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        told = keep_workflow()
        for line in told or ["Nothing to do."]:
            self.stdout.write(line)
