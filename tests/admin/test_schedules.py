"""When a page goes live and expires is said by who publishes it, and by nobody else's draft."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.admin.roles_ground import COMPLETE
from tests.factories import ItemFactory, UserFactory

LIVE_AT, EXPIRE_AT = (datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=days)
                      for days in (10, 20))  # fmt: skip
WHEN = {
    "go_live_at": LIVE_AT.strftime("%Y-%m-%d %H:%M"),
    "expire_at": EXPIRE_AT.strftime("%Y-%m-%d %H:%M"),
}
MEMBERS = ("contributor", "editor", "manager")


def edit(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


@pytest.fixture
def person(home_institution: Any, request: pytest.FixtureRequest) -> Any:
    return UserFactory(
        member_of=home_institution.institution, member_of__role=request.param, language="en"
    )


@pytest.fixture
def item(home_institution: Any, person: Any) -> Any:
    page = ItemFactory(parent=home_institution, owner=person)
    page.save_revision(user=person)
    return page


def offers_dates(client: Client, address: str) -> bool:
    """The fields stand in a dialogue, outside the form's element."""
    page = client.get(address).content.decode()
    offered = {f'name="{name}"' in page for name in WHEN}
    assert len(offered) == 1, "both or neither"
    return offered.pop()


def draft_of(page: Any) -> Any:
    return ItemPage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.usefixtures("no_workflow")
@pytest.mark.parametrize("person", MEMBERS, indirect=True)
def test_a_members_dates_are_not_kept(person: Any, item: Any, moderator: Client) -> None:
    client = signed_in(person)
    assert not offers_dates(client, edit(item))
    client.post(edit(item), form_of(client, edit(item)) | COMPLETE | WHEN | {"title": "Retouché"})
    draft = draft_of(item)
    assert draft.title == "Retouché"
    assert (draft.go_live_at, draft.expire_at) == (None, None)
    publish = form_of(moderator, edit(item)) | COMPLETE | {"action-publish": "1"}
    moderator.post(edit(item), publish)
    now = ItemPage.objects.get(pk=item.pk)
    assert now.live
    assert now.expire_at is None


@pytest.mark.parametrize("person", MEMBERS, indirect=True)
def test_nor_those_of_a_new_page(person: Any, home_institution: Any) -> None:
    client = signed_in(person)
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    assert not offers_dates(client, address)
    client.post(
        address, form_of(client, address) | WHEN | {"title": "Toute neuve", "slug": "toute-neuve"}
    )
    page = draft_of(Page.objects.get(slug="toute-neuve"))
    assert (page.go_live_at, page.expire_at) == (None, None)


@pytest.mark.parametrize("person", ["editor"], indirect=True)
def test_a_moderators_dates_are_kept_and_outlast_a_members_save(
    person: Any, item: Any, moderator: Client
) -> None:
    assert offers_dates(moderator, edit(item))
    moderator.post(edit(item), form_of(moderator, edit(item)) | WHEN)
    said = draft_of(item)
    assert said.go_live_at is not None
    assert said.expire_at - said.go_live_at == timedelta(days=10)
    client = signed_in(person)
    later = dict.fromkeys(WHEN, "2001-01-01 10:00")
    client.post(edit(item), form_of(client, edit(item)) | later | {"title": "Retouché"})
    now = draft_of(item)
    assert now.title == "Retouché"
    assert (now.go_live_at, now.expire_at) == (said.go_live_at, said.expire_at)


def test_a_moderator_adds_a_page_that_waits(moderator: Client, home_institution: Any) -> None:
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    form = form_of(moderator, address)
    moderator.post(address, form | WHEN | {"title": "Plus tard", "slug": "plus-tard"})
    assert draft_of(Page.objects.get(slug="plus-tard")).go_live_at is not None
