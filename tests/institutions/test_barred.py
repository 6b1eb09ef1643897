"""A suspended or closed institution publishes nothing new, on any path; until validated again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Locale, Page

from cms.core import clock
from cms.core.gate import Refused
from cms.editorial.workflow.founding import keep_workflow
from cms.institutions.models import Institution
from cms.institutions.services import set_standing
from cms.publication.first_publication import publish_new
from cms.publication.models import PublishedDocument
from cms.publication.unit_of_work import publishing
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.editorial.ground import approve_at_desk
from tests.factories import InstitutionFactory, InstitutionRecordFactory, ItemFactory, UserFactory
from tests.factories.clearing import DECIDED, clear, go_live
from tests.publication.test_translations import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Any:
    return InstitutionFactory(published=True)


@pytest.fixture
def staff() -> Any:
    return UserFactory(superuser=True, language="en")


def stand(page: Any, state: str) -> None:
    record = Institution.objects.get(pk=page.institution_id)
    set_standing(record, verification_state=state, trust_level="new")


def public(page: Any) -> str | None:
    """The title citizens read; None when they read nothing."""
    return PublishedDocument.objects.filter(page_id=page.pk).values_list("title", flat=True).first()


# Each path takes (house, staff) and makes something new of the house public; it returns the page.


def by_revision(house: Any, staff: Any) -> Any:
    item = ItemFactory(parent=house)
    item.save_revision().publish(user=staff)
    return item


def by_saving(house: Any, staff: Any) -> Any:
    item = clear(ItemFactory(parent=house))
    item.live = True
    item.save()
    return item


def by_adding_live(house: Any, staff: Any) -> Any:
    item = ItemPage(title="Une nuit", live=True)
    for name in ("summary", "category", "format", "media", "access_mode", "access_url"):
        setattr(item, name, getattr(ItemFactory(parent=InstitutionFactory()), name))
    with publishing():
        house.add_child(instance=item)
        clear(item)
    return item


def by_service(house: Any, staff: Any) -> Any:
    like = ItemFactory(parent=InstitutionFactory())
    item = ItemPage(title="Une nuit", slug="une-nuit", locale=house.locale)
    for name in ("summary", "category", "format", "media", "access_mode", "access_url"):
        setattr(item, name, getattr(like, name))
    publish_new(item, parent=Page.objects.get(pk=house.pk), user=staff, authority=DECIDED)
    return item


def by_form(house: Any, staff: Any) -> Any:
    """The institution's own page, edited by staff."""
    client = signed_in(staff)
    house.unpublish()
    address = f"/admin/pages/{house.pk}/edit/"
    answer = client.post(address, form_of(client, address) | {"action-publish": "1"}, follow=True)
    if "is suspended" in answer.content.decode() or "is closed" in answer.content.decode():
        raise Refused(house, {})
    return house


def by_bulk_action(house: Any, staff: Any) -> Any:
    item = ItemFactory(parent=house)
    item.save_revision()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={item.pk}"
    _told(signed_in(staff).post(address, {"next": "/admin/"}, follow=True), item)
    return item


def by_review(house: Any, staff: Any) -> Any:
    keep_workflow()
    item = ItemFactory(parent=house)
    item.save_revision()
    item.get_workflow().start(item, UserFactory())
    if approve_at_desk(signed_in(staff), item).status_code == 422:
        raise Refused(item, {})
    return item


def _told(answer: Any, page: Any) -> None:
    """A refusal in the admin is a message; here it is one again."""
    if f"“{page.title}” is not published" in answer.content.decode().replace("&#x27;", "'"):
        raise Refused(page, {})


def by_schedule(house: Any, staff: Any) -> Any:
    item = ItemFactory(parent=house)
    revision = item.save_revision()
    revision.approved_go_live_at = clock.now() - timedelta(minutes=1)
    revision.save()
    clear(revision.as_object())
    out = StringIO()
    with suppress(CommandError):
        call_command("publish_scheduled", stdout=out, stderr=out)
    if not ItemPage.objects.get(pk=item.pk).live:
        raise Refused(item, {})
    return item


def by_copying(house: Any, staff: Any) -> Any:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    return item.copy(to=house, keep_live=True, user=staff)


def by_alias(house: Any, staff: Any) -> Any:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    return item.create_alias(parent=house)


def by_moving(house: Any, staff: Any) -> Any:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    item.move(house, pos="last-child")
    return item


PATHS = (
    *(by_revision, by_saving, by_adding_live, by_service, by_form, by_bulk_action, by_review),
    *(by_schedule, by_copying, by_alias, by_moving),
)


@pytest.mark.usefixtures("no_workflow")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_nothing_new_goes_live(
    house: Any, staff: Any, path: Callable[[Any, Any], Any], state: str
) -> None:
    stand(house, state)
    before = set(PublishedDocument.objects.values_list("key", "title"))
    with pytest.raises(ValidationError):
        path(house, staff)
    below = Page.objects.descendant_of(house)
    assert not below.filter(live=True).exists()
    new = set(PublishedDocument.objects.values_list("key", "title")) - before
    assert not {key for key, _title in new} & set(below.values_list("translation_key", flat=True))


@pytest.mark.usefixtures("no_workflow")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_validated_again_it_does(house: Any, staff: Any, path: Callable[[Any, Any], Any]) -> None:
    stand(house, "suspended")
    stand(house, "validated")
    assert public(path(house, staff)) is not None


def test_what_is_live_stays_and_may_be_locked_taken_down_and_deleted(
    house: Any, staff: Any
) -> None:
    item, other = (ItemFactory(published=True, parent=house) for _ in range(2))
    stand(house, "suspended")
    assert public(item) is not None
    client: Client = signed_in(staff)
    client.post(f"/admin/pages/{item.pk}/lock/")
    assert Page.objects.get(pk=item.pk).locked
    client.post(f"/admin/pages/{item.pk}/unlock/")
    client.post(f"/admin/pages/{item.pk}/unpublish/")
    assert public(item) is None
    client.post(f"/admin/pages/{other.pk}/delete/")
    assert not Page.objects.filter(pk=other.pk).exists()


def test_a_new_version_of_what_is_live_is_refused(house: Any) -> None:
    item = ItemFactory(published=True, parent=house, title="Avant")
    stand(house, "suspended")
    item.title = "Après"
    revision = item.save_revision()
    with pytest.raises(Refused):
        go_live(revision)
    assert public(item) == "Avant"
    item.title = "Autrement"
    with pytest.raises(Refused):
        item.save()
    assert public(item) == "Avant"


def test_an_alias_below_it_does_not_show_what_is_new(house: Any) -> None:
    source = ItemFactory(published=True, parent=InstitutionFactory(published=True), title="Avant")
    alias = source.create_alias(parent=house)
    stand(house, "suspended")
    source.title = "Après"
    revision = source.save_revision()
    with pytest.raises(Refused):
        go_live(revision)
    assert public(alias) == "Avant"


@pytest.mark.usefixtures("no_workflow")
def test_copies_of_what_is_below_it_stay_drafts(house: Any, staff: Any) -> None:
    """Below a copied page, Wagtail saves without asking."""
    ItemFactory(published=True, parent=house)
    stand(house, "suspended")
    with pytest.raises(ValidationError):
        house.copy(recursive=True, update_attrs={"slug": "copie"}, keep_live=True, user=staff)
    assert Page.objects.filter(slug="copie").count() == 0


def test_a_live_page_is_not_given_to_it(house: Any) -> None:
    barred = InstitutionRecordFactory(verification_state="suspended")
    former = house.institution_id
    with pytest.raises(Refused):
        house.give_to(barred)
    house.refresh_from_db()
    assert house.institution_id == former


def test_drafts_move_and_are_saved(house: Any) -> None:
    stand(house, "suspended")
    draft = ItemFactory(parent=InstitutionFactory(published=True))
    draft.move(house, pos="last-child")
    draft = ItemPage.objects.get(pk=draft.pk)
    draft.title = "Plus tard"
    draft.save_revision()
    assert draft.get_parent().pk == house.pk


def test_what_is_live_may_leave_it(house: Any) -> None:
    item = ItemFactory(published=True, parent=house)
    stand(house, "closed")
    item.move(InstitutionFactory(published=True), pos="last-child")
    assert public(item) is not None


def test_moving_in_the_admin_tells_why(house: Any, staff: Any) -> None:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    stand(house, "suspended")
    answer = signed_in(staff).post(
        f"/admin/pages/{item.pk}/move/{house.pk}/confirm/", {}, follow=True
    )
    assert "The institution is suspended" in answer.content.decode()
    assert Page.objects.get(pk=item.pk).get_parent().pk != house.pk


@pytest.mark.usefixtures("no_workflow")
def test_no_translation_either(house: Any, staff: Any) -> None:
    """wagtail-localize's own button asks nobody."""
    item = ItemFactory(published=True, parent=house)
    client, button = signed_in(staff), {"action": "publish"}
    locale = Locale.objects.get(language_code="en")
    for page in (item.category, house, item):
        translate(page, "en", "English").save_target(publish=False)
        if page is not item:
            client.post(f"/admin/pages/{page.get_translation(locale).pk}/edit/", button)
    stand(house, "suspended")
    public = PublishedDocument.objects.filter(key=item.translation_key, locale="en")
    english = item.get_translation(locale)
    address = f"/admin/pages/{english.pk}/edit/"
    with pytest.raises(Refused):
        _told(client.post(address, button, follow=True), english)
    assert not public.exists()
    stand(house, "validated")
    client.post(address, button)
    assert public.exists()


def _publish_what_was_read_before(record: Institution) -> Callable[[], Any]:
    revision = record.save_revision()
    return revision.publish


def _save_what_was_read_before(record: Institution) -> Callable[[], Any]:
    return record.save


def _save_a_new_town(record: Institution) -> Callable[[], Any]:
    record.town = "Nantes"
    return record.save


@pytest.mark.parametrize(
    "begin", [_publish_what_was_read_before, _save_what_was_read_before, _save_a_new_town]
)
def test_a_record_read_before_it_was_suspended_stays_suspended(
    house: Any, begin: Callable[[Institution], Callable[[], Any]]
) -> None:
    member = UserFactory(member_of=house.institution)
    record = Institution.objects.get(pk=house.institution_id)
    finish = begin(record)
    stand(house, "suspended")
    Institution.objects.filter(pk=record.pk).update(trust_level="watched")
    finish()
    row = Institution.objects.get(pk=record.pk)
    assert (row.verification_state, row.trust_level) == ("suspended", "watched")
    assert not GroupPagePermission.objects.filter(group__user=member).exists()
