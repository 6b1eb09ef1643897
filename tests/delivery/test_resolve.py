"""What is at a path of the public site, for programs and for people."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import ItemFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


def test_a_path_is_its_document(api: Api, item: ItemPage, russian: ItemPage) -> None:
    for page, locale in ((item, "fr"), (russian, "ru")):
        response = api("resolve", path=page.public_path)
        assert response.json() == api(f"items/{page.slug}", locale=locale).json()
        assert response["Content-Language"] == locale
    assert api("resolve", path=item.public_path.rstrip("/")).json()["id"] == str(
        item.translation_key
    )


def test_a_former_path_leads_to_the_present_one(api: Api, item: ItemPage) -> None:
    former = item.public_path
    item.slug = "renamed"
    go_live(item)
    item.refresh_from_db()
    answer = api("resolve", path=former)
    assert answer.json() == {"redirect": {"to": item.public_path, "permanent": True}}
    assert api("resolve", {"If-None-Match": answer["ETag"]}, path=former).status_code == 304
    item.unpublish()
    assert api("resolve", path=former).status_code == 410


def test_an_editors_redirect_leads_where_it_says(api: Api, item: ItemPage) -> None:
    Redirect.objects.create(old_path="/fr/bolchoi", redirect_page=item, is_permanent=False)
    Redirect.objects.create(old_path="/fr/ailleurs", redirect_link="https://example.org/")
    assert api("resolve", path="/fr/bolchoi/").json() == {
        "redirect": {"to": item.public_path, "permanent": False}
    }
    assert api("resolve", path="/fr/ailleurs").json() == {
        "redirect": {"to": "https://example.org/", "permanent": True}
    }
    item.unpublish()
    assert api("resolve", path="/fr/bolchoi/").status_code == 404


def test_the_front_door_leads_to_the_home_page_of_the_default_locale(api: Api) -> None:
    assert api("resolve", path="/").json() == {"redirect": {"to": "/fr/", "permanent": False}}


def test_what_was_withdrawn_is_gone_until_an_editor_leads_on(api: Api, item: ItemPage) -> None:
    path = item.public_path
    item.unpublish()
    assert api("resolve", path=path).status_code == 410
    other = ItemFactory(published=True)
    Redirect.objects.create(old_path=Redirect.normalise_path(path), redirect_page=other)
    assert api("resolve", path=path).json()["redirect"]["to"] == other.public_path


def test_what_never_was_is_not_found(api: Api) -> None:
    draft = ItemFactory()
    never = api("resolve", path="/fr/never/")
    assert never.status_code == 404
    assert api("resolve", path=draft.public_path).content == never.content


@pytest.mark.parametrize("query", [{}, {"path": ""}, {"path": "fr/"}, {"path": "/" + "a" * 2000}])
def test_a_path_is_checked(api: Api, query: dict[str, Any]) -> None:
    response = api("resolve", **query)
    assert response.status_code == 400
    assert [one["loc"] for one in response.json()["errors"]] == ["query.path"]


def test_people_see_the_document_at_its_path(client: Client, item: ItemPage) -> None:
    answer = client.get(item.public_path)
    assert answer.status_code == 200
    assert item.title in answer.content.decode()
    assert answer["Content-Language"] == "fr"
    bare = client.get(item.public_path.rstrip("/"))
    assert (bare.status_code, bare["Location"]) == (301, item.public_path)


def test_people_are_led_on_told_or_refused(client: Client, item: ItemPage) -> None:
    former = item.public_path
    item.slug = "renamed"
    go_live(item)
    item.refresh_from_db()
    answer = client.get(former)
    assert (answer.status_code, answer["Location"]) == (301, item.public_path)
    item.unpublish()
    assert client.get(former).status_code == 410
    assert client.get(item.public_path).status_code == 410
    assert client.get("/fr/never/").status_code == 404
    assert client.get("/fr/a%00b/").status_code == 400
    assert client.post(former).status_code == 405


def test_the_front_door_suits_the_reader(client: Client) -> None:
    for header, home in (("ru,en;q=0.5", "/ru/"), ("de", "/fr/"), ("en-GB", "/en/")):
        answer = client.get("/", headers={"Accept-Language": header})
        assert (answer.status_code, answer["Location"]) == (302, home)
        assert "Accept-Language" in answer["Vary"]
