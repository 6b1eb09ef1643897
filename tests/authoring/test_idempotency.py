"""Idempotency-Key: a POST sent again is done once, and answered as it was."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.authoring.models import IdempotentRequest
from cms.authoring.rest.idempotency import prune_requests
from cms.core import clock
from cms.media.models import Document
from content_pages.models import ItemPage
from tests.authoring.systems import BASE, LINES, House, System, faults, item

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


def test_a_refusal_is_an_answer_too(house: House) -> None:
    refused = house.system.send("POST", "/batches", b"\n", type=LINES, Idempotency_Key="k-1")
    again = house.system.send("POST", "/batches", b"\n", type=LINES, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (400, refused.content)
    assert again["Content-Type"] == "application/problem+json"


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
