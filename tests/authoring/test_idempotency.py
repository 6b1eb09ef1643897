"""Idempotency-Key: a POST sent again is done once, and answered as it was."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.authoring.models import IdempotentRequest
from cms.authoring.rest import batches, idempotency
from cms.authoring.rest.idempotency import prune_requests
from cms.core import clock
from cms.institutions.services import add_member
from cms.media.models import Document
from content_pages.models import ItemPage
from tests.authoring.systems import BASE, LINES, House, System, faults, item
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def send(system: System, title: str, key: str = "k-1") -> Any:
    body = json.dumps(item(title) | {"source": "marees-cms", "external_id": title}).encode()
    return system.send("POST", "/batches", body, type=LINES, Idempotency_Key=key)


def test_the_answer_is_the_first_ones(house: House) -> None:
    first = send(house.system, "un")
    ItemPage.objects.get().delete()
    again = send(house.system, "un")
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"] == LINES
    assert not ItemPage.objects.exists()


def test_quotes_are_no_part_of_a_key(house: House) -> None:
    send(house.system, "un", '"k-1"')
    assert send(house.system, "un")["Idempotency-Replayed"] == "true"


def test_a_key_means_one_request(house: House) -> None:
    send(house.system, "un")
    other = send(house.system, "deux")
    assert other.status_code == 422
    assert faults(other) == {("header.Idempotency-Key", "key_reused")}


def test_a_key_is_its_tokens_own(house: House) -> None:
    send(house.system, "un")
    colleague = System(house.member("editor"), house.institution, source="marees-cms")
    assert "Idempotency-Replayed" not in send(colleague, "un")


def test_the_second_waits_while_the_first_is_under_way(house: House) -> None:
    send(house.system, "un")
    IdempotentRequest.objects.update(status=None)
    waiting = send(house.system, "un")
    assert (waiting.status_code, waiting["Retry-After"]) == (409, "2")
    assert faults(waiting) == {("header.Idempotency-Key", "under_way")}


def test_a_request_that_was_killed_is_taken_over(house: House) -> None:
    send(house.system, "un")
    IdempotentRequest.objects.update(status=None, started_at=clock.now() - timedelta(minutes=11))
    assert send(house.system, "un").status_code == 200
    assert IdempotentRequest.objects.get().status == 200


def test_what_was_taken_over_is_answered_by_whoever_took_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was only slow: the second is done, and its answer is the one that is kept."""
    lines = [item(f"n{n}") | {"source": "marees-cms", "external_id": f"n{n}"} for n in range(6)]
    body = b"\n".join(json.dumps(one).encode() for one in lines)
    others: list[Any] = []

    def batch() -> Any:
        return house.system.send("POST", "/batches", body, type=LINES, Idempotency_Key="k-1")

    def meanwhile() -> None:
        if not others:
            others.append(None)
            long_ago = clock.now() - timedelta(minutes=11)
            IdempotentRequest.objects.update(started_at=long_ago)
            others[0] = batch()

    monkeypatch.setattr(batches, "let_others_write", meanwhile)
    first, second = batch(), others[0]
    assert (first.status_code, second.status_code) == (409, 200)
    assert faults(first) == {("header.Idempotency-Key", "under_way")}
    again = batch()
    assert (again.content, again["Idempotency-Replayed"]) == (second.content, "true")
    assert ItemPage.objects.count() == 6


def test_a_refusal_is_asked_anew() -> None:
    """Nothing was done, and what was in its way may be gone."""
    desk = Desk()
    system = System(desk.contributor, desk.institution)
    draft = desk.draft(owner=desk.contributor, by=desk.contributor)
    path = f"/pages/{draft.translation_key}/fr/submit"
    assert system.post(path, {}, Idempotency_Key="k-1").status_code == 403
    add_member(institution=desk.institution, user=desk.contributor, role="editor")
    done = system.post(path, {}, Idempotency_Key="k-1")
    assert (done.status_code, done.has_header("Idempotency-Replayed")) == (200, False)
    again = system.post(path, {}, Idempotency_Key="k-1")
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")


def test_of_a_token_the_newest_are_remembered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "MOST_KEPT", 2)
    for n in range(3):
        send(house.system, f"n{n}", f"k-{n}")
    assert set(IdempotentRequest.objects.values_list("key", flat=True)) == {"k-1", "k-2"}


def test_a_line_tells_so_many_faults(house: House) -> None:
    bad = {
        "source": "marees-cms",
        "external_id": "un",
        "texts": {"fr": {f"x{n}": 1 for n in range(60)}},
    }
    assert len(house.system.batch(bad)[0]["errors"]) == 20


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "clé"])
def test_what_is_no_key_is_refused(house: House, key: str) -> None:
    answer = send(house.system, "un", key)
    assert (answer.status_code, faults(answer)) == (400, {("header.Idempotency-Key", "invalid")})


def test_an_upload_is_the_same_whatever_its_boundaries(house: House) -> None:
    def upload(content: bytes) -> Any:
        file = SimpleUploadedFile("notes.txt", content)
        return house.system.client.post(
            f"{BASE}/documents", {"file": file}, headers={"Idempotency-Key": "k-1"}
        )

    assert upload(b"Notes.").status_code == 201
    assert upload(b"Notes.")["Idempotency-Replayed"] == "true"
    assert upload(b"Autres.").status_code == 422
    assert Document.objects.count() == 1


def test_answers_are_kept_for_a_day(house: House) -> None:
    send(house.system, "un")
    assert prune_requests() == 0
    IdempotentRequest.objects.update(started_at=clock.now() - timedelta(hours=25))
    assert "Idempotency-Replayed" not in send(house.system, "un")
    IdempotentRequest.objects.update(started_at=clock.now() - timedelta(hours=25))
    assert prune_requests() == 1
