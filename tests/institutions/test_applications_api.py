"""`POST /api/v1/applications`: what is taken, what is refused and how that is said."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms.core import clock
from cms.institutions.models import Application, Institution
from cms.institutions.onboarding.pruning import prune_applications
from cms.throttling import counters
from tests.institutions.applicants import URL, WHOLE, applied, delivered, links_to, send

pytestmark = pytest.mark.django_db(transaction=False)


def faults(answer: Any, status: int = 422) -> dict[str, str]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return {one["loc"]: one["code"] for one in answer.json()["errors"]}


def test_an_application_is_kept_and_its_link_mailed(client: Client) -> None:
    answer = send(client)
    assert answer.status_code == 202
    assert answer.json()["state"] == "unconfirmed"
    assert answer["Cache-Control"] == "no-store"
    application = Application.objects.get()
    assert application.legal_name == WHOLE["legal_name"]
    assert application.texts["ru"]["name"] == "Маяк Кербиан"
    assert not Institution.objects.exists()
    assert len(links_to(WHOLE["contact"]["email"])) == 1


def test_nobody_but_the_applicant_is_mailed_before_it_is_confirmed(client: Client) -> None:
    send(client)
    assert [one.to for one in delivered()] == [[WHOLE["contact"]["email"]]]


@pytest.mark.parametrize(
    ("change", "loc"),
    [
        ({"legal_name": ""}, "body.legal_name"),
        ({"legal_name": "x" * 256}, "body.legal_name"),
        ({"kind": "castle"}, "body.kind"),
        ({"ownership": "mine"}, "body.ownership"),
        ({"town": "  "}, "body.town"),
        ({"website": "javascript:alert(1)"}, "body.website"),
        ({"website": "https://user:secret@example.org/"}, "body.website"),
        ({"website": "http://127.0.0.1/"}, "body.website"),
        ({"public_email": "nobody"}, "body.public_email"),
        ({"building_accessibility": ["stairs"]}, "body.building_accessibility"),
        (
            {"channels": [{"channel": "fax", "url": "https://a.example.org"}]},
            "body.channels.0.channel",
        ),
        ({"channels": [{"channel": "vk", "url": "vk"}]}, "body.channels.0.url"),
        ({"channels": [{"channel": "vk"}]}, "body.channels.0.url"),
        ({"texts": {"xx": {"name": "X"}}}, "body.texts.xx"),
        ({"texts": {"fr": {"name": "X", "summary": "y" * 201}}}, "body.texts.fr.summary"),
        ({"contact": {"name": "A", "email": "nobody"}}, "body.contact.email"),
        ({"contact": {"email": "a@example.org"}}, "body.contact.name"),
        ({"colleagues": [{"email": "nobody"}]}, "body.colleagues.0.email"),
        ({"colleagues": [{"email": "a@example.org", "role": "king"}]}, "body.colleagues.0.role"),
        ({"language": "xx"}, "body.language"),
        ({"entitled": False}, "body.entitled"),
        ({"message": "a\x00b"}, "body.message"),
        ({"town": "\ud800"}, "body.town"),
        ({"colour": "red"}, "body.colour"),
        ({"texts": []}, "body.texts"),
    ],
)
def test_what_is_wrong_is_named(client: Client, change: dict[str, Any], loc: str) -> None:
    assert loc in faults(send(client, json.dumps(WHOLE | change)))
    assert not Application.objects.exists()
    assert delivered() == []


def test_everything_wrong_is_named_at_once(client: Client) -> None:
    assert faults(send(client, {"kind": "museum"})).keys() >= {
        "body.legal_name",
        "body.town",
        "body.contact",
        "body.entitled",
    }


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{", {}, 400),
        (b"\xff", {}, 400),
        ("[" * 30_000, {}, 400),
        ("x" * 70_000, {}, 413),
        ("a=b", {"content_type": "application/x-www-form-urlencoded"}, 415),
        ("[]", {}, 422),
        ("null", {}, 422),
    ],
)
def test_a_body_that_is_none(
    client: Client, body: Any, headers: dict[str, str], status: int
) -> None:
    answer = send(client, body, **headers)
    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_only_post_is_taken(client: Client) -> None:
    answer = client.get(URL)
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    asked = client.options(URL, HTTP_ORIGIN="https://frontend.example.org")
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")


def test_a_machine_is_answered_and_nothing_is_kept(client: Client) -> None:
    answer = send(client, WHOLE | {"homepage": "https://buy.example.org"})
    assert answer.status_code == 202
    assert answer.json().keys() == {"state", "email", "confirm_before"}
    assert not Application.objects.exists()
    assert delivered() == []


def test_an_address_sends_so_many_and_no_more(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"application": "2 per hour"}
    counters.forget()
    answers = [send(client, {"kind": "museum"}).status_code for _ in range(3)]
    assert answers == [422, 422, 429]
    assert send(client, REMOTE_ADDR="192.0.2.77").status_code == 202


def test_nobody_is_mailed_many_links(client: Client) -> None:
    answers = [send(client) for _ in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert len(links_to(WHOLE["contact"]["email"])) == 3


def test_letters_are_in_the_language_of_the_applicant(client: Client) -> None:
    body = {key: value for key, value in WHOLE.items() if key != "language"}
    send(client, body, HTTP_ACCEPT_LANGUAGE="ru-RU,ru;q=0.9")
    assert Application.objects.get().language == "ru"


def test_what_nobody_confirms_goes_and_the_rest_is_kept(client: Client) -> None:
    applied(client)
    send(client)
    Application.objects.update(created_at=clock.now() - timedelta(days=8))
    assert prune_applications() == 1
    assert Application.objects.get().confirmed_at is not None
