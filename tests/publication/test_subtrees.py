"""A whole subtree hidden, moved or renamed: nothing private stays, old addresses lead to new ones.

All of it in the same transaction and by few statements; what documents say inside follows later.
"""

from functools import partial

import orjson
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, Page, PageViewRestriction

from cms.publication.copies.projector import project_stale
from cms.publication.first_publication import publish_new
from cms.publication.models import (
    Change,
    FormerPath,
    PublishedDocument,
    StalePage,
    Withdrawal,
)
from content_pages.models import ItemPage
from tests.factories import CategoryFactory, InstitutionFactory, ItemFactory, UserFactory
from tests.factories.clearing import DECIDED, clear, go_live
from tests.factories.items import MEDIA

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch):
    """Nearly everything is left to the queue, as with thousands of pages."""
    monkeypatch.setattr("cms.publication.copies.projector.REBUILT_AT_ONCE", 1)


@pytest.fixture
def institution():
    """An institution with five items and a draft."""
    page = InstitutionFactory(published=True)
    for _ in range(5):
        ItemFactory(published=True, parent=page)
    ItemFactory(parent=page)
    return page


def documents(page):
    here = Page.objects.get(pk=page.pk)
    below = Page.objects.descendant_of(here, inclusive=True).values("pk")
    return PublishedDocument.objects.filter(page_id__in=below)


def resolved(client, path):
    answer = client.get("/api/v1/resolve", {"path": path})
    return answer.status_code, orjson.loads(answer.content)


def work_off():
    while project_stale():
        continue


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def reconciled(capsys):
    with override("en"):
        call_command("reconcile")
    return "Nothing differs." in capsys.readouterr().out


HIDING = {
    "made private": restrict,
    "deleted": lambda page: fresh(page).delete(),
    "deleted as a mere page": lambda page: Page.objects.get(pk=page.pk).delete(),
    "moved to a private place": lambda page: fresh(page).move(_private_place(), pos="last-child"),
}


def _private_place():
    place = InstitutionFactory(published=True)
    restrict(place)
    return Page.objects.get(pk=place.pk)


@pytest.mark.parametrize("how", HIDING)
def test_what_is_hidden_is_gone_at_once(institution, client, how):
    paths = list(documents(institution).values_list("path", flat=True))
    keys = set(documents(institution).values_list("key", flat=True))
    assert len(paths) == 6
    before = Change.objects.count()
    HIDING[how](institution)
    assert not PublishedDocument.objects.filter(key__in=keys).exists()
    withdrawn = Change.objects.filter(seq__gt=before, op="withdraw").values_list("key", flat=True)
    assert keys <= set(withdrawn)
    status = 410 if "deleted" in how else 404
    assert {resolved(client, path)[0] for path in paths} == {status}
    assert Withdrawal.objects.filter(key__in=keys).exists() == (status == 410)


def test_what_becomes_public_again_comes_in_bites(institution, capsys):
    restriction = restrict(institution)
    restriction.delete()
    assert documents(institution).count() == 1
    work_off()
    assert documents(institution).count() == 6
    assert reconciled(capsys)


def rename(page, slug):
    page = fresh(page)
    page.slug = slug
    go_live(page)


def move(page, _slug):
    fresh(page).move(InstitutionFactory(published=True), pos="last-child")


def rename_behind(page, slug):
    """As a script does, past the page's own class."""
    named = Page.objects.get(pk=page.pk).specific
    named.slug = slug
    clear(named)
    mere = Page.objects.get(pk=page.pk)
    mere.slug = slug
    mere.save()


@pytest.mark.parametrize("how", [rename, rename_behind, move], ids=lambda how: how.__name__)
def test_old_addresses_lead_to_new_ones_at_once(
    institution, client, capsys, how, django_capture_on_commit_callbacks
):
    before = dict(documents(institution).values_list("page_id", "path"))
    with django_capture_on_commit_callbacks(execute=True):
        how(institution, "un-autre-nom")
    after = dict(documents(institution).values_list("page_id", "path"))
    assert after.keys() == before.keys()
    for page_id, path in after.items():
        page = Page.objects.get(pk=page_id).specific
        assert path == page.public_path != before[page_id]
        assert resolved(client, path)[0] == 200
        assert resolved(client, before[page_id]) == (
            200,
            {"redirect": {"to": path, "permanent": True}},
        )
    assert StalePage.objects.count() >= 4
    work_off()
    for document in documents(institution).select_related("body"):
        assert orjson.loads(bytes(document.body.detail))["path"] == document.path
    assert reconciled(capsys)


def test_there_and_back_again(institution, client, capsys):
    before = set(documents(institution).values_list("path", flat=True))
    slug = institution.slug
    rename(institution, "ailleurs")
    elsewhere = set(documents(institution).values_list("path", flat=True))
    rename(institution, slug)
    assert set(documents(institution).values_list("path", flat=True)) == before
    assert not FormerPath.objects.filter(path__in=before).exists()
    assert {resolved(client, path)[0] for path in before} == {200}
    assert {resolved(client, path)[1]["redirect"]["to"] for path in elsewhere} == before
    work_off()
    assert reconciled(capsys)


def test_two_that_change_names(client, capsys):
    one, other = (InstitutionFactory(published=True) for _ in range(2))
    items = [ItemFactory(published=True, parent=page, slug="visite") for page in (one, other)]
    first, second = one.slug, other.slug
    rename(one, "entre-temps")
    rename(other, first)
    rename(one, second)
    for item, slug in ((items[0], second), (items[1], first)):
        path = f"/fr/institutions/{slug}/visite/"
        assert PublishedDocument.objects.get(page_id=item.pk).path == path
        assert resolved(client, path)[0] == 200
    path = "/fr/institutions/entre-temps/visite/"
    assert resolved(client, path)[1]["redirect"]["to"] == f"/fr/institutions/{second}/visite/"
    work_off()
    assert reconciled(capsys)


def test_a_subtree_below_an_unpublished_page_moves_too(institution, client):
    fresh(institution).unpublish()
    old = list(documents(institution).values_list("path", flat=True))
    page = fresh(institution)
    page.slug = "en-travaux"
    page.save()
    assert {resolved(client, path)[0] for path in old} == {200}
    for path in documents(institution).values_list("path", flat=True):
        assert path.startswith("/fr/institutions/en-travaux/")


def test_translations_and_aliases_hear_of_it(institution, capsys):
    item = ItemPage.objects.child_of(institution).live().first()
    english = ItemFactory(published=True, translation_of=item, locale="en")
    elsewhere = InstitutionFactory(published=True)
    alias = item.create_alias(parent=elsewhere)
    rename(institution, "un-autre-nom")
    assert PublishedDocument.objects.get(page_id=english.pk).path == english.public_path
    assert PublishedDocument.objects.get(page_id=alias.pk).path.startswith(elsewhere.public_path)
    work_off()
    told = orjson.loads(bytes(PublishedDocument.objects.get(page_id=english.pk).body.detail))
    assert {row["path"] for row in told["alternates"]} == {
        english.public_path,
        fresh(item).public_path,
    }
    restrict(institution)
    work_off()
    told = orjson.loads(bytes(PublishedDocument.objects.get(page_id=english.pk).body.detail))
    assert [row["locale"] for row in told["alternates"]] == ["en"]
    assert reconciled(capsys)


def test_the_tree_of_another_locale_stays_where_it_is(institution):
    english = InstitutionFactory(published=True, translation_of=institution, locale="en")
    before = PublishedDocument.objects.get(page_id=english.pk).path
    rename(institution, "un-autre-nom")
    assert PublishedDocument.objects.get(page_id=english.pk).path == before
    assert english.locale == Locale.objects.get(language_code="en")


def test_changing_places_among_siblings_changes_nothing_public(institution):
    first = ItemPage.objects.child_of(institution).first()
    last = ItemPage.objects.child_of(institution).last()
    changes = Change.objects.count()
    first.move(last, pos="right")
    assert Change.objects.count() == changes
    assert not StalePage.objects.exists()


def statements(run):
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def filled(count):
    """An institution with so many public items."""
    page, category = InstitutionFactory(published=True), CategoryFactory.found("fr", code="theatre")
    user, locale = UserFactory(), Locale.objects.get(language_code="fr")
    for number in range(count):
        item = ItemPage(
            title=f"Visite {number}",
            slug=f"visite-{number}",
            locale=locale,
            summary="Derrière le rideau.",
            category=category,
            format="recording",
            media=MEDIA,
            access_mode="free",
            access_url="https://example.org/",
        )
        publish_new(item, parent=Page.objects.get(pk=page.pk), user=user, authority=DECIDED)
    return page


def test_three_hundred_items_cost_chunks_and_not_each():
    """Beside thirty: some chunks more of some statements; not two hundred and seventy of each."""
    few, many = ({}, {})
    for count, costs in ((30, few), (300, many)):
        page = filled(count)
        costs["rename"] = statements(partial(rename, page, f"ailleurs-{count}"))
        costs["hide"] = statements(partial(restrict, page))
        costs["show"] = statements(PageViewRestriction.objects.get(page=page).delete)
    assert {what: many[what] - few[what] for what in few if many[what] - few[what] > 20} == {}
