"""Whatever is done and whenever its process is killed: all of it is there afterwards, or nothing.

What is done, and before which statement its process dies, is drawn from the run's seed and is the
same when it is drawn again. A process killed by the clock draws its delay too, but where that
falls in its work cannot be repeated exactly.
"""

import contextlib
import io
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from cms.authoring.models import ImportRun
from cms.publication.copies.due import project_due
from cms.publication.copies.projector import project_stale
from cms.publication.models import Change, ChangeNumber
from content_pages.models import ExternalReference
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.publication.follower import Follower, served
from tests.publication.operations import OPERATIONS
from tests.publication.processes import Process, complaints, start
from tests.seed import dice

pytestmark = pytest.mark.django_db(transaction=True)

# Each round is a day of its own, far from the days other tests live in.
FIRST_DAY = datetime(2031, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Process]:
    """The program whose processes are killed; three institutions to work on, one item private."""
    UserFactory(superuser=True)
    for _institution in range(3):
        parent = InstitutionFactory(published=True)
        for _item in range(3):
            item = ItemFactory(published=True, parent=parent)
    PageViewRestriction.objects.create(page=item, restriction_type=PageViewRestriction.LOGIN)
    started = start("-m", "tests.publication.killed", str(tmp_path))
    assert started.stdout.readline() == "ready\n", "\n".join(complaints([started]))
    yield started
    assert complaints([started]) == []


class Rounds:
    """Has processes work and die, one after the other, and looks at what each of them left."""

    def __init__(self, program: Process, client: Client, luck: random.Random) -> None:
        self.program, self.client, self.luck = program, client, luck
        self.follower = Follower(client)
        self.number = 0
        self.died_in: list[str] = []

    def next(self, victim: str | None, *, seconds: float = 0) -> None:
        """A round: `victim` dies before a statement; None is killed after so many seconds."""
        self.number += 1
        doing, exit_code = "", 0
        for what, words in self._told(victim):
            sys.stdout.write(f"round {self.number}: {what} {words}\n")  # shown when it fails
            self.follower.poll(self.luck.randint(1, 100))
            if what == "pid" and victim is None:
                time.sleep(seconds)
                os.kill(int(words), signal.SIGKILL)
            if what in {"begins", "ends"}:
                doing = words if what == "begins" else ""
            if what == "over":
                exit_code = int(words)
        assert exit_code in {0, -signal.SIGKILL}, "\n".join(complaints([self.program]))
        if exit_code:
            self.died_in.append(doing)
        self._look(spoilt=doing == "repair")

    def _told(self, victim: str | None) -> Iterator[tuple[str, str]]:
        told = {"round": self.number, "moment": self._at(hours=0).isoformat(), "victim": victim}
        self.program.stdin.write(json.dumps(told) + "\n")
        self.program.stdin.flush()
        for line in self.program.stdout:
            what, _, words = line.rstrip("\n").partition(" ")
            yield what, words
            if what == "over":
                return
        pytest.fail("\n".join(["the program itself is gone", *complaints([self.program])]))

    def _at(self, *, hours: int) -> datetime:
        return FIRST_DAY + timedelta(days=self.number, hours=hours)

    def _look(self, *, spoilt: bool) -> None:
        """`spoilt`: whoever spoilt a copy died before it was mended."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms.core.clock.now", lambda: self._at(hours=6))
            assert_private_is_private(self.client)  # before the worker has come round, too
            while project_due() or project_stale():
                continue
            if spoilt:
                reconcile(repair=True)
            assert reconcile() == "Nothing differs.\n"
            self.follower.catch_up(self.luck.randint(1, 100))
            assert_whole_log(self.follower)
            assert_whole_pages()
            assert_whole_imports()
            assert_private_is_private(self.client)


def reconcile(*, repair: bool = False) -> str:
    """What it prints, in English."""
    said = io.StringIO()
    with override("en"), contextlib.suppress(CommandError):  # the differences say it already
        call_command("reconcile", repair=repair, stdout=said)
    return said.getvalue()


def assert_whole_log(follower: Follower) -> None:
    """The follower was told every number once and in order, and holds what is served."""
    numbers = list(Change.objects.values_list("seq", flat=True))
    assert numbers == list(range(numbers[0], ChangeNumber.objects.get().value + 1))
    assert follower.numbers == numbers
    assert follower.mirror == served()


def assert_whole_pages() -> None:
    """The tree is sound, and what is live says what its live revision says."""
    assert Page.find_problems() == ([], [], [], [], [])
    for page in Page.objects.exclude(live_revision=None).select_related("live_revision"):
        said = page.live_revision.content
        assert page.live
        assert (page.title, page.slug) == (said["title"], said["slug"])
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"


def assert_whole_imports() -> None:
    """What an import counted is what it wrote."""
    runs = list(ImportRun.objects.all())
    assert sum(run.counts["created"] for run in runs) == ExternalReference.objects.count()
    assert [run.done for run in runs] == [
        sum(run.counts[outcome] for outcome in ("created", "updated", "unchanged", "rejected"))
        for run in runs
    ]


def assert_private_is_private(client: Client) -> None:
    for restriction in PageViewRestriction.objects.select_related("page"):
        for page in restriction.page.get_descendants(inclusive=True):
            answer = client.get("/api/v1/documents", {"ids": str(page.translation_key)})
            assert answer.json()["items"] == []


def test_killed_before_any_statement(program: Process, client: Client) -> None:
    luck = dice("killed before any statement")
    rounds = Rounds(program, client, luck)
    victims = luck.sample(list(OPERATIONS), len(OPERATIONS))
    for victim in victims:
        rounds.next(victim)
    # The rest outlived the statements they were to die before: they ended instead.
    assert len(rounds.died_in) > len(victims) / 2, rounds.died_in
    newcomer = Follower(client)
    newcomer.catch_up(luck.randint(1, 100))
    assert newcomer.numbers == rounds.follower.numbers
    assert newcomer.mirror == rounds.follower.mirror


def test_killed_at_any_moment(program: Process, client: Client) -> None:
    luck = dice("killed at any moment")
    rounds = Rounds(program, client, luck)
    for _round in range(4):
        rounds.next(None, seconds=luck.uniform(0.1, 3))
    assert len(rounds.died_in) == 4
    assert Change.objects.count() > 0
