"""The listings of pages: what they show, to whom, and at what cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CategoryFactory,
    GuideFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
)

# Fifty rows cost what one does: sessions, rights, menu, filters, the rows, their parents, states.
MOST_QUERIES = 30


def titles(response: Any) -> list[str]:
    return [page.title for page in response.context["object_list"]]


def ask(client: Client, **query: str) -> list[str]:
    response = client.get("/admin/items/", query)
    assert response.status_code == 200
    return titles(response)


@pytest.fixture
def items(home_institution: Any) -> dict[str, Any]:
    theatre = CategoryFactory(code="theatre", title="Théâtre", published=True)
    music = CategoryFactory(code="music", title="Musique", published=True)
    elsewhere = InstitutionFactory(published=True, title="Opéra du Port")
    return {
        "live": ItemFactory(
            published=True,
            parent=home_institution,
            title="Vivante",
            category=theatre,
            format="recording",
            image=ImageFactory(),
        ),
        "draft": ItemFactory(
            parent=home_institution, title="Brouillon", category=music, format="quiz"
        ),
        "far": ItemFactory(
            published=True, parent=elsewhere, title="Ailleurs", category=music, format="quiz"
        ),
    }


def test_a_row_says_what_one_looks_for(admin: Client, items: dict[str, Any]) -> None:
    page = admin.get("/admin/items/").content.decode()
    for word in ("Vivante", "Opéra du Port", "Théâtre", "Recording", "Quiz", "Quality "):
        assert word in page
    assert "/images/" in page  # the thumbnail's signed address


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Vivante", "Brouillon", "Ailleurs"}),
        ({"state": "live"}, {"Vivante", "Ailleurs"}),
        ({"state": "draft"}, {"Brouillon"}),
        ({"state": "review"}, set()),
        ({"category": "music"}, {"Brouillon", "Ailleurs"}),
        ({"format": "recording"}, {"Vivante"}),
        ({"institution": "opéra"}, {"Ailleurs"}),
        ({"institution": "opéra", "state": "draft"}, set()),
        ({"locale": "ru"}, set()),
        ({"locale": "fr"}, {"Vivante", "Brouillon", "Ailleurs"}),
        ({"q": "viv"}, {"Vivante"}),
        ({"q": "nothing of the kind"}, set()),
    ],
)
def test_filters(
    admin: Client, items: dict[str, Any], query: dict[str, str], found: set[str]
) -> None:
    assert set(ask(admin, **query)) == found


def test_a_category_takes_in_those_below_it(admin: Client, items: dict[str, Any]) -> None:
    music = CategoryFactory.found("fr", code="music")
    opera = CategoryFactory(code="opera", title="Opéra", parent=music, published=True)
    ItemFactory(title="Tosca", category=opera, parent=items["far"].get_parent().specific)
    assert "Tosca" in ask(admin, category="music")
    assert ask(admin, category="opera") == ["Tosca"]


def test_what_is_in_review_is_found(admin: Client, items: dict[str, Any], member: Any) -> None:
    draft = items["draft"]
    draft.save_revision(user=member)
    draft.get_workflow().start(draft, member)
    assert ask(admin, state="review") == ["Brouillon"]


def test_titles_are_found_whatever_their_case(admin: Client) -> None:
    ItemFactory(title="Театр теней")
    assert ask(admin, q="театр") == ["Театр теней"]
    assert ask(admin, q="ТЕНЕЙ") == ["Театр теней"]


def test_an_unknown_state_shows_everything_rather_than_failing(
    admin: Client, items: dict[str, Any]
) -> None:
    assert len(ask(admin, state="no-such-state")) == 3


def test_a_member_sees_their_institution_and_nothing_else(
    editor: Client, items: dict[str, Any]
) -> None:
    assert set(ask(editor)) == {"Vivante", "Brouillon"}
    assert set(ask(editor, q="Ailleurs")) == set()
    assert set(ask(editor, institution="opéra")) == set()


def test_a_moderator_sees_all(moderator: Client, items: dict[str, Any]) -> None:
    assert len(ask(moderator)) == 3


def test_who_is_not_signed_in_is_sent_to_the_login(items: dict[str, Any], client: Client) -> None:
    assert client.get("/admin/items/")["Location"] == "/admin/login/?next=/admin/items/"


def test_more_rows_cost_no_more_queries(admin: Client, items: dict[str, Any]) -> None:
    admin.get("/admin/items/")
    with CaptureQueriesContext(connection) as few:
        admin.get("/admin/items/")
    parent = items["live"].get_parent().specific
    for number in range(12):
        ItemFactory(parent=parent, title=f"Pièce {number}", published=number % 2 == 0)
    with CaptureQueriesContext(connection) as many:
        response = admin.get("/admin/items/")
    assert len(titles(response)) == 15
    assert len(many) <= len(few) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("address", "factory"),
    [
        ("institution_pages", InstitutionFactory),
        ("guides", GuideFactory),
        ("programmes", ProgrammeFactory),
        ("news", NewsFactory),
    ],
)
def test_the_other_listings(admin: Client, address: str, factory: Any) -> None:
    page = factory(published=True, title="Une page parmi d'autres")
    assert page.title in titles(admin.get(f"/admin/{address}/"))
    assert page.title in titles(admin.get(f"/admin/{address}/", {"q": "parmi"}))
    assert titles(admin.get(f"/admin/{address}/", {"state": "draft"})) == []


def test_the_explorer_finds_by_title_below_where_one_is(
    admin: Client, items: dict[str, Any], home_institution: Any
) -> None:
    response = admin.get(f"/admin/pages/{home_institution.pk}/", {"q": "viv"})
    assert titles(response) == ["Vivante"]
