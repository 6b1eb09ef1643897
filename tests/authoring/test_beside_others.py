"""Imports beside people at work, and imports that are cut short: real processes, one database."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cms.accounts.tokens import IMPORT_SCOPE
from cms.authoring.importing import BATCH
from cms.authoring.models import ImportRun
from cms.core import clock
from cms.publication.models import Change, PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.authoring.conftest import System, written
from tests.factories import NewsFactory, UserFactory
from tests.publication.processes import database_url
from tests.worker.processes import HANG_GUARD, until, worker

pytestmark = pytest.mark.django_db(transaction=True)

# Institutions come again after batches; one line in twenty cannot be read.
LINES = [
    {
        "titre": "" if n % 20 == 7 else f"Visite {n // 2}",
        "org_nom": f"Musée {n % 13}",
        "commune": f"Ville {n % 13}",
    }
    for n in range(4 * BATCH)
]
FILE = written(*LINES)
REJECTED = sum(not line["titre"] for line in LINES)
CREATED = len(LINES) - REJECTED


@pytest.fixture
def operator() -> System:
    return System(UserFactory(group="Operators"), [IMPORT_SCOPE])


@pytest.fixture
def other_writer() -> Iterator[sqlite3.Connection]:
    """Somebody else who writes to the same file."""
    other = sqlite3.connect(
        connection.settings_dict["NAME"], isolation_level=None, timeout=HANG_GUARD
    )
    yield other
    other.close()


IMPORT = (sys.executable, "manage.py", "import_items", "--mapping", "culture_gouv", "--publish")


def has_ended(state: dict[str, Any]) -> bool:
    return state["state"] not in {"queued", "running"}


def is_half_way(operator: System, address: str) -> Callable[[], bool]:
    def asked() -> bool:
        state = operator.get(address).json()
        assert not has_ended(state), "it was over before it could be cut short"
        return 0 < state["done"] < len(LINES)

    return asked


def final(operator: System, address: str) -> dict[str, Any]:
    """The state of an import once it has ended, tried again without waiting for the clock."""

    def asked() -> bool:
        DBTaskResult.objects.filter(status="READY").update(run_after=clock.now())
        return has_ended(operator.get(address).json())

    until(asked)
    state: dict[str, Any] = operator.get(address).json()
    return state


def require_whole(operator: System, state: dict[str, Any]) -> None:
    """Every line told once, every item there once, and public; no number of a change missing."""
    assert (state["state"], state["done"], state["problem"]) == ("done", len(LINES), None)
    report = operator.get(state["report"])
    lines = [json.loads(line) for line in report.getvalue().splitlines()]
    assert [line["external_id"] for line in lines] == [str(n) for n in range(1, len(LINES) + 1)]
    assert Counter(line["outcome"] for line in lines) == Counter(
        {name: n for name, n in state["counts"].items() if n and name != "warnings"}
    )
    assert state["counts"]["rejected"] == REJECTED
    assert ItemPage.objects.filter(live=True).count() == CREATED
    assert PublishedDocument.objects.filter(kind="item").count() == CREATED
    numbers = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_editors_save_and_systems_poll_while_it_runs(operator: System, dry_run: str) -> None:
    page = NewsFactory(title="Nouvelle")
    editor = signed_in(UserFactory(superuser=True, language="en"))
    address = f"/admin/pages/{page.pk}/edit/"
    form = form_of(editor, address)
    items = ItemPage.objects.count()
    run = operator.upload(FILE, dry_run=dry_run)["Location"]
    saved_meanwhile = 0
    with worker():
        until(lambda: operator.get(run).json()["state"] != "queued")
        while not has_ended(before := operator.get(run).json()):
            form["title"] = f"Nouvelle, vue à {before['done']}"
            assert editor.post(address, form).status_code == 302
            after = operator.get(run)
            assert after.status_code == 200
            saved_meanwhile += before["state"] == after.json()["state"] == "running"
    assert saved_meanwhile > 0
    page.refresh_from_db()
    assert page.get_latest_revision().content["title"].startswith("Nouvelle, vue à")
    state = operator.get(run).json()
    assert (state["state"], state["done"]) == ("done", len(LINES))
    assert (state["counts"]["created"], state["counts"]["rejected"]) == (CREATED, REJECTED)
    assert ItemPage.objects.count() - items == (0 if dry_run == "true" else CREATED)


def test_killed_half_way_it_is_taken_up_where_it_stopped(operator: System) -> None:
    run = operator.upload(FILE)["Location"]
    with worker() as first:
        until(is_half_way(operator, run))
        first.kill()
    assert operator.get(run).json()["state"] in {"queued", "running"}
    with worker() as second:
        until(lambda: second.said("is taken back"))
        require_whole(operator, final(operator, run))


def test_a_stopping_worker_leaves_the_rest_to_the_next(operator: System) -> None:
    run = operator.upload(FILE)["Location"]
    with worker() as first:
        until(is_half_way(operator, run))
        assert first.stop() == 0
    state = operator.get(run).json()
    assert state["state"] == "queued"
    assert 0 < state["done"] < len(LINES)
    with worker():
        require_whole(operator, final(operator, run))
    task = DBTaskResult.objects.get(pk=ImportRun.objects.get().task)
    assert len(task.worker_ids) == 1  # being asked to stop is no failed attempt


def test_a_dry_run_that_was_killed_goes_on_too(operator: System) -> None:
    run = operator.upload(FILE, dry_run="true")["Location"]
    with worker() as first:
        until(is_half_way(operator, run))
        first.kill()
    with worker():
        state = final(operator, run)
    assert (state["state"], state["done"]) == ("done", len(LINES))
    assert (state["counts"]["created"], state["counts"]["rejected"]) == (CREATED, REJECTED)
    assert not ItemPage.objects.exists()


@pytest.mark.sqlite
def test_a_batch_that_was_locked_out_is_tried_again(
    operator: System, other_writer: sqlite3.Connection
) -> None:
    run = operator.upload(FILE)["Location"]
    with worker(busy_seconds=1) as process:
        until(is_half_way(operator, run))
        other_writer.execute("BEGIN IMMEDIATE")
        until(lambda: process.said("The database is unavailable"))
        other_writer.execute("ROLLBACK")
        require_whole(operator, final(operator, run))


@pytest.mark.sqlite
def test_at_the_command_line_a_lost_database_ends_it_as_interrupted(
    tmp_path: Path, operator: System, other_writer: sqlite3.Connection
) -> None:
    file = tmp_path / "lines.csv"
    file.write_bytes(FILE)
    command = subprocess.Popen(
        [*IMPORT, str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": database_url(), "SQLITE_BUSY_SECONDS": "1"}
        | {"DJANGO_SETTINGS_MODULE": "tests.worker.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: ImportRun.objects.filter(done__gt=0).exists())
    other_writer.execute("BEGIN IMMEDIATE")
    _out, errors = command.communicate(timeout=HANG_GUARD)
    other_writer.execute("ROLLBACK")
    assert command.returncode == 1
    assert errors.strip().splitlines()[-1].startswith("CommandError: ")
    assert "database is locked" in errors
    # Nothing could be written down; whoever comes next sees that its process is gone.
    assert operator.upload(FILE, allow_shrink="true").status_code == 202
    run = ImportRun.objects.order_by("created_at").first()
    assert run is not None
    assert run.state == "interrupted"
    assert 0 < run.done < len(LINES)
    assert run.counts["created"] == ItemPage.objects.count()
