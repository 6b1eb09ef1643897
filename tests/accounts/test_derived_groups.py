"""Institutions' groups are kept by their memberships: nobody chooses, edits or counts them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
)

from cms.accounts.models import User
from cms.institutions.models import Institution
from tests.admin.conftest import signed_in
from tests.factories import InstitutionFactory, InstitutionRecordFactory, ItemFactory, UserFactory

pytestmark = pytest.mark.django_db
MODAL = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@dataclass
class Accounts:
    """An administrator, somebody who is a member and a moderator, and where groups are offered."""

    client: Client
    house: Any
    person: User
    task: GroupApprovalTask
    shared: Group

    @property
    def derived(self) -> list[Group]:
        return [self.house.institution.group, self.house.institution.editors]

    def addresses(self) -> dict[str, str]:
        chosen = f"?id={self.person.pk}"
        return {
            "users": reverse("wagtailusers_users:index"),
            "new user": reverse("wagtailusers_users:add"),
            "user": reverse("wagtailusers_users:edit", args=[self.person.pk]),
            "groups": reverse("wagtailusers_groups:index"),
            "new group": reverse("wagtailusers_groups:add"),
            "group": reverse("wagtailusers_groups:edit", args=[self.shared.pk]),
            "assign role": "/admin/bulk/accounts/user/assign_role/" + chosen,
            "page privacy": reverse("wagtailadmin_pages:set_privacy", args=[self.house.pk]),
            "collection privacy": reverse(
                "wagtailadmin_collections:set_privacy",
                args=[self.house.institution.collection_id],
            ),
            "task": reverse("wagtailadmin_workflows:edit_task", args=[self.task.pk]),
            "review rule": reverse("review_rules:add"),
        }


OFFERING = (
    *("users", "new user", "user", "groups", "assign role"),
    *("page privacy", "collection privacy", "task", "review rule"),
)


@pytest.fixture
def accounts() -> Iterator[Accounts]:
    house = InstitutionFactory(published=True, title="Musée de l'Écluse")
    person = UserFactory(member_of=house.institution, group="Moderators", language="en")
    shared = Group.objects.create(name="Presse")
    return Accounts(
        signed_in(UserFactory(superuser=True, language="en")),
        house,
        person,
        GroupApprovalTask.objects.get(),
        shared,
    )


def text_of(answer: Any) -> str:
    """A page, or what a dialogue holds."""
    if answer["Content-Type"].startswith("application/json"):
        return str(answer.json()["html"])
    return str(answer.content.decode())


@pytest.mark.parametrize("place", OFFERING)
def test_they_are_not_offered(accounts: Accounts, place: str) -> None:
    text = text_of(accounts.client.get(accounts.addresses()[place]))
    offered = BeautifulSoup(text, "html.parser").get_text()
    for group in accounts.derived:
        assert group.name not in offered
    assert "Presse" in offered, "the others are"


def test_lists_are_as_long_and_as_quick_with_many_institutions(accounts: Accounts) -> None:
    """Options of selects and boxes to tick, and statements, with 3 institutions and with 300."""

    def measured() -> dict[str, tuple[int, int]]:
        found = {}
        for place, address in accounts.addresses().items():
            accounts.client.get(address)  # what is remembered for a request to come is
            with CaptureQueriesContext(connection) as queries:
                page = BeautifulSoup(text_of(accounts.client.get(address)), "html.parser")
            options = page.select("option, input[type=checkbox], input[type=radio]")
            found[place] = (len(options), len(queries))
        return found

    InstitutionRecordFactory.create_batch(2)
    few = measured()
    assert Institution.objects.count() == 3
    InstitutionRecordFactory.create_batch(297)
    assert measured() == few


def edit_user(accounts: Accounts, **changes: Any) -> Any:
    address = accounts.addresses()["user"]
    person = accounts.person
    said = {
        "username": person.username,
        "email": person.email,
        "first_name": "Nadia",
        "last_name": "Belkacem",
        "is_active": "on",
        "password1": "",
        "password2": "",
        "groups": [group.pk for group in person.groups.filter(name="Moderators")],
    }
    return accounts.client.post(address, said | changes)


def groups_of(person: User) -> set[str]:
    return set(User.objects.get(pk=person.pk).groups.values_list("name", flat=True))


def test_saving_an_account_keeps_what_follows_from_memberships(accounts: Accounts) -> None:
    before = groups_of(accounts.person)
    assert {group.name for group in accounts.derived} <= before
    edit_user(accounts)
    assert User.objects.get(pk=accounts.person.pk).last_name == "Belkacem"
    assert groups_of(accounts.person) == before
    edit_user(accounts, groups=[accounts.shared.pk])
    assert groups_of(accounts.person) == {"Presse", *(group.name for group in accounts.derived)}
    edit_user(accounts, groups=[])
    assert groups_of(accounts.person) == {group.name for group in accounts.derived}


def test_nobody_is_put_into_one_by_hand(accounts: Accounts) -> None:
    other = InstitutionRecordFactory()
    before = groups_of(accounts.person)
    answer = edit_user(accounts, groups=[other.group.pk])
    assert "groups" in answer.context["form"].errors
    answer = accounts.client.post(
        accounts.addresses()["assign role"] + "&next=/admin/", {"role": other.editors.pk}
    )
    assert groups_of(accounts.person) == before
    new = {
        "username": "nouveau",
        "email": "n@example.org",
        "first_name": "N",
        "last_name": "N",
        "password1": "a-long-enough-password",
        "password2": "a-long-enough-password",
        "groups": [other.group.pk],
    }
    accounts.client.post(accounts.addresses()["new user"], new)
    assert not User.objects.filter(username="nouveau").exists()


def test_a_group_kept_by_hand_is_assigned_in_bulk(accounts: Accounts) -> None:
    address = accounts.addresses()["assign role"] + "&next=/admin/"
    accounts.client.post(address, {"role": accounts.shared.pk})
    assert "Presse" in groups_of(accounts.person)


@pytest.mark.parametrize("screen", ["edit", "delete"])
def test_they_are_not_edited_or_deleted(accounts: Accounts, screen: str) -> None:
    for group in accounts.derived:
        address = reverse(f"wagtailusers_groups:{screen}", args=[group.pk])
        assert accounts.client.get(address).status_code == 404
        assert accounts.client.post(address, {"name": "Pris"}).status_code == 404
        assert Group.objects.get(pk=group.pk).name == group.name


def test_a_group_kept_by_hand_is_edited(accounts: Accounts) -> None:
    address = accounts.addresses()["group"]
    form = form_by_hand(accounts.client, address)
    accounts.client.post(address, form | {"name": "Presse et amis"})
    assert Group.objects.get(pk=accounts.shared.pk).name == "Presse et amis"


def test_what_it_holds_on_an_institutions_files_stays(accounts: Accounts) -> None:
    """Given before, or by a script."""
    held = GroupCollectionPermission.objects.filter(group=accounts.derived[0]).first()
    GroupCollectionPermission.objects.create(
        group=accounts.shared, collection=held.collection, permission=held.permission
    )
    address = accounts.addresses()["group"]
    form = form_by_hand(accounts.client, address)
    accounts.client.post(address, form | {"name": "Presse et amis"})
    assert Group.objects.get(pk=accounts.shared.pk).name == "Presse et amis"
    now = GroupCollectionPermission.objects.get(group=accounts.shared)
    assert (now.collection, now.permission) == (held.collection, held.permission)


def form_by_hand(client: Client, address: str) -> dict[str, Any]:
    """What a browser posts of the form of a group, which is none of those with panels."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    data: dict[str, Any] = {}
    for field in soup.select("main form input[name]"):
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if "__prefix__" in str(field["name"]):
            continue
        data.setdefault(str(field["name"]), []).append(str(field.get("value", "")))
    for field in soup.select("main form select[name]"):
        chosen = field.select("option[selected]")
        if chosen and "__prefix__" not in str(field["name"]):
            data[str(field["name"])] = [str(one["value"]) for one in chosen]
    return data


def test_a_collection_is_kept_for_a_group_by_hand_only(accounts: Accounts) -> None:
    collection = accounts.house.institution.collection
    address = accounts.addresses()["collection privacy"]
    posted = {"restriction_type": "groups", "password": ""}
    answer = accounts.client.post(address, posted | {"groups": [accounts.derived[0].pk]})
    assert answer.json()["step"] == "set_privacy"
    assert not CollectionViewRestriction.objects.exists()
    answer = accounts.client.post(address, posted | {"groups": [accounts.shared.pk]})
    assert answer.json() == {"step": "set_privacy_done", "is_public": False}
    restriction = CollectionViewRestriction.objects.get()
    assert restriction.collection == collection
    assert list(restriction.groups.all()) == [accounts.shared]
    assert "checked" in text_of(accounts.client.get(address))
    below = Collection.objects.get(pk=collection.pk).add_child(name="Archives")
    inherited = reverse("wagtailadmin_collections:set_privacy", args=[below.pk])
    assert "parent" in text_of(accounts.client.get(inherited))
    accounts.client.post(inherited, {"restriction_type": "none"})
    assert CollectionViewRestriction.objects.count() == 1
    answer = accounts.client.post(address, {"restriction_type": "none", "password": ""})
    assert answer.json() == {"step": "set_privacy_done", "is_public": True}
    assert not CollectionViewRestriction.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "editor", "manager"])
def test_members_keep_no_collection_for_anybody(accounts: Accounts, role: str) -> None:
    person = UserFactory(member_of=accounts.house.institution, member_of__role=role, language="en")
    address = accounts.addresses()["collection privacy"]
    posted = {"restriction_type": "groups", "password": "", "groups": [accounts.shared.pk]}
    answer = signed_in(person).post(address, posted)
    assert answer["Location"] == "/admin/"
    assert not CollectionViewRestriction.objects.exists()


def test_a_page_is_kept_for_a_group_by_hand_only(accounts: Accounts) -> None:
    page = ItemFactory(parent=accounts.house, published=True)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    posted = {"restriction_type": "groups", "password": ""}
    accounts.client.post(address, posted | {"groups": [accounts.derived[0].pk]})
    assert not PageViewRestriction.objects.exists()
    accounts.client.post(address, posted | {"groups": [accounts.shared.pk]})
    assert list(PageViewRestriction.objects.get(page=page).groups.all()) == [accounts.shared]


def test_who_may_not_see_a_group_does_not_shut_it_out(accounts: Accounts) -> None:
    page = ItemFactory(parent=accounts.house, published=True)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    board = Group.objects.create(name="Board")
    restriction.groups.set([accounts.shared, board])
    accounts.shared.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in Permission.objects.filter(codename__in=["change_page", "publish_page"]):
        GroupPagePermission.objects.create(
            group=accounts.shared, page=accounts.house, permission=permission
        )
    publisher = UserFactory(language="en")
    publisher.groups.add(accounts.shared)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client = signed_in(publisher)
    shown = text_of(client.get(address))
    assert "Presse" in shown
    assert "Board" not in shown
    client.post(
        address, {"restriction_type": "groups", "password": "", "groups": [accounts.shared.pk]}
    )
    assert set(restriction.groups.all()) == {accounts.shared, board}


def test_approving_is_not_given_to_one(accounts: Accounts) -> None:
    address = accounts.addresses()["task"]
    moderators = Group.objects.get(name="Moderators")
    accounts.client.post(address, {"groups": [accounts.derived[1].pk]})
    assert list(accounts.task.groups.all()) == [moderators]
    accounts.client.post(address, {"groups": [moderators.pk, accounts.shared.pk]})
    assert set(accounts.task.groups.all()) == {moderators, accounts.shared}


def test_a_group_that_approves_already_stays(accounts: Accounts) -> None:
    accounts.task.groups.set([accounts.derived[0]])
    accounts.client.post(
        accounts.addresses()["task"], {"groups": [accounts.derived[0].pk, accounts.shared.pk]}
    )
    assert set(accounts.task.groups.all()) == {accounts.derived[0], accounts.shared}
