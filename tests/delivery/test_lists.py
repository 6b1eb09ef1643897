"""Lists of cards over HTTP; what filters and facets mean is told in tests/catalogue."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.delivery.endpoints import lists
from cms.delivery.selectors.cards import read_cards
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

AUDIENCES = ("psychic", "psychosocial")


def test_a_card_is_a_subset_of_the_detail(api: Api, item: ItemPage) -> None:
    (card,) = api("items").json()["items"]
    detail = api(f"items/{item.slug}").json()
    assert set(card) < set(detail)
    assert {name: detail[name] for name in card} == card


def test_a_list_holds_one_kind(api: Api, item: ItemPage) -> None:
    GuideFactory(published=True)
    assert [card["kind"] for card in api("guides").json()["items"]] == ["guide"]
    assert [card["kind"] for card in api("items").json()["items"]] == ["item"]


def test_an_empty_list_is_an_answer(api: Api) -> None:
    assert api("programmes", count="true").json() == {"items": [], "next": None, "total": 0}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cards were asked of the database, time after time."""
    asked: list[int] = []

    def counted(document_ids: Any) -> Any:
        asked.append(len(document_ids))
        return read_cards(document_ids)

    monkeypatch.setattr(lists, "read_cards", counted)
    return asked


def test_the_cards_of_a_page_are_read_again_when_something_changed(
    api: Api, reads: list[int]
) -> None:
    first = ItemFactory(published=True, title="Première")

    def titles() -> tuple[list[str], bool]:
        """And whether the database was asked for the cards."""
        reads.clear()
        with CaptureQueriesContext(connection) as asked:
            cards = api("items", order="title").json()["items"]
        assert len(asked) == 1
        return [card["title"] for card in cards], bool(reads)

    api("items", order="title")  # loads the catalogue
    assert titles() == (["Première"], False)
    second = ItemFactory(published=True, title="Seconde", parent=first.get_parent())
    api("items", order="title")
    assert titles() == (["Première", "Seconde"], False)
    first.title = "Troisième"
    go_live(first)
    api("items", order="title")
    assert titles()[0] == ["Seconde", "Troisième"]
    second.unpublish()
    api("items", order="title")
    assert titles() == (["Troisième"], False)


def test_no_more_cards_are_kept_than_fit(
    api: Api, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ItemFactory(published=True)
    size = len(api("items").content)
    ItemFactory(published=True)  # nothing is kept of the new state yet
    monkeypatch.setattr(lists, "MOST_KEPT", size * 3)
    pages = [{"order": order} for order in ("title", "published", "language")]
    for page in pages:
        assert len(api("items", **page).json()["items"]) == 2
    read = []
    for page in reversed(pages):
        reads.clear()
        api("items", **page)
        read.append(bool(reads))
    assert read == [False, True, True]


def test_what_holds_a_deprecated_code_is_found_under_both(api: Api) -> None:
    """`psychic` is called `psychosocial` now."""
    former = ItemFactory(published=True, audiences=["psychic"])
    ItemFactory(published=True, audiences=["psychosocial"], parent=former.get_parent())
    answers = [api("items", audience=code, facets="audience") for code in AUDIENCES]
    assert [len(answer.json()["items"]) for answer in answers] == [2, 2]
    facet = answers[0].json()["facets"]["audience"]
    assert [(one["code"], one["count"]) for one in facet] == [("psychosocial", 2)]
    assert api(f"items/{former.slug}").json()["audiences"] == ["psychic"]


def test_pages_follow_each_other_without_gap_or_repeat(api: Api) -> None:
    parent = InstitutionFactory(published=True)
    wanted = {str(ItemFactory(published=True, parent=parent).translation_key) for _ in range(5)}
    seen, cursor = [], None
    while True:
        page = api("items", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [card["id"] for card in page["items"]]
        if len(seen) == 2:
            ItemFactory(published=True, parent=parent)  # newer than what was read: not met
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == 5
    assert set(seen) == wanted


def test_total_and_facets_only_when_asked(api: Api, item: ItemPage) -> None:
    assert set(api("items").json()) == {"items", "next"}
    asked = api("items", count="true", facets="category,format", locale="fr").json()
    assert asked["total"] == 1
    assert asked["facets"]["format"] == [{"code": "recording", "label": "Captation", "count": 1}]
    assert set(asked["facets"]) == {"category", "format"}


def test_filters_choose(api: Api, item: ItemPage) -> None:
    music = CategoryFactory(published=True, code="music")
    song = ItemFactory(published=True, category=music, format="concert")
    assert _ids(api("items", category="music")) == [str(song.translation_key)]
    assert len(_ids(api("items", category=["music", "theatre"]))) == 2
    assert _ids(api("items", category="music", format="recording")) == []
    institution = item.get_parent()
    assert str(item.translation_key) in _ids(api("items", institution=institution.slug))
    assert str(item.translation_key) in _ids(api("items", institution=institution.translation_key))


def test_fields_thin_cards_out(api: Api, item: ItemPage) -> None:
    (card,) = api("items", fields="slug").json()["items"]
    assert card == {"id": str(item.translation_key), "kind": "item", "slug": item.slug}
    assert api("items", fields="body").status_code == 400


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ({"colour": "red"}, "query.colour"),
        ({"topic": "rights"}, "query.topic"),
        ({"category": "nowhere"}, "query.category"),
        ({"format": "smell"}, "query.format"),
        ({"institution": "nobody"}, "query.institution"),
        ({"limit": "0"}, "query.limit"),
        ({"limit": "101"}, "query.limit"),
        ({"limit": "9" * 400}, "query.limit"),
        ({"limit": "1.5"}, "query.limit"),
        ({"limit": "١"}, "query.limit"),
        ({"age": "-1"}, "query.age"),
        ({"free": "perhaps"}, "query.free"),
        ({"order": "sideways"}, "query.order"),
        ({"count": "many"}, "query.count"),
        ({"facets": "soul"}, "query.facets"),
        ({"cursor": "AAAA"}, "query.cursor"),
        ({"cursor": ""}, "query.cursor"),
        ({"published_since": "yesterday"}, "query.published_since"),
        ({"locale": "de"}, "query.locale"),
    ],
)
def test_what_is_wrong_is_named(api: Api, item: ItemPage, query: dict[str, Any], loc: str) -> None:
    response = api("items", **query)
    assert response.status_code == 400, response.content
    assert [one["loc"] for one in response.json()["errors"]] == [loc]


def test_what_is_on_and_what_is_next(api: Api, at: Any) -> None:
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)
    at(friday)
    for title, days in (
        ("monday", (3,)),
        ("saturday", (-1, 1)),
        ("cancelled", (1,)),
        ("never", ()),
    ):
        status = "cancelled" if title == "cancelled" else "scheduled"
        showings = [occurrence(friday + timedelta(days=day), status=status) for day in days]
        ItemFactory(published=True, slug=title, occurrences=showings)
    found = api("items", when="weekend", facets="format", count="true").json()
    assert [card["slug"] for card in found["items"]] == ["saturday"]
    assert (found["total"], found["facets"]["format"][0]["count"]) == (1, 1)
    cards = api("items", when="upcoming", order="next_occurrence").json()["items"]
    assert [card["slug"] for card in cards] == ["saturday", "monday"]
    assert cards[0]["next_occurrence"]["starts_at"] == "2026-11-28T12:00:00Z"
    assert api("items", when="2026-11-30..2026-12-01", fields="slug").json()["items"] == [
        {"id": cards[1]["id"], "kind": "item", "slug": "monday"}
    ]
    assert "Did you mean 'weekend'?" in api("items", when="week-end").json()["detail"]


def test_ones_own_language_first(api: Api, item: ItemPage, russian: ItemPage) -> None:
    newer = ItemFactory(published=True)
    wanted = {"locale": "ru", "order": "language"}
    assert _ids(api("items", **wanted)) == [str(item.translation_key), str(newer.translation_key)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"categry": "theatre"}, "Did you mean 'category'?"),
        ({"categry": "theatre"}, "known here: access_mode, accessibility, age"),
        ({"category": "theater"}, "one of: theatre. Did you mean 'theatre'?"),
        ({"format": "recordin"}, "Did you mean 'recording'?"),
        ({"fields": "titel"}, "Did you mean 'title'?"),
        ({"facets": "formats"}, "Did you mean 'format'?"),
        ({"order": "newest"}, "one of: -published, published, title"),
        ({"institution": "bolchoy"}, "Did you mean 'bolchoi'?"),
    ],
)
def test_a_refusal_says_what_there_is_and_what_was_meant(
    api: Api, query: dict[str, str], said: str
) -> None:
    ItemFactory(published=True, parent=InstitutionFactory(published=True, slug="bolchoi"))
    (error,) = api("items", **query).json()["errors"]
    assert said in error["msg"]


@pytest.mark.parametrize(
    ("joined", "repeated"),
    [
        ({"format": "concert,film"}, {"format": ["concert", "film"]}),
        ({"fields": "slug,title"}, {"fields": ["slug", "title"]}),
        ({"facets": "format,category"}, {"facets": ["format", "category"]}),
    ],
)
def test_several_values_stand_behind_commas_or_are_repeated(
    api: Api, joined: dict[str, str], repeated: dict[str, list[str]]
) -> None:
    for format_ in ("concert", "film", "game"):
        ItemFactory(published=True, format=format_)
    answer = api("items", order="title", **joined).json()
    assert answer == api("items", order="title", **repeated).json()
    assert len(answer["items"]) == (2 if "format" in joined else 3)


def test_a_cursor_is_good_for_its_own_list_only(api: Api) -> None:
    parent = InstitutionFactory(published=True)
    for _ in range(2):
        ItemFactory(published=True, parent=parent)
    cursor = api("items", limit=1).json()["next"]
    assert api("items", limit=1, cursor=cursor).status_code == 200
    assert api("items", limit=1, cursor=cursor, order="title").status_code == 400
    assert api("items", limit=1, cursor=cursor[:-1]).status_code == 400


def _ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [card["id"] for card in response.json()["items"]]
