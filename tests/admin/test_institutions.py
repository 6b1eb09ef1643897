"""Institutions' records: staff with the permission see all, managers their own."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from cms.institutions.models import Institution, Membership
from tests.admin.conftest import form_of, signed_in
from tests.factories import InstitutionRecordFactory, UserFactory

LIST = "/admin/institution_records/"


def edit(record: Institution) -> str:
    return f"{LIST}edit/{record.pk}/"


@pytest.fixture
def record(home_institution: Any) -> Institution:
    return home_institution.institution


@pytest.fixture
def other(db: None) -> Institution:
    return InstitutionRecordFactory(legal_name="Opéra du Port", kind="theatre", town="Marseille")


@pytest.fixture
def staff(db: None) -> Client:
    person = UserFactory(language="en")
    person.user_permissions.add(
        *Permission.objects.filter(
            content_type__app_label="institutions",
            codename__in=["view_institution", "change_institution", "add_institution"],
        ),
        Permission.objects.get(codename="access_admin"),
    )
    return signed_in(person)


def names(client: Client, **query: str) -> set[str]:
    return {one.legal_name for one in client.get(LIST, query).context["object_list"]}


def test_staff_see_every_record(staff: Client, record: Institution, other: Institution) -> None:
    assert names(staff) == {record.legal_name, other.legal_name}
    assert names(staff, kind="theatre") == {other.legal_name}
    assert names(staff, q="marseille") == {other.legal_name}
    assert names(staff, verification_state="suspended") == set()


def test_a_manager_sees_their_own(manager: Client, record: Institution, other: Institution) -> None:
    assert names(manager) == {record.legal_name}
    assert manager.get(edit(record)).status_code == 200


@pytest.mark.parametrize("screen", ["edit", "history", "usage", "delete"])
def test_a_manager_reaches_no_other_record(
    manager: Client, other: Institution, screen: str
) -> None:
    assert manager.get(f"{LIST}{screen}/{other.pk}/").status_code == 404


def test_an_editor_of_an_institution_has_no_business_here(
    editor: Client, record: Institution
) -> None:
    for address in (LIST, edit(record)):
        assert editor.get(address).status_code == 302


def test_a_manager_cannot_say_how_far_they_are_trusted(
    manager: Client, record: Institution
) -> None:
    data = form_of(manager, edit(record))
    assert "trust_level" not in data
    assert "verification_state" not in data
    posted = data | {"town": "Saint-Nazaire", "trust_level": "trusted"}
    assert manager.post(edit(record), posted).status_code == 302
    record.refresh_from_db()
    assert (record.town, record.trust_level) == ("Saint-Nazaire", "new")


def test_staff_say_it(staff: Client, record: Institution) -> None:
    data = form_of(staff, edit(record)) | {"trust_level": "trusted"}
    assert staff.post(edit(record), data).status_code == 302
    record.refresh_from_db()
    assert record.trust_level == "trusted"


def test_nobody_deletes_a_record(admin: Client, record: Institution) -> None:
    admin.post(f"{LIST}delete/{record.pk}/")
    assert Institution.objects.filter(pk=record.pk).exists()


def test_a_new_record_has_its_group_and_collection(staff: Client) -> None:
    data = form_of(staff, f"{LIST}new/") | {"legal_name": "Archives de la Baie", "kind": "archive"}
    assert staff.post(f"{LIST}new/", data).status_code == 302
    made = Institution.objects.get(legal_name="Archives de la Baie")
    assert made.group is not None
    assert made.collection is not None


def with_member(data: dict[str, Any], person: Any, role: str = "editor") -> dict[str, Any]:
    place = int(data["memberships-TOTAL_FORMS"])
    return data | {
        "memberships-TOTAL_FORMS": str(place + 1),
        f"memberships-{place}-user": str(person.pk),
        f"memberships-{place}-role": role,
        f"memberships-{place}-id": "",
        f"memberships-{place}-ORDER": str(place + 1),
    }


def test_a_member_gets_the_institutions_rights_and_loses_them(
    staff: Client, record: Institution
) -> None:
    person = UserFactory()
    assert staff.post(edit(record), with_member(form_of(staff, edit(record)), person)).status_code
    assert record.group in person.groups.all()
    row = Membership.objects.get(user=person)
    data = form_of(staff, edit(record))
    index = next(
        key.split("-")[1]
        for key, value in data.items()
        if key.endswith("-id") and value == str(row.pk)
    )
    staff.post(edit(record), data | {f"memberships-{index}-DELETE": "on"})
    assert record.group not in person.groups.all()


def test_a_place_that_changes_hands_takes_its_rights_along(
    staff: Client, record: Institution
) -> None:
    leaving, coming = UserFactory(member_of=record), UserFactory()
    data = form_of(staff, edit(record))
    key = next(
        key for key, value in data.items() if key.endswith("-user") and value == str(leaving.pk)
    )
    staff.post(edit(record), data | {key: str(coming.pk)})
    assert record.group not in leaving.groups.all()
    assert record.group in coming.groups.all()


def test_the_chooser_of_people_shows_strangers_to_staff_alone(
    manager: Client, admin: Client, record: Institution
) -> None:
    UserFactory(first_name="Inconnue", username="inconnue")
    colleague = UserFactory(member_of=record, username="collegue")
    seen = manager.get("/admin/people_chooser/results/").content.decode()
    assert colleague.username in seen
    assert "inconnue" not in seen
    assert "inconnue" in admin.get("/admin/people_chooser/results/?q=inconnue").content.decode()


def test_the_chooser_of_institutions_finds_by_name_or_town(
    admin: Client, other: Institution
) -> None:
    found = admin.get("/admin/institution_chooser/results/", {"q": "marseille"})
    assert other.legal_name in found.content.decode()
