"""The edges of HTTP: addresses that look like others, long headers, what caches may share."""

import gc
import logging
import tracemalloc
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from cms.publication.models import PublishedDocument
from cms.publication.unit_of_work import publishing
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import ItemFactory, occurrence
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

HEADERS = 4_096


@pytest.mark.parametrize(
    "path",
    [
        "//elsewhere.example/x",
        "//elsewhere.example",
        "//elsewhere.example/x/",
        "///elsewhere.example/x",
        "/%2Felsewhere.example/x",
        "/%2F/elsewhere.example/x",
        "/%5Celsewhere.example/x",
        "/%5C%5Celsewhere.example/x",
        "/\\elsewhere.example/x",
        "/%09/elsewhere.example/x",
        "/%0D%0ALocation:%20https://elsewhere.example/x",
        "/.//elsewhere.example/x",
        "/https://elsewhere.example/x",
        "/fr//elsewhere.example/x",
    ],
)
def test_no_address_leads_to_another_site(client: Client, path: str) -> None:
    environ = {"PATH_INFO": _decoded(path)}
    answer = client.get("/", **environ)
    assert answer.status_code in {301, 302, 400, 404, 410}
    target = answer.get("Location", "/")
    assert target.startswith("/")
    assert target[:2] not in {"//", "/\\"}
    assert not {"\r", "\n", "\t"} & set(target)


def _decoded(path: str) -> str:
    """As servers hand a path over."""
    return unquote_to_bytes(path).decode("latin-1")


def test_an_editors_redirect_may_lead_anywhere(client: Client, item: ItemPage) -> None:
    Redirect.objects.create(old_path="/old", redirect_link="https://elsewhere.example/x")
    assert client.get("/old/")["Location"] == "https://elsewhere.example/x"


def test_headers_fit_through_any_proxy(api: Api, item: ItemPage, many: list[str]) -> None:
    asked: dict[str, Any] = {"items": {"limit": 100}, "documents": {"ids": ",".join(many)}}
    paths = (f"items/{item.slug}", "items", "documents", "home", "categories/none")
    blocks = {path: _length(api(path, **asked.get(path, {})).headers) for path in paths}
    assert {path: block for path, block in blocks.items() if block >= HEADERS} == {}


def _length(headers: Any) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.items())


@pytest.fixture
def many(item: ItemPage) -> list[str]:
    """A hundred ids, and a hundred items that are all shown by one."""
    ids = [str(uuid4()) for _ in range(99)]
    parent = item.get_parent()
    with publishing():
        for number in range(60):
            ItemFactory(published=True, parent=parent, title=f"N° {number}")
    keys = f"d-{item.translation_key} " + " ".join(f"d-{one}" for one in ids)
    PublishedDocument.objects.filter(page_id=item.pk).update(surrogate_keys=keys)
    return [str(item.translation_key), *ids]


def test_what_stands_for_keys_that_do_not_fit(api: Api, item: ItemPage, many: list[str]) -> None:
    own = f"d-{item.translation_key}"
    assert api(f"items/{item.slug}")["Surrogate-Key"] == f"{own} many"
    assert api("documents", ids=",".join(many))["Surrogate-Key"] == f"{own} many"
    assert api("items", limit=100)["Surrogate-Key"] == "list-item"
    assert api("items", limit=2)["Surrogate-Key"].startswith("list-item d-")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("items/never-was", 404),
        ("items/les-coulisses-du-bolchoi", 410),
        ("home?fallback=perhaps", 400),
        ("items?colour=red", 400),
        ("items?theme=%FF", 400),
        ("documents", 400),
    ],
)
def test_a_problem_varies_with_what_decided_about_it(
    api: Api, item: ItemPage, path: str, status: int, client: Client
) -> None:
    item.unpublish()
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Vary"]) == (status, "Accept-Language")
    sign = "&" if "?" in path else "?"
    said: Any = client.get(f"/api/v1/{path}{sign}locale=fr")
    if "%FF" not in path:
        assert "Vary" not in said


def test_a_path_alone_is_not_negotiated(api: Api, item: ItemPage) -> None:
    assert "Vary" not in api("resolve", path="/never/was/")


def test_the_language_decides_between_gone_and_never_there(api: Api, item: ItemPage) -> None:
    """The French document was withdrawn; a Russian reader's chain ends in French, too."""
    item.unpublish()
    gone = api(f"items/{item.slug}", {"Accept-Language": "fr"})
    none = api(f"items/{item.slug}", {"Accept-Language": "ru"}, fallback="none")
    assert (gone.status_code, none.status_code) == (410, 404)
    assert gone["Vary"] == none["Vary"] == "Accept-Language"


@pytest.mark.parametrize("parameter", ["x", "theme", "category"])
def test_long_questions_are_not_remembered(
    client: Client, parameter: str, request: pytest.FixtureRequest
) -> None:
    """Every endpoint remembers what query strings mean; strangers must not fill the memory."""

    def ask(number: int) -> int:
        return client.get("/api/v1/items", {parameter: f"{number}{'y' * 40_000}"}).status_code

    logging.disable()  # records hold their requests
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    assert ask(0) == 400
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    assert {ask(number) for number in range(1, 60)} == {400}
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 1_000_000  # asked was for 2.4 MB


def test_a_showing_in_an_absurd_year_leaves_the_lists_standing(api: Api) -> None:
    """Forms refuse it; scripts and old revisions may still bring one."""
    odd = ItemFactory()
    odd.occurrences = [occurrence(datetime(202, 5, 17, 18, tzinfo=UTC))]
    go_live(odd)
    ItemFactory(published=True)
    for asked in ({}, {"order": "next_occurrence"}, {"when": "upcoming"}):
        assert api("items", **asked).status_code == 200
    assert api("news").status_code == 200
    assert len(api("items").json()["items"]) == 2


def test_a_cursor_stays_as_short_as_described(api: Api) -> None:
    """One letter of this title folds to eighteen."""
    for _ in range(2):
        ItemFactory(published=True, title="\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 140)
    first = api("items", order="title", limit=1).json()
    assert len(first["next"]) < 2_000
    second = api("items", order="title", limit=1, cursor=first["next"]).json()
    assert second["items"][0]["id"] != first["items"][0]["id"]
