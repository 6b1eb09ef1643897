"""Uploads and reports: there as long as they are needed, and not for ever."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cms.accounts.tokens import IMPORT_SCOPE
from cms.authoring.importing import Superseded
from cms.authoring.models import ImportRun, imports_folder
from cms.authoring.runs import carry_out_upload
from cms.core import clock
from content_pages.models import ItemPage
from tests.authoring.conftest import System, written
from tests.factories import UserFactory
from tests.worker.processes import ended_process

pytestmark = pytest.mark.django_db(transaction=True)
FILE = written({"titre": "Visite 1"})


@pytest.fixture
def operator() -> System:
    return System(UserFactory(group="Operators"), [IMPORT_SCOPE])


def names() -> list[str]:
    return sorted(path.name for path in imports_folder().iterdir())


def age(**interval: float) -> Any:
    return clock.now() - timedelta(**interval)


def work() -> None:
    call_command("worker", once=True)


def test_a_report_goes_after_its_time_and_says_so(operator: System, settings: Any) -> None:
    settings.IMPORT_REPORTS_KEPT_DAYS = 7
    old, young = (operator.upload(FILE, dry_run="true")["Location"] for _ in range(2))
    work()
    for address, days in ((old, 8), (young, 6)):
        uid = address.rpartition("/")[2]
        ImportRun.objects.filter(uid=uid).update(finished_at=age(days=days))
    work()
    assert operator.get(f"{young}/report").status_code == 200
    gone = operator.get(f"{old}/report")
    assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
    assert gone.json()["detail"] == "Reports are kept for 7 days."
    assert operator.get(old).json()["state"] == "done"
    assert names() == [f"{young.rpartition('/')[2]}.jsonl"]


def test_what_waits_or_runs_keeps_its_files(operator: System) -> None:
    address = operator.upload(FILE)["Location"]
    uid = address.rpartition("/")[2]
    DBTaskResult.objects.update(run_after=clock.now() + timedelta(days=1))
    os.utime(imports_folder() / f"{uid}.upload", (0, 0))
    work()
    assert names() == [f"{uid}.upload"]
    assert operator.get(address).json()["state"] == "queued"
    assert operator.get(f"{address}/report").status_code == 404


def test_files_of_no_import_go_after_a_day(operator: System) -> None:
    """As a crash between the file and its record leaves them."""
    old, young, other = uuid4(), uuid4(), imports_folder() / "notes.txt"
    for path in (imports_folder() / f"{old}.upload", imports_folder() / f"{young}.upload", other):
        path.touch()
    os.utime(imports_folder() / f"{old}.upload", (0, 0))
    os.utime(other, (0, 0))
    work()
    assert names() == [f"{young}.upload"]


def test_nobody_imports_what_waited_for_a_day(operator: System) -> None:
    address = operator.upload(FILE)["Location"]
    ImportRun.objects.update(created_at=age(hours=25))
    assert operator.get(address).json()["state"] == "interrupted"
    assert names() == []
    work()
    assert operator.get(address).json()["state"] == "interrupted"


def test_what_a_worker_has_put_back_waits_on(operator: System) -> None:
    """However long ago it began: a worker that was stopped left it a moment ago."""
    address = operator.upload(FILE)["Location"]
    ImportRun.objects.update(
        created_at=age(hours=26), started_at=age(hours=25), sign_of_life=age(hours=1)
    )
    assert operator.get(address).json()["state"] == "queued"
    work()
    assert operator.get(address).json()["state"] == "done"


@pytest.fixture
def without_a_transaction_around(settings: Any) -> None:
    """What an upload does to the database by itself, whatever is around requests."""
    name = "cms.publication.middleware.write_in_one_transaction"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != name]


@pytest.fixture
def busy() -> Iterator[None]:
    """Somebody else writes, and goes on for longer than anybody waits."""
    options = connection.settings_dict["OPTIONS"]
    former = options["timeout"]
    connection.close()
    options["timeout"] = 0.1
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()
    connection.close()
    options["timeout"] = former


@pytest.mark.sqlite
@pytest.mark.usefixtures("without_a_transaction_around")
def test_a_file_is_looked_through_without_a_lock(
    operator: System, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("busy")
    assert operator.upload(FILE + b'9;"open').status_code == 422


@pytest.mark.sqlite
@pytest.mark.usefixtures("without_a_transaction_around")
def test_what_cannot_be_recorded_leaves_no_file(
    operator: System, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("busy")
    answer = operator.upload(FILE)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert names() == []
    assert not ImportRun.objects.exists()


@pytest.mark.sqlite
def test_polling_needs_no_lock(operator: System, request: pytest.FixtureRequest) -> None:
    """Neither to note that the token was used, nor to see that a run is dead."""
    running = operator.upload(FILE)["Location"]
    operator.token.last_used_at = None
    operator.token.save()
    work()
    ImportRun.objects.update(state="running", task=None, process=ended_process(), finished_at=None)
    request.getfixturevalue("busy")
    answer = operator.get(running)
    assert (answer.status_code, answer.json()["state"]) == (200, "running")
    operator.token.refresh_from_db()
    assert operator.token.last_used_at is None


def test_a_tokens_use_is_noted_once_an_hour(operator: System) -> None:
    operator.get("/api/v1/imports/none")
    operator.token.refresh_from_db()
    first = operator.token.last_used_at
    assert first is not None
    operator.get("/api/v1/imports/none")
    operator.token.refresh_from_db()
    assert operator.token.last_used_at == first
    operator.token.last_used_at = age(minutes=61)
    operator.token.save()
    operator.get("/api/v1/imports/none")
    operator.token.refresh_from_db()
    assert operator.token.last_used_at >= first


def test_who_is_refused_takes_nobodys_file_away(operator: System) -> None:
    """An upload gives up what is dead; it is refused, and with it that it gave anything up."""
    dead = operator.upload(FILE, dry_run="true")["Location"]
    ImportRun.objects.update(created_at=age(hours=25))
    operator.upload(FILE)
    both = names()
    assert operator.upload(FILE).status_code == 409
    assert names() == both
    assert operator.get(dead).json()["state"] == "interrupted"
    assert f"{dead.rpartition('/')[2]}.upload" not in names()


def test_the_worker_gives_up_what_died(operator: System) -> None:
    address = operator.upload(FILE)["Location"]
    work()
    ImportRun.objects.update(state="running", process=ended_process(), finished_at=None)
    work()
    assert ImportRun.objects.get().state == "interrupted"
    assert operator.get(address).json()["finished_at"]


def test_what_was_given_up_is_not_begun(operator: System) -> None:
    """Given up in the moment between a worker's looking and its beginning."""
    operator.upload(FILE)
    seen = ImportRun.objects.get()
    ImportRun.objects.update(state="interrupted")
    with pytest.raises(Superseded):
        carry_out_upload(seen)
    assert ImportRun.objects.get().state == "interrupted"
    assert not ItemPage.objects.exists()


def test_records_of_imports_go_after_their_time_but_the_one_that_measures_the_next(
    operator: System, settings: Any
) -> None:
    settings.IMPORT_RUNS_KEPT_DAYS = 10
    addresses = []
    for dry_run in ("false", "true", "false", "true"):
        addresses.append(operator.upload(FILE, dry_run=dry_run)["Location"])
        work()
    whole, tried, last, young = addresses
    for address, days in ((whole, 13), (tried, 12), (last, 11), (young, 9)):
        uid = address.rpartition("/")[2]
        ImportRun.objects.filter(uid=uid).update(finished_at=age(days=days))
        os.utime(imports_folder() / f"{uid}.jsonl", (0, 0))
    work()
    assert [operator.get(one).status_code for one in addresses] == [404, 404, 200, 200]
    work()
    kept = sorted(f"{one.rpartition('/')[2]}.jsonl" for one in (last, young))
    assert names() == kept
    # Half of the lines or more are missing: it is measured by the one that was kept.
    two = written({"titre": "Visite 1"}, {"titre": "Visite 2"})
    ImportRun.objects.filter(uid=last.rpartition("/")[2]).update(lines=9)
    assert operator.upload(two).status_code == 409
