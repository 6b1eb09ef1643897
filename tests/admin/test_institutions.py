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
            codename__in=[
                *("view_institution", "change_institution", "add_institution"),
                *("publish_institution", "change_membership"),
            ],
        ),
        Permission.objects.get(codename="access_admin"),
    )
    return signed_in(person)


def stand(client: Client, record: Institution, state: str, trust: str) -> None:
    posted = {"verification_state": state, "trust_level": trust}
    client.post(f"{LIST}standing/{record.pk}/", posted)


def public(page: Any) -> Any:
    """The document of an institution as the API serves it."""
    return Client().get(f"/api/v1/institutions/{page.slug}").json()


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


@pytest.mark.parametrize(
    "screen",
    ["edit", "history", "history-results", "usage", "delete", "members", "standing", "decline"],
)
def test_a_manager_reaches_no_other_record(
    manager: Client, other: Institution, screen: str
) -> None:
    assert manager.get(f"{LIST}{screen}/{other.pk}/").status_code == 404


def test_an_editor_of_an_institution_has_no_business_here(
    editor: Client, record: Institution
) -> None:
    for address in (LIST, edit(record)):
        assert editor.get(address)["Location"] == "/admin/"


def publish(client: Client, record: Institution, **changes: str) -> Any:
    return client.post(
        edit(record), form_of(client, edit(record)) | changes | {"action-publish": "1"}
    )


def test_what_a_manager_saves_is_a_proposal(manager: Client, record: Institution) -> None:
    publish(manager, record, town="Saint-Nazaire")
    record.refresh_from_db()
    assert (record.town, record.has_unpublished_changes) == ("", True)
    assert form_of(manager, edit(record))["town"] == "Saint-Nazaire"


def test_the_public_document_waits_for_the_decision(
    manager: Client, staff: Client, record: Institution, home_institution: Any
) -> None:
    publish(manager, record, town="Saint-Nazaire", website="https://ecluse.example.org/")
    assert public(home_institution)["address"]["town"] is None
    compared = staff.get(f"{LIST}history/{record.pk}/revisions/compare/live...latest/")
    assert "Saint-Nazaire" in compared.content.decode()
    assert publish(staff, record)["Location"] == LIST
    assert public(home_institution)["address"]["town"] == "Saint-Nazaire"
    record.refresh_from_db()
    assert not record.has_unpublished_changes


def test_a_declined_proposal_is_history(
    manager: Client, staff: Client, record: Institution, home_institution: Any
) -> None:
    publish(manager, record, town="Saint-Nazaire")
    page = staff.get(edit(record)).content.decode()
    assert f"{LIST}decline/{record.pk}/" in page
    staff.post(f"{LIST}decline/{record.pk}/", {"reason": "That is another museum."})
    record.refresh_from_db()
    assert not record.has_unpublished_changes
    assert form_of(manager, edit(record))["town"] == ""
    assert public(home_institution)["address"]["town"] is None
    assert "That is another museum." in manager.get(f"{LIST}history/{record.pk}/").content.decode()


@pytest.mark.parametrize("screen", ["decline", "standing", "unpublish"])
def test_a_manager_decides_nothing(manager: Client, record: Institution, screen: str) -> None:
    publish(manager, record, town="Saint-Nazaire")
    answer = manager.post(
        f"{LIST}{screen}/{record.pk}/",
        {"verification_state": "validated", "trust_level": "trusted"},
    )
    assert answer["Location"] == "/admin/"
    record.refresh_from_db()
    assert (record.trust_level, record.live, record.has_unpublished_changes) == ("new", True, True)


def test_nobody_takes_a_record_down(admin: Client, record: Institution) -> None:
    admin.post(f"{LIST}unpublish/{record.pk}/")
    record.refresh_from_db()
    assert record.live


def test_a_proposal_says_nothing_of_standing_members_or_groups(
    manager: Client, staff: Client, record: Institution
) -> None:
    """Whatever the state was when it was made, and whoever was a member then."""
    leaving = UserFactory(member_of=record)
    publish(manager, record, town="Saint-Nazaire")
    Membership.objects.get(user=leaving).delete()
    stand(staff, record, "suspended", "watched")
    publish(staff, record)
    record.refresh_from_db()
    assert (record.town, record.verification_state) == ("Saint-Nazaire", "suspended")
    assert record.trust_level == "watched"
    assert not Membership.objects.filter(user=leaving).exists()


def test_an_old_revision_brings_no_standing_back(staff: Client, record: Institution) -> None:
    publish(staff, record, town="Nantes")
    stand(staff, record, "suspended", "watched")
    first = record.revisions.order_by("pk").first()
    revert = f"{LIST}history/{record.pk}/revisions/{first.pk}/revert/"
    staff.post(revert, form_of(staff, revert) | {"action-publish": "1"})
    record.refresh_from_db()
    assert (record.verification_state, record.trust_level) == ("suspended", "watched")


def test_staff_say_how_far_it_is_trusted(staff: Client, record: Institution) -> None:
    stand(staff, record, "validated", "trusted")
    record.refresh_from_db()
    assert record.trust_level == "trusted"
    assert "Trusted" in staff.get(f"{LIST}history/{record.pk}/").content.decode()


def test_no_such_standing(staff: Client, record: Institution) -> None:
    stand(staff, record, "adored", "trusted")
    record.refresh_from_db()
    assert (record.verification_state, record.trust_level) == ("validated", "new")


def test_changing_the_standing_leaves_a_proposal_where_it_is(
    manager: Client, staff: Client, record: Institution
) -> None:
    publish(manager, record, town="Saint-Nazaire")
    stand(staff, record, "validated", "known")
    record.refresh_from_db()
    assert (record.town, record.trust_level, record.has_unpublished_changes) == ("", "known", True)


def test_what_waits_is_on_the_dashboard_of_who_decides(
    manager: Client, staff: Client, record: Institution
) -> None:
    panel = "Records whose changes wait"
    assert panel not in staff.get("/admin/").content.decode()
    publish(manager, record, town="Saint-Nazaire")
    seen = staff.get("/admin/").content.decode()
    assert panel in seen
    assert edit(record) in seen
    assert panel not in manager.get("/admin/").content.decode()
    assert names(staff, has_unpublished_changes="true") == {record.legal_name}


def test_nobody_deletes_a_record(admin: Client, record: Institution) -> None:
    admin.post(f"{LIST}delete/{record.pk}/")
    assert Institution.objects.filter(pk=record.pk).exists()


def test_a_new_record_has_its_group_and_collection(staff: Client) -> None:
    data = form_of(staff, f"{LIST}add/") | {"legal_name": "Archives de la Baie", "kind": "archive"}
    assert staff.post(f"{LIST}add/", data)["Location"] == LIST
    made = Institution.objects.get(legal_name="Archives de la Baie")
    assert made.live
    assert made.group is not None
    assert made.editors is not None
    assert made.collection is not None


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
