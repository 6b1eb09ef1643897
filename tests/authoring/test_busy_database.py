"""The authoring API beside somebody who writes: readers wait for nobody, and nothing is lost."""

import json
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from cms.audit.models import Decision
from cms.authoring.models import IdempotentRequest
from content_pages.models import ItemPage
from tests.authoring.systems import BASE, LINES, House, System, item
from tests.editorial.people import Desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers"),
]


@pytest.fixture
def other() -> Iterator[sqlite3.Connection]:
    """Somebody else who writes to the same file; we wait for them for a moment only."""
    options = connection.settings_dict["OPTIONS"]
    patience, options["timeout"] = options["timeout"], 0.2
    connection.close()
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=0)
    yield writer
    writer.close()
    options["timeout"] = patience
    connection.close()


@pytest.fixture
def house() -> House:
    return House()


def test_reading_waits_for_no_writer(house: House, other: sqlite3.Connection) -> None:
    key = house.system.put("a-1", item()).json()["id"]
    other.execute("BEGIN IMMEDIATE")
    paths = ("/", "/items", f"/items/{key}", f"/pages/{key}/status", f"/pages/{key}/fr/history")
    assert {path: house.system.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    named = f"/items/by-external-id/{house.system.source}/a-1"
    assert house.system.get(named).status_code == 200
    other.execute("ROLLBACK")


def test_a_file_is_looked_at_before_it_is_written(house: House, other: sqlite3.Connection) -> None:
    """What cannot be decoded is told at once: nobody waits for it, and it for nobody."""
    other.execute("BEGIN IMMEDIATE")
    file = SimpleUploadedFile("rideau.png", b"\x89PNG\r\n\x1a\n and no more")
    answer = house.system.client.post(f"{BASE}/images", {"file": file})
    assert answer.status_code == 422
    other.execute("ROLLBACK")


@pytest.mark.parametrize("when", ["from the start", "once it is under way"])
def test_a_key_survives_a_busy_database(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    desk = Desk()
    system = System(desk.editor, desk.institution)
    path = f"/pages/{desk.draft().translation_key}/fr/submit"
    if when == "from the start":
        other.execute("BEGIN IMMEDIATE")
    else:
        made = IdempotentRequest.objects.get_or_create

        def then_busy(*args: Any, **kwargs: Any) -> Any:
            known = made(*args, **kwargs)
            other.execute("BEGIN IMMEDIATE")
            return known

        monkeypatch.setattr(IdempotentRequest.objects, "get_or_create", then_busy)
        slept = time.sleep

        def let_go(seconds: float) -> None:
            if other.in_transaction:
                other.execute("ROLLBACK")
            slept(seconds)

        # Before it is tried again to give the key back.
        monkeypatch.setattr(time, "sleep", let_go)
    busy = system.post(path, {}, Idempotency_Key="k-1")
    assert (busy.status_code, busy["Retry-After"]) == (503, "10")
    if other.in_transaction:
        other.execute("ROLLBACK")
    monkeypatch.undo()
    assert system.post(path, {}, Idempotency_Key="k-1").status_code == 200
    assert Decision.objects.filter(act="submitted").count() == 1


def test_others_write_between_the_lines_of_a_batch(
    house: House, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[int] = []

    def write(seconds: float) -> None:
        other.execute("BEGIN IMMEDIATE")
        there.append(other.execute("SELECT count(*) FROM content_pages_itempage").fetchone()[0])
        other.execute("ROLLBACK")

    monkeypatch.setattr(time, "sleep", write)
    lines = [item(f"Soirée {n}") for n in range(12)]
    body = b"\n".join(
        json.dumps(one | {"source": house.system.source, "external_id": f"a-{n}"}).encode()
        for n, one in enumerate(lines)
    )
    assert house.system.send("POST", "/batches", body, type=LINES).status_code == 200
    assert there == [5, 10]
    assert ItemPage.objects.count() == 12
