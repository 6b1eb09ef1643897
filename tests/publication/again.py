"""A process that does one thing again and again: `python -m tests.publication.again WHAT …`.

It says `ready`, and goes on until it is sent SIGTERM; then it finishes its round and says how many
it did. What it finds out of order it prints, or dies of.
"""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()  # before models: this module is a program of its own

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.translation import override  # noqa: E402
from wagtail.models import Page, Revision  # noqa: E402

from cms.accounts.models import User  # noqa: E402
from cms.core import clock  # noqa: E402
from cms.editorial.scheduling import run_whole_schedule  # noqa: E402
from cms.publication.copies.due import project_due  # noqa: E402
from cms.publication.copies.projector import project_stale  # noqa: E402
from cms.publication.log.change_log import hold  # noqa: E402
from cms.publication.models import DuePage  # noqa: E402


def reconcile(_round: int) -> None:
    with override("en"):
        call_command("reconcile", repair=True)


def due(_round: int) -> None:
    """As if the moment of every page had come."""
    with transaction.atomic():
        hold()
        DuePage.objects.update(at=clock.now())
    project_due()
    project_stale()


def schedule(_round: int, *page_ids: str) -> None:
    """As if the moment of the newest draft of each of these pages had come."""
    drafts = Page.objects.filter(pk__in=page_ids).values_list("latest_revision", flat=True)
    for draft in list(drafts):
        Revision.objects.filter(pk=draft).update(approved_go_live_at=clock.now())
    outcome = run_whole_schedule()
    assert outcome.refused == [], outcome.refused


def bring(number: int, *files: str) -> None:
    """One file after the other, which say different things of the same items."""
    file = Path(files[number % len(files)])
    with Path("/dev/null").open("w") as nowhere:
        call_command("import_items", file, mapping="culture_gouv", publish=True, stdout=nowhere)


def bulk(_round: int, action: str, *page_ids: str) -> None:
    """The bulk action of the admin on these pages."""
    client = Client()
    client.force_login(User.objects.get(username="bulk"))
    chosen = "&".join(f"id={page_id}" for page_id in page_ids)
    address = f"/admin/bulk/wagtailcore/page/{action}/?{chosen}&next=/admin/"
    answer = client.post(address, {"include_descendants": "on"})
    assert answer.status_code == 302, answer.status_code


WHAT: dict[str, Callable[..., Any]] = {
    "reconcile": reconcile,
    "due": due,
    "schedule": schedule,
    "import": bring,
    "bulk": bulk,
}


def main(what: str, *arguments: str) -> None:
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    rounds = 0
    while not stopped:
        WHAT[what](rounds, *arguments)
        rounds += 1
    sys.stdout.write(f"rounds {rounds}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
