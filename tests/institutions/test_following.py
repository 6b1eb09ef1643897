"""Rights follow records, memberships and pages at once, in both directions."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from cms.accounts.models import User
from cms.institutions import rights
from cms.institutions.models import Institution, Membership
from cms.institutions.services import set_standing
from tests.admin.conftest import form_of, signed_in
from tests.factories import (
    ImageFactory,
    InstitutionFactory,
    InstitutionRecordFactory,
    ItemFactory,
    UserFactory,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Any:
    return InstitutionFactory(published=True)


@pytest.fixture
def member(house: Any) -> Any:
    return UserFactory(member_of=house.institution, language="en")


def reaches(person: Any, page: Any) -> bool:
    return signed_in(person).get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def reaches_file(person: Any, record: Institution) -> bool:
    image = ImageFactory(collection=record.collection)
    return signed_in(person).get(f"/admin/images/{image.pk}/").status_code == 200


def stand(record: Institution, state: str) -> None:
    set_standing(record, verification_state=state, trust_level=record.trust_level)


def test_a_page_given_to_another_institution_and_back(house: Any, member: Any) -> None:
    item, former, other = ItemFactory(parent=house), house.institution, InstitutionRecordFactory()
    newcomer = UserFactory(member_of=other)
    assert (reaches(member, item), reaches(newcomer, item)) == (True, False)
    house.give_to(other)
    assert (reaches(member, item), reaches(newcomer, item)) == (False, True)
    house.refresh_from_db()
    house.give_to(former)
    assert (reaches(member, item), reaches(newcomer, item)) == (True, False)


def test_a_draft_that_gives_the_page_away_gives_nothing(house: Any, member: Any) -> None:
    house.institution = InstitutionRecordFactory()
    house.save_revision()
    assert reaches(member, house)


def _published_by_revert(house: Any, revision: Any, newcomer: Any) -> None:
    address = f"/admin/pages/{house.pk}/revisions/{revision.pk}/revert/"
    client = signed_in(newcomer)
    posted = form_of(client, address) | {"revision": str(revision.pk)}
    client.post(f"/admin/pages/{house.pk}/edit/", posted)
    house.refresh_from_db()
    assert house.latest_revision_id != revision.pk
    go_live(house.latest_revision)


@pytest.mark.parametrize(
    "publish_old", [lambda _house, revision, _person: go_live(revision), _published_by_revert]
)
def test_an_old_revision_does_not_take_the_page_back(
    house: Any, member: Any, publish_old: Any
) -> None:
    old, other = house.save_revision(), InstitutionRecordFactory()
    newcomer = UserFactory(member_of=other, language="en")
    house.give_to(other)
    go_live(house)
    publish_old(house, old, newcomer)
    house.refresh_from_db()
    assert house.institution_id == other.pk
    assert (reaches(member, house), reaches(newcomer, house)) == (False, True)


def test_staff_give_it_away_by_saving_the_form(house: Any, member: Any) -> None:
    """In every language, and its public documents follow."""
    russian = InstitutionFactory(locale="ru", translation_of=house, institution=house.institution)
    alias = house.create_alias(update_slug="alias")
    other = InstitutionRecordFactory(town="Brest")
    client = signed_in(UserFactory(superuser=True, language="en"))
    address = f"/admin/pages/{house.pk}/edit/"
    client.post(address, form_of(client, address) | {"institution": str(other.pk)})
    assert {one.institution_id for one in house.in_every_language()} == {other.pk}
    assert {house.pk, russian.pk, alias.pk} <= {one.pk for one in house.in_every_language()}
    newcomer = UserFactory(member_of=other)
    assert (reaches(member, russian), reaches(newcomer, russian)) == (False, True)
    document = Client().get(f"/api/v1/institutions/{house.slug}").json()
    assert document["address"]["town"] == "Brest"


@pytest.mark.parametrize("why", ["barred", "housed"])
def test_the_form_does_not_give_it_where_there_is_no_room(house: Any, why: str) -> None:
    state = "suspended" if why == "barred" else "validated"
    other = InstitutionRecordFactory(verification_state=state)
    if why == "housed":
        InstitutionFactory(institution=other)
    former = house.institution_id
    client = signed_in(UserFactory(superuser=True, language="en"))
    address = f"/admin/pages/{house.pk}/edit/"
    answer = client.post(address, form_of(client, address) | {"institution": str(other.pk)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["institution"]
    house.refresh_from_db()
    assert house.institution_id == former


def test_a_member_does_not_give_the_page_away(house: Any, member: Any) -> None:
    form = signed_in(member).get(f"/admin/pages/{house.pk}/edit/").context["form"]
    assert "institution" not in form.fields


def test_every_language_of_the_page(house: Any, member: Any) -> None:
    russian = InstitutionFactory(locale="ru", translation_of=house)
    assert reaches(member, ItemFactory(parent=russian, locale="ru"))


def test_a_page_that_is_taken_away_takes_its_rights_along(house: Any, member: Any) -> None:
    house.delete()
    assert not GroupPagePermission.objects.filter(group__user=member).exists()


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_members_of_a_barred_institution_enter_and_change_nothing(
    house: Any, member: Any, state: str
) -> None:
    item, record = ItemFactory(parent=house, owner=member), house.institution
    item.save_revision()
    assert reaches(member, item)
    stand(record, state)
    assert not reaches(member, item)
    assert not reaches_file(member, record)
    seen = signed_in(member).get("/admin/").content.decode()
    assert f"<b>{record}</b> is {state}".replace("'", "&#x27;") in seen
    stand(record, "validated")
    assert reaches(member, item)
    assert reaches_file(member, record)
    assert f"is {state}" not in signed_in(member).get("/admin/").content.decode()


def test_who_joins_a_suspended_institution_has_rights_once_it_is_validated(house: Any) -> None:
    stand(house.institution, "suspended")
    newcomer = UserFactory(member_of=house.institution)
    page = InstitutionFactory(institution=house.institution, locale="ru", translation_of=house)
    assert not reaches(newcomer, house)
    stand(house.institution, "validated")
    assert reaches(newcomer, house)
    assert reaches(newcomer, page)


def _bulk(member: Any) -> None:
    Membership.objects.filter(user=member).delete()


def _form_of_record(member: Any) -> None:
    member.memberships.get().delete()


def _given_away(member: Any) -> None:
    row = member.memberships.get()
    row.user = UserFactory()
    row.save()


@pytest.mark.parametrize("leave", [_bulk, _form_of_record, _given_away])
def test_who_left_has_nothing(house: Any, member: Any, leave: Any) -> None:
    leave(member)
    assert not member.groups.exists()
    assert not reaches(member, house)


def test_who_takes_a_place_has_its_rights(house: Any, member: Any) -> None:
    _given_away(member)
    assert reaches(house.institution.memberships.get().user, house)


def test_who_changes_institutions_takes_nothing_along(house: Any, member: Any) -> None:
    row = member.memberships.get()
    other = InstitutionFactory()
    row.institution = other.institution
    row.save()
    assert (reaches(member, house), reaches(member, other)) == (False, True)


def test_an_account_that_goes_leaves_no_place_behind(house: Any, member: Any) -> None:
    member.delete()
    assert not User.groups.through.objects.filter(group=house.institution.group).exists()


def test_the_same_session_loses_its_rights_at_the_next_request(house: Any, member: Any) -> None:
    client: Client = signed_in(member)
    address = f"/admin/pages/{house.pk}/edit/"
    assert client.get(address).status_code == 200
    stand(house.institution, "suspended")
    assert client.get(address).status_code == 404


def test_a_record_that_goes_leaves_no_groups(house: Any, member: Any) -> None:
    record = InstitutionRecordFactory()
    UserFactory(member_of=record)
    group_ids = {record.group_id, record.editors_id}
    record.delete()
    assert not Group.objects.filter(pk__in=group_ids).exists()


# What no signal tells: reconcile and keep_rights find it.


def differences() -> str:
    out = StringIO()
    try:
        call_command("reconcile", stdout=out, stderr=out)
    except (SystemExit, Exception) as end:
        out.write(str(end))
    return out.getvalue()


def spoil(house: Any, member: Any) -> None:
    stranger = UserFactory()
    stranger.groups.add(house.institution.group)
    member.groups.clear()
    GroupPagePermission.objects.filter(group=house.institution.editors).delete()
    GroupCollectionPermission.objects.filter(group=house.institution.group).delete()


@pytest.mark.parametrize("mend", [("reconcile", "--repair"), ("keep_rights",)])
def test_what_was_changed_by_hand_is_named_and_mended(
    house: Any, member: Any, mend: tuple[str, ...]
) -> None:
    assert "rights" not in differences()
    spoil(house, member)
    named = differences()
    assert "rights on pages differ" in named
    assert "rights on files differ" in named
    assert "place in a group differs" in named
    call_command(*mend, stdout=StringIO(), stderr=StringIO())
    assert "differ" not in differences().replace("Nothing differs", "")
    assert reaches(member, house)
    assert house.institution.group.user_set.count() == 1


def test_a_record_older_than_the_second_group_gets_it(house: Any, member: Any) -> None:
    """As every record was: one group that may change everything."""
    record = house.institution
    contributor = UserFactory(member_of=record, member_of__role="contributor")
    item = ItemFactory(parent=house, owner=member)
    right = GroupPagePermission.objects.get(group=record.editors)
    right.group = record.group
    right.save()
    editors, record.editors = record.editors, None
    Institution.objects.filter(pk=record.pk).update(editors=None)
    editors.delete()
    assert reaches(contributor, item)
    call_command("keep_rights", stdout=StringIO())
    assert not reaches(contributor, item)
    assert reaches(member, item)


def test_comparing_asks_as_much_for_many_as_for_one(
    house: Any, member: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        page = InstitutionFactory()
        UserFactory(member_of=page.institution)
    with django_assert_num_queries(8):
        rights.differences(list(Institution.objects.filter(pk=house.institution_id)))
    with django_assert_num_queries(8):
        rights.differences(list(Institution.objects.all()))


def test_the_portals_groups_are_what_the_table_says() -> None:
    moderators, operators = (Group.objects.get(name=name) for name in ("Moderators", "Operators"))
    before = set(moderators.permissions.values_list("codename", flat=True))
    moderators.permissions.clear()
    operators.permissions.add(*Permission.objects.filter(codename="change_user"))
    by_hand = GroupPagePermission.objects.create(
        group=operators,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    call_command("keep_rights", stdout=StringIO())
    assert set(moderators.permissions.values_list("codename", flat=True)) == before
    assert not operators.permissions.filter(codename="change_user").exists()
    assert not GroupPagePermission.objects.filter(pk=by_hand.pk).exists()


def test_what_was_read_before_a_suspension_brings_nothing_back(house: Any, member: Any) -> None:
    read_before = Institution.objects.get(pk=house.institution_id)
    revision = read_before.save_revision()
    stand(house.institution, "suspended")
    revision.publish()
    read_before.save()
    house.institution.refresh_from_db()
    assert house.institution.verification_state == "suspended"
    assert not reaches(member, house)


@pytest.mark.parametrize("somebody", [True, False])
def test_wagtails_editors_go_when_nobody_is_one(somebody: bool) -> None:
    group, _made = Group.objects.get_or_create(name="Editors")
    if somebody:
        UserFactory(group="Editors")
    call_command("keep_rights", stdout=StringIO())
    assert Group.objects.filter(name="Editors").exists() is somebody
    assert group.name == "Editors"
