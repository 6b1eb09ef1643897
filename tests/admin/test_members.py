"""The screen of an institution's members: what is said there acts at once."""

from typing import Any

import pytest
from django.test import Client

from cms.institutions.models import Institution, Membership
from cms.institutions.services import set_standing
from tests.admin.conftest import signed_in
from tests.factories import InstitutionRecordFactory, UserFactory


@pytest.fixture
def record(home_institution: Any) -> Institution:
    return home_institution.institution


def screen(record: Institution) -> str:
    return f"/admin/institution_records/members/{record.pk}/"


def add(client: Client, record: Institution, person: str, role: str = "editor") -> Any:
    return client.post(screen(record), {"person": person, "role": role})


def role_of(person: Any, record: Institution) -> str | None:
    return record.memberships.filter(user=person).values_list("role", flat=True).first()


def test_a_manager_adds_a_person_named_exactly(manager: Client, record: Institution) -> None:
    person = UserFactory(username="nadia")
    add(manager, record, "nadia")
    assert role_of(person, record) == "editor"
    assert set(person.groups.all()) == {record.group, record.editors}


@pytest.mark.parametrize("named", ["nad", "", "nobody@example.org", "NADIA"])
def test_nobody_is_found_by_guessing(manager: Client, record: Institution, named: str) -> None:
    UserFactory(username="nadia")
    before = record.memberships.count()
    answer = add(manager, record, named)
    assert answer.status_code == 200
    assert "nadia" not in answer.content.decode()
    assert record.memberships.count() == before


def test_an_address_anybody_may_claim_names_nobody(manager: Client, record: Institution) -> None:
    stranger = UserFactory(email="invited@museum.example")
    assert add(manager, record, "invited@museum.example").status_code == 200
    assert role_of(stranger, record) is None


def test_managers_of_a_barred_institution_only_look_on(
    manager: Client, record: Institution
) -> None:
    person = UserFactory(username="nadia")
    set_standing(record, verification_state="suspended", trust_level="new")
    add(manager, record, "nadia")
    assert role_of(person, record) is None
    edit = f"/admin/institution_records/edit/{record.pk}/"
    manager.post(edit, {"legal_name": "Autrement"})
    record.refresh_from_db()
    assert not record.has_unpublished_changes
    set_standing(record, verification_state="validated", trust_level="new")
    add(manager, record, "nadia")
    assert role_of(person, record) == "editor"


def test_a_managers_list_counts_all_members(manager: Client, record: Institution) -> None:
    for _ in range(3):
        UserFactory(member_of=record)
    listed = manager.get("/admin/institution_records/").context["object_list"]
    assert [row.members for row in listed] == [record.memberships.count()]


def test_a_role_changes_and_its_rights_with_it(manager: Client, record: Institution) -> None:
    person = UserFactory(member_of=record)
    row = record.memberships.get(user=person)
    manager.post(screen(record), {"membership": row.pk, "role": "contributor"})
    assert role_of(person, record) == "contributor"
    assert set(person.groups.all()) == {record.group}


def test_a_member_who_is_removed_has_nothing_left(manager: Client, record: Institution) -> None:
    person = UserFactory(member_of=record)
    row = record.memberships.get(user=person)
    manager.post(screen(record), {"membership": row.pk, "remove": "1"})
    assert role_of(person, record) is None
    assert not person.groups.exists()


def test_a_made_up_role_is_refused(manager: Client, record: Institution) -> None:
    person = UserFactory(username="nadia")
    add(manager, record, "nadia", role="emperor")
    assert role_of(person, record) is None


@pytest.mark.parametrize("change", [{"remove": "1"}, {"role": "editor"}])
def test_a_manager_does_not_lock_the_institution_out(
    manager: Client, record: Institution, change: dict[str, str]
) -> None:
    row = record.memberships.get(role="manager")
    answer = manager.post(screen(record), {"membership": row.pk} | change, follow=True)
    assert "only manager" in answer.content.decode()
    assert record.memberships.filter(pk=row.pk, role="manager").exists()


def test_with_another_manager_one_may_go(manager: Client, record: Institution) -> None:
    row = record.memberships.get(role="manager")
    UserFactory(member_of=record, member_of__role="manager")
    answer = manager.post(screen(record), {"membership": row.pk, "remove": "1"})
    assert answer["Location"] == "/admin/"
    assert manager.get(screen(record))["Location"].startswith("/admin/login/")


def test_staff_may_remove_the_last_manager(moderator: Client, record: Institution) -> None:
    person = UserFactory(member_of=record, member_of__role="manager")
    row = record.memberships.get(user=person)
    moderator.post(screen(record), {"membership": row.pk, "remove": "1"})
    assert role_of(person, record) is None


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_nobody_gives_roles_in_another_institution(
    request: pytest.FixtureRequest, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    other = InstitutionRecordFactory()
    stranger = UserFactory(username="nadia", member_of=other)
    assert add(client, other, "nadia", "manager").status_code == 404
    assert role_of(stranger, other) == "editor"


def test_a_row_of_another_institution_is_out_of_reach(manager: Client, record: Institution) -> None:
    other = InstitutionRecordFactory()
    row = Membership.objects.create(institution=other, user=UserFactory(), role="editor")
    answer = manager.post(screen(record), {"membership": row.pk, "remove": "1"})
    assert answer.status_code == 404
    assert Membership.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("membership", ["", "x", "9" * 40, "-1"])
def test_no_such_row(manager: Client, record: Institution, membership: str) -> None:
    posted = {"membership": membership, "remove": "1"}
    assert manager.post(screen(record), posted).status_code == 404


def test_an_editor_does_not_see_the_screen(editor: Client, record: Institution) -> None:
    assert editor.get(screen(record))["Location"] == "/admin/"


def test_signed_out(client: Client, record: Institution) -> None:
    assert "/login/" in client.get(screen(record))["Location"]


def test_the_history_tells(manager: Client, record: Institution) -> None:
    UserFactory(username="nadia")
    add(manager, record, "nadia")
    history = manager.get(f"/admin/institution_records/history/{record.pk}/").content.decode()
    assert "Nadia is a member: Editor" in history


def test_the_admin_of_a_member_who_left_shows_nothing_more(record: Institution) -> None:
    person = UserFactory(member_of=record)
    client = signed_in(person)
    page = record.pages.get()
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    Membership.objects.filter(user=person).delete()
    gone = client.get(f"/admin/pages/{page.pk}/edit/")
    assert gone["Location"] == f"/admin/login/?next=/admin/pages/{page.pk}/edit/"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
