"""Everything that changes what is public, drawn by dice and done as people, commands and worker do.

`OPERATIONS` names each: a function that takes the day it works on, and about how many statements
it takes, so that a moment of death can be drawn that is likely to lie within.
"""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from wagtail.models import Page

from cms.accounts.models import User
from cms.core import clock
from cms.editorial.scheduling import run_whole_schedule
from cms.publication.copies import stale
from cms.publication.copies.due import project_due
from cms.publication.copies.projector import project_stale
from cms.publication.models import PublishedBody, PublishedDocument
from content_pages.models import InstitutionPage, ItemPage
from tests.authoring.conftest import written
from tests.factories import ItemFactory, rights_window
from tests.factories.clearing import clear, go_live

# More than a batch of an import (40), so that one can die between two batches.
LINES = 43
CHANGED_LINES = 5


@dataclass
class Day:
    """What an operation works with: dice, a moment that stands for now, a folder for its files."""

    dice: random.Random
    moment: datetime
    folder: Path

    def one_of(self, pages: QuerySet[Any]) -> Any:
        """One of these pages, as its own type; None when there is none."""
        found = list(pages.order_by("pk").values_list("pk", flat=True))
        return Page.objects.get(pk=self.dice.choice(found)).specific if found else None

    def live_item(self) -> Any:
        """One of the live items; where the dice have left none, one goes live first."""
        if not ItemPage.objects.live().exists():
            publish(self)
        return self.one_of(ItemPage.objects.live())

    def words(self) -> str:
        return f"Pièce {self.dice.randrange(10**9)}"


def publish(day: Day) -> None:
    if page := day.one_of(ItemPage.objects.all()):
        page.title = day.words()
        go_live(page)
    else:
        create(day)


def unpublish(day: Day) -> None:
    if page := day.one_of(ItemPage.objects.live()):
        page.unpublish()


def rename(day: Day) -> None:
    """An item's address changes, and with it the answer at the one before."""
    page = day.live_item()
    page.slug = f"piece-{day.dice.randrange(10**9)}"
    go_live(page)


def rename_subtree(day: Day) -> None:
    """An institution's, and so that of every item below it."""
    page = day.one_of(InstitutionPage.objects.live())
    page.title, page.slug = day.words(), f"musee-{day.dice.randrange(10**9)}"
    go_live(page)


def move(day: Day) -> None:
    page = day.one_of(ItemPage.objects.all())
    elsewhere = InstitutionPage.objects.exclude(pk=page.get_parent().pk)
    page.move(day.one_of(elsewhere), pos="last-child")


def delete(day: Day) -> None:
    day.one_of(ItemPage.objects.all()).delete()


def create(day: Day) -> None:
    ItemFactory(
        published=True,
        parent=day.one_of(InstitutionPage.objects.all()),
        title=day.words(),
        slug=f"piece-{day.dice.randrange(10**9)}",
    )


def make_private(day: Day) -> None:
    """An item, or an institution with all of its items."""
    model = day.dice.choice([ItemPage, InstitutionPage])
    _set_privacy(day.one_of(model.objects.live()), "login")


def make_public(day: Day) -> None:
    """What is private is shown to everybody again."""
    private = Page.objects.filter(view_restrictions__isnull=False)
    if not private:
        make_private(day)
    _set_privacy(day.one_of(private.all()), "none")


def _set_privacy(page: Page, restriction: str) -> None:
    client = Client()
    client.force_login(User.objects.get(is_superuser=True))
    sent = {"restriction_type": restriction, "password": "", "groups": []}
    answer = client.post(f"/admin/pages/{page.pk}/privacy/", sent)
    assert answer.status_code == 200, answer.content
    assert page.get_view_restrictions().filter(page=page).exists() == (restriction != "none")


def import_file(day: Day) -> None:
    """A file most of whose lines were imported before."""
    changed = day.dice.sample(range(LINES), CHANGED_LINES)
    lines = [{"titre": day.words() if n in changed else f"Ligne {n}"} for n in range(LINES)]
    file = day.folder / "lines.csv"
    file.write_bytes(written(*lines))
    call_command("import_items", file, mapping="culture_gouv", publish=True, stdout=io.StringIO())


def fall_due(day: Day) -> None:
    """A rights window closes, or opens, while nobody does anything."""
    page = day.live_item()
    soon, late = day.moment + timedelta(minutes=10), day.moment + timedelta(days=3)
    page.rights_windows = [rights_window(*day.dice.choice([(None, soon), (soon, late)]))]
    go_live(page)
    set_clock(soon)
    while project_due():
        continue


def moment_comes(day: Day) -> None:
    """A draft's moment has come."""
    page = day.one_of(ItemPage.objects.all())
    page.title = day.words()
    draft = page.save_revision()
    draft.approved_go_live_at = day.moment - timedelta(minutes=1)
    draft.save()
    clear(draft.as_object())
    assert run_whole_schedule().refused == []


def expire(day: Day) -> None:
    """A page's last moment is over."""
    if page := day.one_of(ItemPage.objects.live()):
        Page.objects.filter(pk=page.pk).update(expire_at=day.moment - timedelta(minutes=1))
        assert run_whole_schedule().refused == []


def rebuild_stale(day: Day) -> None:
    """The worker rebuilds what waits."""
    stale.queue(PublishedDocument.objects.order_by("page_id").values_list("page_id", flat=True))
    PublishedDocument.objects.update(etag="")  # or nothing would be found to do
    while project_stale():
        continue


def repair(day: Day) -> None:
    """Something is spoilt behind everybody's back, and mended."""
    document = day.dice.choice(PublishedDocument.objects.order_by("pk"))
    if day.dice.random() < 0.5:
        PublishedBody.objects.filter(document=document).update(detail=b'{"title":"?"}')
    else:
        document.delete()
    call_command("reconcile", repair=True, stdout=io.StringIO())


def set_clock(moment: datetime) -> None:
    """It is this moment now, until it is set again."""
    clock.now = lambda: moment


OPERATIONS: dict[str, tuple[Callable[[Day], None], int]] = {
    "publish": (publish, 150),
    "unpublish": (unpublish, 55),
    "rename": (rename, 150),
    "rename subtree": (rename_subtree, 250),
    "move": (move, 95),
    "delete": (delete, 110),
    "create": (create, 170),
    "make private": (make_private, 100),
    "make public": (make_public, 180),
    "import": (import_file, 2500),
    "fall due": (fall_due, 170),
    "go live": (moment_comes, 180),
    "expire": (expire, 70),
    "rebuild stale": (rebuild_stale, 600),
    "repair": (repair, 600),
}


def carry_out(name: str, day: Day) -> None:
    """The operation of this name."""
    set_clock(day.moment)
    OPERATIONS[name][0](day)
