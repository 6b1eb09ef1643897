"""What caches, browsers and purges live by."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cms.core import clock
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import ItemFactory
from tests.factories.clearing import go_live
from tests.factories.items import rights_window

pytestmark = pytest.mark.django_db

EVERY_GET = [
    "",
    "home",
    "navigation",
    "items",
    "items/les-coulisses-du-bolchoi",
    "categories?count=true",
    "changes",
    "openapi.json",
    "docs",
    "resolve?path=/fr/",
]


@pytest.mark.parametrize("path", EVERY_GET)
def test_every_get_has_a_strong_tag_and_answers_it_with_an_empty_304(
    client: Client, item: ItemPage, path: str
) -> None:
    first = client.get(f"/api/v1/{path}")
    tag = first["ETag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == tag
        assert again["Cache-Control"] == first["Cache-Control"]
        assert again.get("Vary") == first.get("Vary")
        assert "Content-Type" not in again
    other = client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_documents_by_ids_have_a_tag_too(api: Api, item: ItemPage, russian: ItemPage) -> None:
    first = api("documents", ids=item.translation_key)
    known = {"If-None-Match": first["ETag"]}
    assert api("documents", known, ids=item.translation_key).status_code == 304
    assert api("documents", known, ids=item.translation_key, locale="ru").status_code == 200


def test_a_tag_is_of_one_representation(api: Api, item: ItemPage) -> None:
    """The same stored bytes, asked for in two languages, are two answers."""
    french = api(f"items/{item.slug}", locale="fr")
    russian = api(f"items/{item.slug}", locale="ru")
    assert french["ETag"] != russian["ETag"]
    known = {"If-None-Match": french["ETag"]}
    assert api(f"items/{item.slug}", known, locale="ru").status_code == 200


def test_a_publication_changes_the_tags_of_what_shows_it(api: Api, item: ItemPage) -> None:
    tags = {
        path: api(path)["ETag"] for path in (f"items/{item.slug}", "items", "changes?limit=100")
    }
    item.title = "Le Bolchoï, autrement"
    go_live(item)
    for path, tag in tags.items():
        answer = api(path, {"If-None-Match": tag})
        assert answer.status_code == 200
        assert "autrement" in answer.content.decode()


@pytest.mark.parametrize("query", [{}, {"count": "true", "facets": "format"}])
def test_time_that_ends_an_item_changes_the_tag_of_lists(
    api: Api, item: ItemPage, at: Any, query: dict[str, str]
) -> None:
    """Nothing was published meanwhile, and the list is another one."""
    closes_at = clock.now() + timedelta(days=1)
    ItemFactory(
        published=True, title="Pour un jour", rights_windows=[rights_window(None, closes_at)]
    )
    known = {"If-None-Match": api("items", **query)["ETag"]}
    assert api("items", known, **query).status_code == 304
    at(closes_at + timedelta(seconds=1))
    answer = api("items", known, **query)
    assert [one["id"] for one in answer.json()["items"]] == [str(item.translation_key)]
    assert api("items", {"If-None-Match": answer["ETag"]}, **query).status_code == 304


def test_how_long_answers_are_kept(api: Api, item: ItemPage) -> None:
    expected = (
        f"public, max-age={settings.API_MAX_AGE}, "
        f"stale-while-revalidate={settings.API_STALE_WHILE_REVALIDATE}"
    )
    assert api(f"items/{item.slug}")["Cache-Control"] == expected
    assert api("items")["Cache-Control"] == expected
    assert api("changes")["Cache-Control"] == "public, no-cache"
    assert api("items/never-was")["Cache-Control"] == "public, max-age=10"
    assert api("items", colour="red")["Cache-Control"] == "no-store"


def test_purges_know_what_an_answer_depends_on(api: Api, item: ItemPage) -> None:
    key = f"d-{item.translation_key}"
    detail = api(f"items/{item.slug}")["Surrogate-Key"].split()
    institution = item.get_parent().translation_key
    assert detail[0] == key
    assert f"d-{institution}" in detail
    assert api("items")["Surrogate-Key"].split() == ["list-item", key]
    assert api("guides")["Surrogate-Key"] == "list-guide"


@pytest.mark.parametrize("path", EVERY_GET)
def test_head_is_get_without_its_body(client: Client, item: ItemPage, path: str) -> None:
    get, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get.headers)
    assert int(head["Content-Length"]) == len(get.content)


@pytest.mark.parametrize("path", ["items", "items/never-was", "no/such/address", "docs"])
def test_any_site_may_read(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"Origin": "https://frontend.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_preflight_is_answered(client: Client) -> None:
    answer = client.options(
        "/api/v1/items",
        headers={
            "Origin": "https://frontend.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert answer.status_code == 204
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, item: ItemPage, method: str) -> None:
    answer = getattr(client, method)(f"/api/v1/items/{item.slug}")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"


def test_no_session_and_no_cookie_is_involved(client: Client, item: ItemPage) -> None:
    answer = client.get("/api/v1/items", headers={"Cookie": "sessionid=whoever"})
    assert answer.status_code == 200
    assert not answer.cookies


def test_a_list_follows_what_is_published(api: Api, item: ItemPage) -> None:
    before = {card["id"] for card in api("items").json()["items"]}
    newer = ItemFactory(published=True)
    after = {card["id"] for card in api("items").json()["items"]}
    assert after - before == {str(newer.translation_key)}
    newer.delete()
    assert {card["id"] for card in api("items").json()["items"]} == before
