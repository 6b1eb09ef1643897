"""`manage.py reconcile` names every difference and mends it."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Collection, Page

from cms.publication.models import (
    Change,
    ChangeNumber,
    Dependency,
    PublishedBody,
    PublishedDocument,
)
from tests.factories.clearing import clear
from tests.factories.items import ItemFactory

pytestmark = pytest.mark.django_db


def reconcile(capsys, *, repair=False):
    """The lines it prints, in English; the summary line last."""
    try:
        with override("en"):
            call_command("reconcile", repair=repair)
    except CommandError as error:
        return [*capsys.readouterr().out.splitlines(), str(error)]
    return capsys.readouterr().out.splitlines()


def lose_document(page):
    PublishedDocument.objects.filter(page_id=page.pk).delete()


def lose_body(page):
    PublishedBody.objects.filter(document__page_id=page.pk).delete()


def garble_body(page):
    PublishedBody.objects.filter(document__page_id=page.pk).update(detail=b'{"title":"?"}')


def garble_facts(page):
    PublishedDocument.objects.filter(page_id=page.pk).update(etag="0" * 32)


def forget_dependencies(page):
    Dependency.objects.filter(document__page_id=page.pk).delete()


def unpublish_behind_its_back(page):
    Page.objects.filter(pk=page.pk).update(live=False)


def rename_behind_its_back(page):
    Page.objects.filter(pk=page.pk).update(title="Renommé par un script")
    clear(Page.objects.get(pk=page.pk).specific)


def lose_a_number(page):
    Change.objects.filter(seq=2).delete()


def lose_the_last_number(page):
    Change.objects.last().delete()


def miscount(page):
    ChangeNumber.objects.update(value=3)


def miscount_children(page):
    Page.objects.filter(pk=page.pk).update(numchild=7)


def misstate_depth(page):
    Page.objects.filter(pk=page.pk).update(depth=9)


def miscount_collections(page):
    Collection.objects.filter(depth=1).update(numchild=77)


TREE_DAMAGES = {
    miscount_children: "it says 7 children and has 0",
    misstate_depth: "its depth is said to be 9",
    miscount_collections: "collection",
}


@pytest.mark.parametrize("damage", TREE_DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_tree_is_named_and_left_to_fixtree(damage, capsys):
    item = ItemFactory(published=True)
    damage(item)
    for repair in (False, True):
        named = [line for line in reconcile(capsys, repair=repair) if "tree is damaged" in line]
        assert len(named) == 1
        assert TREE_DAMAGES[damage] in named[0]
        assert "manage.py fixtree" in named[0]
    assert "1 is left" in reconcile(capsys, repair=True)[-1]
    call_command("fixtree", interactive=False)
    capsys.readouterr()
    assert reconcile(capsys) == ["Nothing differs."]


def test_a_page_without_a_parent_is_named(capsys):
    item = ItemFactory(published=True)
    parent = Page.objects.filter(pk=item.get_parent().pk)
    parent.update(path=parent.get().path[:-1] + "Z")
    named = reconcile(capsys)
    assert any(f"page {item.pk} (it has no parent)" in line for line in named)
    assert not any("Nothing differs" in line for line in named)


def test_one_difference_is_told_as_one(capsys):
    item = ItemFactory(published=True)
    rename_behind_its_back(item)
    assert reconcile(capsys)[-1].startswith("1 difference; run again")


DAMAGES = {
    lose_document: "live page without a published copy",
    lose_body: "published copy says something else",
    garble_body: "published copy says something else",
    garble_facts: "published copy is listed with other facts",
    forget_dependencies: "does not know what it depends on",
    unpublish_behind_its_back: "published copy without a live page",
    rename_behind_its_back: "published copy says something else",
    lose_a_number: "numbers missing in the log: 2 to 2",
    lose_the_last_number: "change number",
    miscount: "change number: 3, but the log ends at",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_every_difference_is_named_and_mended(damage, capsys):
    item = ItemFactory(published=True)
    assert reconcile(capsys) == ["Nothing differs."]
    damage(item)
    named = reconcile(capsys)
    assert any(DAMAGES[damage] in line for line in named)
    assert "--repair" in named[-1]
    assert "repaired" in reconcile(capsys, repair=True)[-1]
    assert reconcile(capsys) == ["Nothing differs."]
