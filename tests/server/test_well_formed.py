"""What no view could make sense of: an answer of 400 that names it, never a 500."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.factories import InstitutionFactory, ItemFactory, UserFactory

pytestmark = pytest.mark.django_db

HUGE = str(2**63)
HUGER = "9" * 60
# More digits than Python reads as a number.
ENORMOUS = "9" * 5000
# What the database itself refuses would end the transaction of a test.
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client() -> Client:
    return signed_in(UserFactory(superuser=True, language="en"))


@pytest.fixture
def item() -> ItemPage:
    return ItemFactory(published=True, parent=InstitutionFactory(published=True))


@pytest.fixture
def address(item: ItemPage) -> str:
    return f"/admin/pages/{item.pk}/edit/"


@pytest.fixture
def form(client: Client, address: str) -> dict[str, Any]:
    return form_of(client, address)


def test_the_form_itself_is_well(client: Client, address: str, form: dict[str, Any]) -> None:
    assert client.post(address, form).status_code == 302


UNEVEN = [
    ("media-count", None),
    ("media-count", ""),
    ("media-count", "many"),
    ("media-count", "-1"),
    ("media-count", "1000000000"),
    ("media-count", HUGER),
    ("media-count", "3"),
    ("media-0-order", "first"),
    ("body-count", "1e3"),
    ("occurrences-TOTAL_FORMS", "1000000000"),
    ("occurrences-TOTAL_FORMS", "x"),
]


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_a_form_that_does_not_add_up_is_refused_by_name(
    client: Client, address: str, form: dict[str, Any], action: dict[str, str]
) -> None:
    for name, value in UNEVEN:
        sent = form | action
        if value is None:
            del sent[name]
        else:
            sent[name] = value
        answer = client.post(address, sent)
        assert answer.status_code == 400, (name, value, answer.content[:500])
        assert name.partition("-")[0] in answer.content.decode()


@pytest.mark.parametrize("action", [{}, {"action-publish": "action-publish"}])
def test_a_number_that_cannot_be_kept_is_an_error_of_its_field(
    client: Client, address: str, form: dict[str, Any], action: dict[str, str]
) -> None:
    for name in ("duration_minutes", "target_age_from", "price_min"):
        for number in (HUGE, HUGER, f"-{HUGER}", ENORMOUS):
            answer = client.post(address, form | {name: number} | action)
            assert answer.status_code == 200, (name, number)
            assert name in answer.context["form"].errors, (name, number)


@commits
@pytest.mark.parametrize("number", [HUGE, HUGER, ENORMOUS])
def test_a_number_that_names_no_row_is_refused_by_name(
    client: Client, address: str, form: dict[str, Any], number: str
) -> None:
    for name in ("category", "image"):
        answer = client.post(address, form | {name: number})
        if answer.status_code == 400:
            assert name in answer.content.decode()
        else:
            assert name in answer.context["form"].errors
    for path, name in (("/admin/users/", "group"), ("/admin/api/main/pages/", "offset")):
        answer = client.get(path, {name: number})
        assert answer.status_code in {200, 400}
        assert answer.status_code == 200 or name in answer.content.decode()


if connection.vendor == "sqlite":
    # Which has no answer of its own to them.

    @commits
    def test_what_the_database_cannot_take_is_named(
        client: Client, address: str, form: dict[str, Any]
    ) -> None:
        for number in (HUGE, HUGER):
            answer = client.post(address, form | {"category": number})
            assert answer.status_code == 400
            assert answer.content.decode() == "category: this number is too large."
            found = client.get("/admin/users/", {"group": number})
            assert found.status_code == 400
            assert found.content.decode() == "group: this number is too large."


def test_a_number_in_a_block_too(client: Client, address: str, form: dict[str, Any]) -> None:
    form |= {
        "media-count": "1",
        "media-0-deleted": "",
        "media-0-order": "0",
        "media-0-type": "video",
        "media-0-id": "",
        "media-0-value-provider": "other",
        "media-0-value-url": "https://example.org/film",
        "media-0-value-title": "",
        "media-0-value-tracks-count": "0",
    }
    assert client.post(address, form | {"media-0-value-duration_seconds": "60"}).status_code == 302
    for number in (HUGE, HUGER, str(2**31)):
        answer = client.post(address, form | {"media-0-value-duration_seconds": number})
        assert answer.status_code == 200, number
        assert "media" in answer.context["form"].errors, number


def test_a_nul_in_a_form_is_refused_by_name(
    client: Client, address: str, form: dict[str, Any]
) -> None:
    for name in ("title", "summary", "slug", "comments-TOTAL_FORMS"):
        answer = client.post(address, form | {name: "a\x00b"})
        assert answer.status_code == 400, name
        assert name in answer.content.decode()


ADDRESSES = [
    "/admin/pages/{number}/",
    "/admin/pages/{number}/edit/",
    "/admin/pages/{number}/history/",
    "/admin/pages/{number}/delete/",
    "/admin/pages/{number}/move/",
    "/admin/pages/{number}/move/{number}/confirm/",
    "/admin/pages/add/content_pages/itempage/{number}/",
    "/admin/images/{number}/",
    "/admin/documents/edit/{number}/",
    "/admin/users/edit/{number}/",
    "/admin/collections/{number}/",
    "/admin/choose-page/{number}/",
    "/admin/choose-page/?page_type=wagtailcore.page&p={number}",
    "/admin/pages/search/?p={number}",
    "/admin/images/?p={number}",
    "/admin/images/?collection_id={number}",
    "/admin/documents/?collection_id={number}",
    "/admin/users/?p={number}",
    "/admin/users/?group={number}",
    "/admin/reports/site-history/?user={number}",
    "/admin/reports/workflow/?reviewable={number}",
    "/admin/reports/locked/?locked_by={number}",
    "/admin/redirects/?p={number}",
    "/admin/api/main/pages/{number}/",
    "/admin/api/main/pages/?child_of={number}",
    "/admin/api/main/pages/?limit={number}",
    "/admin/api/main/pages/?offset={number}",
    "/admin/bulk/wagtailcore/page/delete/?id={number}",
    "/documents/{number}/x.pdf",
    "/media/{number}",
    "/{number}/",
    "/fr/?p={number}",
    "/preview/{number}/",
    "/api/v1/items/{number}",
    "/api/v1/items?limit={number}",
    "/api/v1/items?age={number}",
    "/api/v1/changes?cursor={number}",
    "/api/v1/resolve?path=/{number}/",
    "/api/v1/imports/{number}",
]


def _statuses(client: Client, number: str) -> dict[str, int]:
    client.raise_request_exception = False
    return {one: client.get(one.format(number=number)).status_code for one in ADDRESSES}


@commits
@pytest.mark.parametrize("number", [HUGE, HUGER, ENORMOUS])
def test_a_number_in_an_address_is_never_an_internal_error(
    client: Client, item: ItemPage, number: str
) -> None:
    found = _statuses(client, number)
    assert {address: status for address, status in found.items() if status >= 500} == {}


def test_a_nul_in_an_address_neither(client: Client, item: ItemPage) -> None:
    found = _statuses(client, "%00")
    assert {one: status for one, status in found.items() if status not in {400, 401, 404}} == {}


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_nul_in_a_cookie_neither(cookie: str) -> None:
    answer = Client().get("/admin/", headers={"Cookie": f'{cookie}="aaaaaaaaaa\\000"'})
    assert answer.status_code == 400
    assert cookie in answer.content.decode()


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize(
    "address", ["/admin/items/", "/admin/news/", "/admin/reports/site-history/"]
)
def test_a_date_at_an_end_of_the_calendar_narrows_no_listing(
    client: Client, item: ItemPage, address: str, year: str
) -> None:
    """As a date field sends it that is half typed."""
    known = "timestamp" if "history" in address else "latest_revision_created_at"
    day = "01-01" if year == "0001" else "12-31"
    for end in ("from", "to"):
        answer = client.get(address, {f"{known}_{end}": f"{year}-{day}"})
        assert answer.status_code in {200, 400}
        if answer.status_code == 400:
            assert f"{known}_{end}" in answer.content.decode()
    assert client.get(address, {f"{known}_from": "2020-01-01"}).status_code == 200


def test_below_an_api_it_is_a_problem_document() -> None:
    answer = Client().get(
        "/api/v1/authoring/items", {"cursor": "\0"}, headers={"accept-language": "fr"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == "cursor holds a character nothing can keep."
