"""Whatever is done to a page, its published copy says the same in the same transaction."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from wagtail.models import Comment, Locale, PageViewRestriction, Revision
from wagtail.signals import page_published

from cms.core import clock
from cms.editorial.scheduling import run_schedule
from cms.publication.copies.due import project_due
from cms.publication.copies.projector import project_stale
from cms.publication.log.compaction import compact_log, prune_preview_tokens
from cms.publication.models import (
    Change,
    DuePage,
    FormerPath,
    PublishedDocument,
    StalePage,
    Withdrawal,
)
from content_pages.models import RelatedItem
from tests.factories import UserFactory
from tests.factories.clearing import go_live
from tests.factories.items import ItemFactory, rights_window
from tests.factories.pages import CategoryFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def document(page):
    return PublishedDocument.objects.select_related("body").get(page_id=page.pk)


def detail(page):
    return orjson.loads(bytes(document(page).body.detail))


def is_public(page):
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def last_change():
    return Change.objects.last()


def changes_since(seq):
    return list(Change.objects.filter(seq__gt=seq).values_list("op", "kind"))


def now_is(monkeypatch, moment):
    monkeypatch.setattr("cms.core.clock.now", lambda: moment)


def test_a_draft_is_not_public():
    item = ItemFactory()
    assert not is_public(item)
    before = last_change().seq
    item.title = "Another title"
    item.save_revision()
    assert changes_since(before) == []


def test_publishing_writes_one_copy_and_one_change():
    parent, category = InstitutionFactory(published=True), CategoryFactory(published=True)
    item = ItemFactory(parent=parent, category=category)
    before = last_change().seq
    go_live(item)
    assert changes_since(before) == [("upsert", "item")]
    assert document(item).version == last_change().seq
    assert detail(item)["id"] == str(item.translation_key)
    assert detail(item)["path"] == f"/fr/institutions/{parent.slug}/{item.slug}/"


def test_publishing_the_same_again_changes_only_its_times():
    item = ItemFactory(published=True)
    before = detail(item)
    go_live(item)
    after = detail(item)
    assert {name for name in after if after[name] != before[name]} <= {"updated_at", "jsonld"}


def test_unpublishing_withdraws_and_leaves_a_tombstone():
    item = ItemFactory(published=True)
    item.unpublish()
    assert not is_public(item)
    assert last_change().op == "withdraw"
    assert Withdrawal.objects.get(key=item.translation_key).path.endswith(f"/{item.slug}/")
    go_live(item)
    assert is_public(item)
    assert not Withdrawal.objects.filter(key=item.translation_key).exists()


def test_deleting_an_institution_withdraws_everything_below():
    item = ItemFactory(published=True)
    institution = item.get_parent().specific
    before = last_change().seq
    institution.delete()
    assert not is_public(item)
    assert not is_public(institution)
    assert sorted(changes_since(before)) == [("withdraw", "institution"), ("withdraw", "item")]


def test_a_new_slug_moves_every_descendant_and_is_remembered():
    item = ItemFactory(published=True)
    institution = item.get_parent().specific
    old_path = detail(item)["path"]
    institution.slug = "un-autre-nom"
    go_live(institution)
    assert detail(item)["path"] == f"/fr/institutions/un-autre-nom/{item.slug}/"
    assert FormerPath.objects.get(path=old_path).key == item.translation_key


def test_a_new_slug_of_an_unpublished_parent_moves_its_live_children():
    item = ItemFactory(published=True)
    institution = item.get_parent().specific
    institution.unpublish()
    institution.refresh_from_db()
    institution.slug = "en-travaux"
    institution.save()
    assert detail(item)["path"] == f"/fr/institutions/en-travaux/{item.slug}/"


def test_moving_moves_the_copy():
    item = ItemFactory(published=True)
    other = InstitutionFactory(published=True)
    item.move(other, pos="last-child")
    assert detail(item)["path"] == f"/fr/institutions/{other.slug}/{item.slug}/"
    assert detail(item)["institution"]["slug"] == other.slug


def test_privacy_hides_a_subtree_without_a_trace_and_gives_it_back():
    item = ItemFactory(published=True)
    restriction = PageViewRestriction.objects.create(
        page=item.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert not is_public(item)
    assert not Withdrawal.objects.filter(key=item.translation_key).exists()
    assert last_change().op == "withdraw"
    restriction.delete()
    assert is_public(item)


def test_an_alias_has_a_copy_of_its_own_and_follows_its_source():
    item = ItemFactory(published=True)
    other = InstitutionFactory(published=True)
    alias = item.create_alias(parent=other)
    assert detail(alias)["path"] == f"/fr/institutions/{other.slug}/{item.slug}/"
    assert detail(alias)["id"] != detail(item)["id"]
    item.title = "Titre nouveau"
    go_live(item)
    assert detail(alias)["title"] == "Titre nouveau"
    item.unpublish()
    assert not is_public(alias)


def test_an_alias_in_another_locale_is_no_translation():
    institution = InstitutionFactory(published=True)
    alias = institution.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True, alias=True
    )
    alias.refresh_from_db()
    assert alias.live
    assert not is_public(alias)


def test_a_copy_is_a_draft_until_it_is_published():
    item = ItemFactory(published=True)
    copy = item.copy(update_attrs={"slug": "copie"}, keep_live=False)
    assert not is_public(copy)
    go_live(copy)
    assert detail(copy)["slug"] == "copie"


def test_expiry_takes_the_copy_down():
    item = ItemFactory(published=True)
    item.expire_at = datetime.now(UTC) - timedelta(minutes=1)
    item.save()
    call_command("publish_scheduled")
    assert not is_public(item)
    item.refresh_from_db()
    assert item.expired


@pytest.mark.django_db(transaction=True)
def test_a_rights_window_opens_and_closes(monkeypatch):
    now = datetime.now(UTC)
    item = ItemFactory()
    item.rights_windows = [rights_window(now + timedelta(days=1), now + timedelta(days=2))]
    go_live(item)
    assert item.__class__.objects.get(pk=item.pk).live
    assert not is_public(item)
    now_is(monkeypatch, now + timedelta(days=1, minutes=1))
    call_command("worker", once=True)
    assert is_public(item)
    assert document(item).public_until == now + timedelta(days=2)
    now_is(monkeypatch, now + timedelta(days=2, minutes=1))
    call_command("worker", once=True)
    assert not is_public(item)
    assert Withdrawal.objects.filter(key=item.translation_key).exists()
    assert not DuePage.objects.filter(page_id=item.pk).exists()


def test_what_an_item_shows_of_others_follows_them():
    item, stranger = (
        ItemFactory(published=True, parent=InstitutionFactory(published=True)) for _ in range(2)
    )
    untouched = document(stranger).version
    institution = item.get_parent().specific
    institution.title = "Théâtre des Écluses"
    go_live(institution)
    assert detail(item)["institution"]["title"] == "Théâtre des Écluses"
    assert document(stranger).version == untouched


def test_a_category_that_is_renamed_or_withdrawn_shows_in_its_items():
    category = CategoryFactory(published=True, title="Théâtre")
    item = ItemFactory(published=True, category=category)
    category.title = "Théâtre et cirque"
    go_live(category)
    assert detail(item)["category"]["title"] == "Théâtre et cirque"
    before = last_change().seq
    category.intro = "Une autre introduction, que les œuvres ne montrent pas."
    go_live(category)
    assert changes_since(before) == [("upsert", "category")]


def test_publishing_an_item_again_leaves_those_that_show_its_card_alone():
    item = ItemFactory(published=True)
    friend = ItemFactory(parent=item.get_parent().specific)
    friend.related_items = [RelatedItem(item=item)]
    go_live(friend)
    before = last_change().seq
    item.body = [("paragraph", "<p>Une phrase que sa carte ne montre pas.</p>")]
    go_live(item)
    assert changes_since(before) == [("upsert", "item")]
    item.summary = "Un autre résumé, que sa carte montre."
    go_live(item)
    assert detail(friend)["related"][0]["summary"] == item.summary


def test_an_image_that_gets_a_credit_shows_it_in_its_documents():
    item = ItemFactory(published=True, complete=True)
    item.image.credit = "Nadia Petrova"
    item.image.save()
    assert detail(item)["image"]["credit"] == "Nadia Petrova"


def test_a_translation_is_named_by_its_siblings():
    item = ItemFactory(published=True)
    assert [row["locale"] for row in detail(item)["alternates"]] == ["fr"]
    english = ItemFactory(published=True, translation_of=item, locale="en")
    assert [row["locale"] for row in detail(item)["alternates"]] == ["en", "fr"]
    english.unpublish()
    assert [row["locale"] for row in detail(item)["alternates"]] == ["fr"]


@pytest.mark.django_db(transaction=True)
def test_more_dependents_than_fit_a_publish_wait_for_the_worker(monkeypatch):
    monkeypatch.setattr("cms.publication.copies.projector.REBUILT_AT_ONCE", 1)
    institution = InstitutionFactory(published=True)
    items = [ItemFactory(published=True, parent=institution) for _ in range(3)]
    institution.title = "Renommé"
    go_live(institution)
    assert StalePage.objects.count() == 2
    call_command("worker", once=True)
    assert StalePage.objects.count() == 0
    assert {detail(item)["institution"]["title"] for item in items} == {"Renommé"}


def test_a_page_that_misses_something_does_not_go_live_and_leaves_nothing():
    item = ItemFactory(bare=True)
    before = last_change().seq
    with pytest.raises(ValidationError) as refusal:
        go_live(item)
    assert {"summary", "category", "format", "media", "access_mode", "access_url"} <= set(
        refusal.value.message_dict
    )
    item.refresh_from_db()
    assert not item.live
    assert changes_since(before) == []


def test_an_error_while_publishing_leaves_the_old_state(monkeypatch):
    item = ItemFactory(published=True)
    title = item.title
    item.title = "Ce titre ne sera pas public"
    revision = item.save_revision()

    def fail(**kwargs):
        raise RuntimeError("listener of somebody else")

    page_published.connect(fail, weak=False)
    try:
        with pytest.raises(RuntimeError):
            go_live(revision)
    finally:
        page_published.disconnect(fail)
    item.refresh_from_db()
    assert item.title == title
    assert detail(item)["title"] == title


def test_periodic_jobs_that_find_nothing_take_no_lock():
    ItemFactory(published=True)
    for job in (project_stale, project_due, compact_log, prune_preview_tokens, run_schedule):
        with CaptureQueriesContext(connection) as asked:
            assert job() == 0
        told = [query["sql"] for query in asked]
        assert told
        assert all(sql.startswith("SELECT") and "FOR UPDATE" not in sql for sql in told), told


def test_only_what_is_public_takes_the_change_lock():
    """A draft is saved, and scheduled, beside whoever is publishing."""
    item = ItemFactory(published=False)
    with CaptureQueriesContext(connection) as asked:
        item.save_revision()
        item.go_live_at = clock.now() + timedelta(days=1)
        go_live(item)
    locks = [query["sql"] for query in asked if "publication_changenumber" in query["sql"]]
    assert locks == []
    assert type(item).objects.get(pk=item.pk).approved_schedule
    with CaptureQueriesContext(connection) as asked:
        go_live(ItemFactory(published=False))
    assert any("publication_changenumber" in query["sql"] for query in asked)


def comments_of(page):
    return list(Comment.objects.filter(page_id=page.pk).values_list("text", "resolved_at"))


def test_a_draft_leaves_the_comments_that_are_written_meanwhile():
    item = ItemFactory(published=True)
    page, user, now = type(item).objects.get(pk=item.pk), UserFactory(), clock.now()
    said = Comment.objects.create(page=page, user=user, text="?", contentpath="title")

    def meanwhile(sender, created, **kwargs):
        if created:
            Comment.objects.filter(pk=said.pk).update(text="Done", resolved_at=now)
            Comment.objects.create(page=item, user=user, text="!", contentpath="title")

    post_save.connect(meanwhile, sender=Revision)
    try:
        page.save_revision()
    finally:
        post_save.disconnect(meanwhile, sender=Revision)
    assert comments_of(item) == [("Done", now), ("!", None)]
