"""Many items at once: a line is answered by a line, whatever becomes of the others."""

import json
from typing import Any

import pytest

from content_pages.models import ItemPage
from tests.authoring.systems import LINES, House, faults, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def line(external_id: str, title: str = "Les coulisses", **facts: Any) -> dict[str, Any]:
    return item(title, **facts) | {"source": "marees-cms", "external_id": external_id}


def test_each_line_is_written_by_itself(house: House) -> None:
    House("yauza")
    answers = house.system.batch(
        line("a-1", related=[{"external_id": "a-3"}]),
        b"{broken",
        line("a-2", format="opera"),
        b"",
        line("a-3", "Trois"),
        line("b-1") | {"source": "yauza-cms"},
        item(),
    )
    assert [one["line"] for one in answers] == [1, 2, 3, 5, 6, 7]
    assert [one["status"] for one in answers] == [201, 400, 422, 201, 404, 422]
    assert answers[2]["errors"][0]["loc"] == "body.format"
    assert {one["loc"] for one in answers[5]["errors"]} == {"body.source", "body.external_id"}
    assert ItemPage.objects.count() == 2
    first = house.system.get(f"/items/{answers[0]['id']}").json()
    assert first["related"][0]["id"] == answers[3]["id"]


def test_sent_again_nothing_changes(house: House) -> None:
    lines = [line(f"a-{n}", f"Soirée {n}") for n in range(4)]
    first = house.system.batch(*lines)
    again = house.system.batch(*lines)
    assert {one["status"] for one in again} == {200}
    assert [one["etag"] for one in again] == [one["etag"] for one in first]
    assert {one["changed"][0] if one["changed"] else None for one in again} == {None}
    assert {page.revisions.count() for page in ItemPage.objects.all()} == {1}


def test_what_is_no_batch_is_refused_whole(house: House) -> None:
    assert house.system.post("/batches", item()).status_code == 415
    empty = house.system.send("POST", "/batches", b"\n\n", type=LINES)
    assert (empty.status_code, faults(empty)) == (400, {("body", "required")})
    long = b"\n".join([json.dumps(line("a-1")).encode()] * 101)
    assert house.system.send("POST", "/batches", long, type=LINES).status_code == 413
    assert not ItemPage.objects.exists()
