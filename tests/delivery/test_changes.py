"""Whoever follows the change log holds exactly what the API serves."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from cms.publication.models import Change, PublishedDocument
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import ItemFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


class Follower:
    """Keeps what it is told, by id and locale."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.held: dict[tuple[str, str], dict[str, Any]] = {}
        self.cursor: str | None = None
        self.seen: list[int] = []

    def follow(self, limit: int = 7) -> None:
        for change in self._changes(limit):
            self.seen.append(change["seq"])
            name = (change["id"], change["locale"])
            if change["op"] == "withdraw":
                self.held.pop(name, None)
            elif "document" in change:
                self.held[name] = change["document"]

    def _changes(self, limit: int) -> Iterator[dict[str, Any]]:
        while True:
            query = {"cursor": self.cursor} if self.cursor else {}
            page = self.api("changes", limit=limit, **query).json()
            self.cursor = page["next"]
            yield from page["changes"]
            if len(page["changes"]) < limit:
                return


def _served(api: Api) -> dict[tuple[str, str], dict[str, Any]]:
    held = {}
    for document in PublishedDocument.objects.all():
        answer = api(
            "documents", ids=str(document.key), locale=document.locale, fallback="none"
        ).json()
        held[str(document.key), document.locale] = answer["items"][0]
    return held


# Of number 3 of a log that was not compacted, signed with the key of the tests.
KEPT_CURSOR = "3-0.nu-Xc8HEcY8e3fmLisKWVCk2F_n0l7qRwJIw6avhpGs"


def test_a_cursor_that_was_kept_is_read_by_every_version(api: Api, item: ItemPage) -> None:
    while Change.objects.count() < 4:
        go_live(item)
    answer = api("changes", cursor=KEPT_CURSOR)
    assert answer.status_code == 200, answer.content
    assert answer.json()["changes"][0]["seq"] == 4


def test_a_follower_holds_what_is_served(api: Api, item: ItemPage, russian: ItemPage) -> None:
    follower = Follower(api)
    follower.follow()
    assert follower.held == _served(api)
    assert (str(item.translation_key), "ru") in follower.held

    item.title = "Un autre titre"
    go_live(item)
    russian.unpublish()
    other = ItemFactory(published=True)
    hidden = ItemFactory(published=True)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    other.slug = "elsewhere"
    go_live(other)
    follower.follow(limit=1)
    assert follower.held == _served(api)
    assert (str(item.translation_key), "ru") not in follower.held
    assert follower.held[str(item.translation_key), "fr"]["title"] == "Un autre titre"


def test_numbers_have_no_gap_and_no_repeat(api: Api, item: ItemPage) -> None:
    follower = Follower(api)
    follower.follow(limit=3)
    item.unpublish()
    follower.follow(limit=3)
    assert follower.seen == list(range(1, Change.objects.count() + 1))


def test_next_is_never_null_and_waits_for_what_is_new(api: Api, item: ItemPage) -> None:
    last = api("changes", limit=100).json()["next"]
    nothing = api("changes", cursor=last).json()
    assert nothing == {"changes": [], "next": last}
    item.unpublish()
    (change,) = [
        one
        for one in api("changes", cursor=last).json()["changes"]
        if one["id"] == str(item.translation_key)
    ]
    assert (change["op"], change["kind"], change["locale"]) == ("withdraw", "item", "fr")
    assert "document" not in change


def test_an_empty_log_has_a_cursor_too(api: Api) -> None:
    Change.objects.all().delete()
    answer = api("changes").json()
    assert answer["changes"] == []
    assert api("changes", cursor=answer["next"]).json() == answer


def test_a_change_carries_its_document_as_served(api: Api, item: ItemPage) -> None:
    changes = api("changes", limit=100).json()["changes"]
    own = [one for one in changes if one["id"] == str(item.translation_key)]
    assert own[-1]["document"] == api(f"items/{item.slug}", locale="fr").json()
    versions = [one["version"] for one in own]
    assert versions == sorted(versions)


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ({"cursor": "1"}, "query.cursor"),
        ({"cursor": "1.forged"}, "query.cursor"),
        ({"cursor": ""}, "query.cursor"),
        ({"limit": "101"}, "query.limit"),
        ({"since": "1"}, "query.since"),
    ],
)
def test_what_is_wrong_is_named(api: Api, query: dict[str, Any], loc: str) -> None:
    response = api("changes", **query)
    assert response.status_code == 400
    assert [one["loc"] for one in response.json()["errors"]] == [loc]
