"""One page that cannot be built keeps no other from being published, and is not forgotten."""

from datetime import timedelta

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from cms.core import clock
from cms.publication.copies import stale
from cms.publication.copies.due import project_due
from cms.publication.copies.projector import project_stale
from cms.publication.models import DuePage, PublishedDocument, StalePage
from content_pages.models import ItemPage
from tests.factories import CategoryFactory, InstitutionFactory, ItemFactory, UserFactory
from tests.factories.clearing import clear, go_live

pytestmark = pytest.mark.django_db


def null_block(item):
    """A row no form would write: what a script or a restored backup leaves behind."""
    ItemPage.objects.filter(pk=item.pk).update(media='[{"type":"video","value":null}]')


def code_taken_out_of_its_list(item):
    ItemPage.objects.filter(pk=item.pk).update(format="laser_show")


def odd_block(item):
    ItemPage.objects.filter(pk=item.pk).update(
        media='[{"type":"file","value":{"document":"not a number"}}]'
    )


def unreadable_scheme(item):
    """Its ratings are looked up in a list that has no such scheme."""
    ItemPage.objects.filter(pk=item.pk).update(age_scheme="mars", age_rating="12+")


def title_shown(item):
    return orjson.loads(bytes(PublishedDocument.objects.get(page_id=item.pk).body.detail))[
        "category"
    ]["title"]


def is_public(page):
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def rename(page, title):
    page.title = title
    go_live(page)


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on."""
    moved = timedelta()
    now = clock.now

    def move(by):
        nonlocal moved
        moved += by

    monkeypatch.setattr("cms.core.clock.now", lambda: now() + moved)
    return move


@pytest.fixture
def shelf():
    """A category, three healthy items in it, and one between them that will fail."""
    category = CategoryFactory(published=True, title="Théâtre")
    items = [ItemFactory(published=True, category=category) for _ in range(4)]
    return category, [items[0], items[2], items[3]], items[1]


DAMAGES = [null_block, code_taken_out_of_its_list, odd_block, unreadable_scheme]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_category_of_a_damaged_item_is_renamed_for_all_others(shelf, damage):
    category, healthy, damaged = shelf
    damage(damaged)
    rename(category, "Théâtre et cirque")
    assert {title_shown(item) for item in healthy} == {"Théâtre et cirque"}
    assert is_public(damaged)


@pytest.fixture
def failing(shelf):
    """The same, its category renamed, so that the damaged one has failed once."""
    category, healthy, damaged = shelf
    unreadable_scheme(damaged)
    clear(ItemPage.objects.get(pk=damaged.pk))  # as if it had been approved like that
    rename(category, "Théâtre et cirque")
    return category, healthy, damaged


def test_what_failed_is_kept_with_its_error_and_tried_again_ever_more_rarely(failing, later):
    _category, _healthy, damaged = failing
    waits = []
    for attempt in range(1, 13):
        row = StalePage.objects.get(page_id=damaged.pk)
        assert (row.attempts, stale.failing(), stale.waiting()) == (attempt, 1, 0)
        assert "mars" in row.error
        waits.append(round((row.retry_at - clock.now()).total_seconds() / 60))
        assert project_stale() == 0
        later(row.retry_at - clock.now())
        assert project_stale() == 1
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 360
    assert row.failed_since < clock.now() - timedelta(hours=12)


def test_what_was_mended_is_published_at_its_next_turn(failing, later):
    _category, _healthy, damaged = failing
    ItemPage.objects.filter(pk=damaged.pk).update(age_scheme="none", age_rating="")
    later(timedelta(minutes=2))
    assert project_stale() == 1
    assert title_shown(damaged) == "Théâtre et cirque"
    assert not StalePage.objects.exists()


def test_what_an_editor_mends_is_no_longer_tried(failing):
    _category, _healthy, damaged = failing
    page = ItemPage.objects.get(pk=damaged.pk)
    page.age_scheme, page.age_rating = "none", ""
    go_live(page)
    assert title_shown(damaged) == "Théâtre et cirque"
    assert not StalePage.objects.exists()


def test_a_page_that_cannot_be_built_does_not_go_live_itself(shelf):
    _category, _healthy, damaged = shelf
    before = title_shown(damaged)
    page = ItemPage.objects.get(pk=damaged.pk)
    page.title = "Ne sera pas public"
    revision = page.save_revision()
    revision.content["format"] = ""
    revision.content["media"] = '[{"type":"file","value":{"document":"not a number"}}]'
    revision.save()
    with pytest.raises(Exception, match=r".+"):
        go_live(revision)
    assert ItemPage.objects.get(pk=damaged.pk).title != "Ne sera pas public"
    assert title_shown(damaged) == before
    assert not StalePage.objects.exists()


def test_those_that_wait_are_not_held_up(shelf, monkeypatch):
    monkeypatch.setattr("cms.publication.copies.projector.REBUILT_AT_ONCE", 2)
    category, healthy, damaged = shelf
    unreadable_scheme(damaged)
    rename(category, "Cirque")
    while project_stale():
        continue
    assert {title_shown(item) for item in healthy} == {"Cirque"}
    assert list(StalePage.objects.values_list("page_id", "attempts")) == [(damaged.pk, 1)]


def test_what_is_due_is_not_held_up_and_a_failing_page_leaves_the_queue_of_moments(shelf, later):
    _category, healthy, damaged = shelf
    unreadable_scheme(damaged)
    soon = clock.now() + timedelta(minutes=1)
    for item in (damaged, *healthy):
        item.featured_until = None
        DuePage.objects.create(page_id=item.pk, at=soon)
    later(timedelta(hours=1))
    assert project_due() == 4
    assert not DuePage.objects.exists()
    assert StalePage.objects.get().page_id == damaged.pk
    assert project_due() == 0


HIDDEN = {
    "private": lambda page: PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    ),
    "private with what is above it": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN
    ),
    "unpublished": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "unpublished as the bulk action does": lambda page: Page.objects.get(pk=page.pk).unpublish(),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_page_that_cannot_be_built_can_be_hidden(failing, how):
    _category, _healthy, damaged = failing
    HIDDEN[how](ItemPage.objects.get(pk=damaged.pk))
    assert not is_public(damaged)
    assert not StalePage.objects.filter(page_id=damaged.pk).exists()


def test_what_becomes_visible_again_does_not_fail_for_one_of_them(failing):
    _category, healthy, damaged = failing
    restriction = HIDDEN["private with what is above it"](damaged)
    restriction.delete()
    assert all(is_public(item) for item in healthy)
    assert not is_public(damaged)
    assert stale.failing() == 1


def test_a_moved_page_that_cannot_be_built_is_found_at_its_new_address(failing, client):
    _category, _healthy, damaged = failing
    before = PublishedDocument.objects.get(page_id=damaged.pk).path
    target = InstitutionFactory(published=True)
    ItemPage.objects.get(pk=damaged.pk).move(target, pos="last-child")
    after = PublishedDocument.objects.get(page_id=damaged.pk).path
    assert after.startswith(target.public_path)
    answer = client.get("/api/v1/resolve", {"path": before}).json()
    assert answer["redirect"] == {"to": after, "permanent": True}


def test_reconcile_names_it_goes_on_and_fails(failing, capsys):
    _category, healthy, damaged = failing
    ItemPage.objects.filter(pk=healthy[0].pk).update(summary="Réécrit par un script.")
    clear(ItemPage.objects.get(pk=healthy[0].pk))
    StalePage.objects.all().delete()
    with override("en"), pytest.raises(CommandError, match="2 differences"):
        call_command("reconcile")
    told = capsys.readouterr().out
    assert "page cannot be built (UnknownCode" in told
    assert "says something else" in told
    with override("en"), pytest.raises(CommandError, match=r"1 difference repaired\. 1 is left"):
        call_command("reconcile", repair=True)
    assert StalePage.objects.get().page_id == damaged.pk
    with override("en"), pytest.raises(CommandError, match=r"0 differences repaired\. 1 is left"):
        call_command("reconcile", repair=True)
    assert StalePage.objects.get().attempts == 1


def test_an_administrator_sees_it_in_a_report_and_tries_again(failing):
    _category, _healthy, damaged = failing
    client = Client()
    client.force_login(UserFactory(superuser=True, language="en"))
    address = reverse("failing_pages")
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    page = client.get(address).content.decode()
    assert damaged.title in page
    assert "UnknownCode" in page
    assert reverse("wagtailadmin_pages:edit", args=[damaged.pk]) in page
    button = reverse("failing_page_try_again", args=[damaged.pk])
    assert button in page
    told = client.post(button, follow=True).content.decode()
    assert "It failed again" in told
    assert StalePage.objects.get().attempts == 2
    ItemPage.objects.filter(pk=damaged.pk).update(age_scheme="none", age_rating="")
    told = client.post(button, follow=True).content.decode()
    assert "Every page is published as it is." in told
    assert title_shown(damaged) == "Théâtre et cirque"
    assert client.post(button).status_code == 404


def test_nobody_else_sees_it(failing):
    _category, _healthy, damaged = failing
    client = Client()
    client.force_login(UserFactory(group="Moderators", language="en"))
    assert reverse("failing_pages") not in client.get(reverse("wagtailadmin_home")).content.decode()
    for answer in (
        client.get(reverse("failing_pages")),
        client.get(reverse("failing_pages_results")),
        client.post(reverse("failing_page_try_again", args=[damaged.pk])),
    ):
        assert answer.status_code in {302, 403}
    assert StalePage.objects.get().attempts == 1


def drain():
    while project_stale():
        continue


@pytest.fixture
def queued(failing, later, monkeypatch):
    """A page that has failed for an hour, and a way to have it queued because something changed."""
    category, _healthy, damaged = failing
    for _attempt in range(5):
        later(StalePage.objects.get().retry_at - clock.now())
        drain()
    monkeypatch.setattr("cms.publication.copies.projector.REBUILT_AT_ONCE", 1)

    def change(title):
        rename(category, title)

    return damaged, change


def test_a_failing_page_is_tried_at_once_when_something_it_shows_changes(queued, later):
    damaged, change = queued
    assert StalePage.objects.get().retry_at > clock.now() + timedelta(minutes=30)
    ItemPage.objects.filter(pk=damaged.pk).update(age_scheme="none", age_rating="")
    later(timedelta(minutes=2))
    change("Opéra")
    drain()
    assert title_shown(damaged) == "Opéra"
    assert not StalePage.objects.exists()


def test_however_often_it_is_queued_a_failing_page_is_tried_once_a_minute(queued, later):
    damaged, change = queued
    before = StalePage.objects.get().attempts
    later(timedelta(minutes=2))
    for number in range(6):  # a minute and a half
        change(f"Opéra {number}")
        drain()
        later(timedelta(seconds=15))
    row = StalePage.objects.get(page_id=damaged.pk)
    assert row.attempts == before + 2
    assert row.retry_at <= clock.now() + timedelta(minutes=1)
