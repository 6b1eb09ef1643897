"""The benchmark's own workload, on a few items: it seeds, and each scenario's answers are right."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from benchmarks import expectations, publishing, report, scenarios
from benchmarks.reading import BARE, CHECKED, OURS, SMALL, STOCK
from benchmarks.scenarios import Answer, Get, Told
from benchmarks.seed import filling, proof
from benchmarks.seed.plan import Plan
from benchmarks.settings.stock_middleware import MIDDLEWARE as STOCK_MIDDLEWARE

pytestmark = pytest.mark.django_db

PLAN = Plan(30)


@pytest.fixture
def told() -> Told:
    """Thirty items in three languages instead of the ground, and what right answers are."""
    for home in Page.objects.filter(depth=2):
        home.specific.delete()
    filling.lay(PLAN, 12, lambda what: None)
    filling.lay(PLAN, PLAN.items, lambda what: None)
    return expectations.expectations()


@pytest.fixture
def get(client: Client) -> Get:
    def ask(path: str, **headers: str) -> Answer:
        answer = client.get(path, headers=headers)
        return Answer(
            answer.status_code,
            {name.lower(): value for name, value in answer.headers.items()},
            answer.content,
        )

    return ask


def test_reprints_are_what_the_builders_write(told: Told) -> None:
    proof.check(PLAN, PLAN.items)
    assert told["items"] == PLAN.items


def test_this_api_answers_what_the_pages_say(told: Told, get: Get) -> None:
    for contenders in CHECKED.values():
        assert contenders[OURS](get, told).requests


def test_stock_wagtail_answers_what_the_pages_say(told: Told, get: Get, settings: Any) -> None:
    settings.ROOT_URLCONF = "benchmarks.contenders.stock_api"
    settings.MIDDLEWARE = STOCK_MIDDLEWARE
    settings.REST_FRAMEWORK = {"URL_FORMAT_OVERRIDE": None}
    for contenders in CHECKED.values():
        if STOCK in contenders:
            assert contenders[STOCK](get, told).requests


def test_a_wrong_answer_is_found_out(told: Told, get: Get) -> None:
    told["order"].reverse()
    with pytest.raises(AssertionError):
        scenarios.first_pages(get, told)


def test_both_ways_of_publishing_publish(told: Told) -> None:
    found = publishing.compare(2)
    assert found["pairs"] == 2
    assert found["ours"]["statements"] > 0
    assert len(publishing.by_origin(told["details"][0]["page"])) > 0


def test_the_report_names_what_was_missed() -> None:
    speeds = {OURS: [400.0, 410.0], SMALL: [405.0, 400.0], STOCK: [2.0, 2.0], BARE: [700.0, 900.0]}
    memory = {"resident": 210, "own": 120}
    publish = {"statements": 100, "median_ms": 50.0, "p95_ms": 60.0}
    results = {
        "rounds": {name: dict(speeds) for name in CHECKED},
        "memory": {OURS: memory},
        "publishing": {"ours": publish, "stock": publish, "ratio": 1.0, "pairs": 2},
    }
    text = report.markdown(1_000, {"SQLite": results})
    assert "| memory per worker | ≤ 200 MB | 210 MB **missed** |" in text
    assert "| list, against Wagtail API v2 | ≥ 150 × | 202 × |" in text
