"""The front page, the menus, and several documents by their ids."""

from typing import Any
from uuid import uuid4

import pytest

from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import GuideFactory, home_page
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


def test_the_front_page_in_each_language(api: Api) -> None:
    for locale in ("fr", "ru", "en"):
        home = api("home", locale=locale).json()
        assert (home["kind"], home["locale"], home["path"]) == ("home", locale, f"/{locale}/")


def test_the_menus_are_those_of_the_front_page(api: Api, item: ItemPage) -> None:
    home = home_page("fr")
    home.main_menu = [("entry", {"label": "Le Bolchoï", "page": item, "url": ""})]
    home.footer_menu = [("entry", {"label": "Ailleurs", "url": "https://example.org/"})]
    go_live(home)
    menus = api("navigation", locale="fr").json()
    assert (menus["locale"], menus["requested_locale"], menus["fallback"]) == ("fr", "fr", False)
    assert [entry["path"] for entry in menus["main"]] == [item.public_path]
    assert [entry["url"] for entry in menus["footer"]] == ["https://example.org/"]
    assert menus["main"] == api("home", locale="fr").json()["navigation"]["main"]


def test_documents_come_in_the_order_asked(api: Api, item: ItemPage) -> None:
    guide = GuideFactory(published=True)
    nobody = uuid4()
    keys = [str(guide.translation_key), str(nobody), str(item.translation_key)]
    answer = api("documents", ids=",".join(keys), locale="ru").json()
    assert [one["id"] for one in answer["items"]] == [keys[0], keys[2]]
    assert [one["kind"] for one in answer["items"]] == ["guide", "item"]
    assert answer["missing"] == [str(nobody)]
    assert all(one["fallback"] and one["requested_locale"] == "ru" for one in answer["items"])
    strict = api("documents", ids=",".join(keys), locale="ru", fallback="none").json()
    assert (strict["items"], strict["missing"]) == ([], keys)


def test_a_document_asked_twice_comes_once(api: Api, item: ItemPage) -> None:
    key = str(item.translation_key)
    answer = api("documents", ids=f"{key},{key.upper()}", fields="title").json()
    assert answer == {"items": [{"id": key, "kind": "item", "title": item.title}], "missing": []}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "required"),
        ({"ids": ""}, "malformed"),
        ({"ids": "les-coulisses"}, "malformed"),
        ({"ids": ",".join(["0" * 8 + "-0000-0000-0000-" + "0" * 12] * 101)}, "too_many"),
    ],
)
def test_ids_are_checked(api: Api, query: dict[str, Any], code: str) -> None:
    response = api("documents", **query)
    assert response.status_code == 400
    assert [(one["loc"], one["code"]) for one in response.json()["errors"]] == [("query.ids", code)]


def test_the_start_tells_where_to_go(api: Api) -> None:
    start = api("").json()
    assert start["default_locale"] == "fr"
    assert {one["code"]: one["chain"] for one in start["locales"]} == {
        "fr": ["fr"],
        "ru": ["ru", "en", "fr"],
        "en": ["en", "fr"],
    }
    assert {one["direction"] for one in start["locales"]} == {"ltr"}
    for address in start["links"].values():
        assert api(address.partition("/api/v1/")[2]).status_code == 200
