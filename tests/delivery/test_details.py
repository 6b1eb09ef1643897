"""One document, by its id or by a slug, in the language asked for."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.core import clock
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    rights_window,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("plural", "kind", "factory"),
    [
        ("items", "item", ItemFactory),
        ("categories", "category", CategoryFactory),
        ("institutions", "institution", InstitutionFactory),
        ("guides", "guide", GuideFactory),
        ("programmes", "programme", ProgrammeFactory),
        ("news", "news", NewsFactory),
    ],
)
def test_every_kind_has_a_detail_by_id_and_by_slug(
    api: Api, plural: str, kind: str, factory: Any
) -> None:
    page = factory(published=True)
    by_slug = api(f"{plural}/{page.slug}").json()
    by_id = api(f"{plural}/{page.translation_key}").json()
    assert by_slug == by_id
    assert (by_id["id"], by_id["kind"], by_id["title"]) == (
        str(page.translation_key),
        kind,
        page.title,
    )
    other = "guides" if plural != "guides" else "news"
    assert api(f"{other}/{page.translation_key}").status_code == 404


def test_a_document_says_its_languages(api: Api, item: ItemPage, russian: ItemPage) -> None:
    document = api(f"items/{item.translation_key}", locale="ru").json()
    assert (document["locale"], document["requested_locale"], document["fallback"]) == (
        "ru",
        "ru",
        False,
    )
    assert [one["locale"] for one in document["alternates"]] == ["fr", "ru"]
    assert document["alternates"][0]["path"] == item.public_path


def test_a_french_slug_asked_in_russian_is_the_russian_document(
    api: Api, item: ItemPage, russian: ItemPage
) -> None:
    document = api(f"items/{item.slug}", locale="ru").json()
    assert (document["slug"], document["locale"], document["fallback"]) == (
        russian.slug,
        "ru",
        False,
    )


def test_the_chain_is_walked_and_told(api: Api, item: ItemPage) -> None:
    response = api(f"items/{item.slug}", locale="ru")
    document = response.json()
    assert (document["locale"], document["requested_locale"], document["fallback"]) == (
        "fr",
        "ru",
        True,
    )
    assert response["Content-Language"] == "fr"


def test_the_nearest_of_the_chain_wins(api: Api, item: ItemPage) -> None:
    ItemFactory(published=True, translation_of=item, locale="en", title="The Bolshoi")
    assert api(f"items/{item.translation_key}", locale="ru").json()["locale"] == "en"


def test_a_chain_does_not_run_backwards(api: Api, item: ItemPage, russian: ItemPage) -> None:
    """French has no fallback: a Russian slug is unknown there."""
    assert api(f"items/{russian.slug}", locale="fr").status_code == 404


def test_without_fallback_only_the_asked_language_counts(api: Api, item: ItemPage) -> None:
    for name in (item.slug, item.translation_key):
        assert api(f"items/{name}", locale="ru", fallback="none").status_code == 404
        assert api(f"items/{name}", locale="fr", fallback="none").status_code == 200


def test_fields_picks_top_level_fields(api: Api, item: ItemPage) -> None:
    document = api(f"items/{item.slug}", fields="title,summary").json()
    assert set(document) == {"id", "kind", "title", "summary"}
    everything = api(f"items/{item.slug}")
    assert everything.json()["title"] == document["title"]
    assert api(f"items/{item.slug}", fields="title")["ETag"] != everything["ETag"]


def test_an_unknown_field_is_named(api: Api, item: ItemPage) -> None:
    response = api(f"items/{item.slug}", fields="title,colour_of_money")
    assert response.status_code == 400
    assert response.json()["errors"][0]["loc"] == "query.fields"
    assert "colour_of_money" in response.json()["errors"][0]["msg"]


@pytest.mark.parametrize(
    ("query", "loc", "code"),
    [
        ({"colour": "red"}, "query.colour", "unknown_parameter"),
        ({"locale": "de"}, "query.locale", "unknown_code"),
        ({"locale": ["fr", "ru"]}, "query.locale", "repeated"),
        ({"fallback": "maybe"}, "query.fallback", "unknown_code"),
        ({"fields": ""}, "query.fields", "unknown_code"),
    ],
)
def test_what_is_wrong_is_named(
    api: Api, item: ItemPage, query: dict[str, Any], loc: str, code: str
) -> None:
    response = api(f"items/{item.slug}", **query)
    problem = response.json()
    assert response.status_code == problem["status"] == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [(one["loc"], one["code"]) for one in problem["errors"]] == [(loc, code)]


def test_everything_that_is_wrong_is_named_at_once(api: Api, item: ItemPage) -> None:
    errors = api(f"items/{item.slug}", locale="de", fallback="maybe").json()["errors"]
    assert {one["loc"] for one in errors} == {"query.locale", "query.fallback"}


def test_what_is_private_looks_like_what_never_was(api: Api, item: ItemPage) -> None:
    never = api("items/never-was")
    assert never.status_code == 404
    draft = ItemFactory(slug="a-draft")
    PageViewRestriction.objects.create(
        page=item, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    for name in (item.slug, item.translation_key, draft.slug, uuid4()):
        hidden = api(f"items/{name}")
        assert (hidden.status_code, hidden.content) == (404, never.content)
        assert dict(hidden.headers) == dict(never.headers)


def test_what_was_withdrawn_is_gone(api: Api, item: ItemPage) -> None:
    item.unpublish()
    for name in (item.slug, item.translation_key):
        response = api(f"items/{name}")
        assert response.status_code == 410
        assert response.json()["replaced_by"] is None
        assert api(f"items/{name}", locale="ru").status_code == 410


def test_what_is_gone_names_what_took_its_place(api: Api, item: ItemPage) -> None:
    other = ItemFactory(published=True, slug="the-new-one")
    Redirect.objects.create(old_path=Redirect.normalise_path(item.public_path), redirect_page=other)
    item.unpublish()
    replaced_by = api(f"items/{item.slug}").json()["replaced_by"]
    assert replaced_by == {
        "kind": "item",
        "id": str(other.translation_key),
        "path": other.public_path,
    }
    other.unpublish()
    assert api(f"items/{item.slug}").json()["replaced_by"] is None


def test_what_has_run_out_is_gone_even_when_the_worker_is_late(api: Api, at: Any) -> None:
    closes_at = clock.now() + timedelta(days=1)
    item = ItemFactory(
        published=True, slug="for-a-day", rights_windows=[rights_window(None, closes_at)]
    )
    assert api(f"items/{item.slug}").status_code == 200
    listed = api("items").json()["items"]
    at(closes_at + timedelta(seconds=1))
    assert api(f"items/{item.slug}").status_code == 410
    assert api(f"items/{item.translation_key}").status_code == 410
    assert len(api("items").json()["items"]) == len(listed) - 1
    assert api("documents", ids=item.translation_key).json()["items"] == []


def test_a_translation_stands_in_for_what_has_run_out(api: Api, at: Any, item: ItemPage) -> None:
    closes_at = clock.now() + timedelta(days=1)
    ItemFactory(
        published=True,
        translation_of=item,
        locale="ru",
        slug="na-den",
        rights_windows=[rights_window(None, closes_at)],
    )
    at(closes_at + timedelta(seconds=1))
    document = api("items/na-den", locale="ru").json()
    assert (document["locale"], document["fallback"]) == ("fr", True)
