"""Who waited for a page's lock knows where the page is now: the tree stays a tree."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connections
from wagtail.models import Page

from cms.publication.unit_of_work import publishing
from tests.factories import InstitutionFactory, ItemFactory
from tests.factories.clearing import go_live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

HANG_GUARD = 30  # seconds; nothing is measured
OVERTAKEN = 1  # seconds in which the second comes to wait for the first


def specific(page):
    return Page.objects.get(pk=page.pk).specific


def side_by_side(first, read, second):
    """`second` acts on what it `read` before `first` committed; both must get through."""
    has_read, holds = threading.Event(), threading.Event()
    errors = []

    def go(work):
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    def one():
        assert has_read.wait(HANG_GUARD)
        with publishing():
            first()
            holds.set()
            time.sleep(OVERTAKEN)

    def other():
        known = read()
        has_read.set()
        assert holds.wait(HANG_GUARD)
        second(known)

    threads = [threading.Thread(target=go, args=[work]) for work in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert not any(Page.find_problems())
    for page in Page.objects.filter(depth__gt=1):
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
    call_command("reconcile")


def drafted(page):
    page = specific(page)
    page.title = "Autrement"
    return page.save_revision()


def move(page, target):
    specific(page).move(specific(target), pos="last-child")


@pytest.fixture
def houses():
    return [InstitutionFactory(published=True) for _ in range(3)]


def test_a_publication_beside_a_move_of_the_item(houses):
    one, two, _three = houses
    item = ItemFactory(published=True, parent=one)
    side_by_side(lambda: move(item, two), lambda: drafted(item), lambda draft: go_live(draft))
    assert specific(item).get_parent().pk == two.pk
    assert specific(item).title == "Autrement"


def test_taking_down_beside_a_move(houses):
    one, two, _three = houses
    item = ItemFactory(published=True, parent=one)
    side_by_side(lambda: move(item, two), lambda: specific(item), lambda page: page.unpublish())
    assert (specific(item).get_parent().pk, specific(item).live) == (two.pk, False)


def test_two_moves_of_one_item(houses):
    one, two, three = houses
    item = ItemFactory(published=True, parent=one)
    side_by_side(
        lambda: move(item, two),
        lambda: (specific(item), specific(three)),
        lambda read: read[0].move(read[1], pos="last-child"),
    )
    assert specific(item).get_parent().pk == three.pk


def test_a_publication_beside_a_move_of_the_institution(houses):
    one, two, _three = houses
    items = [ItemFactory(published=True, parent=one) for _ in range(2)]
    side_by_side(lambda: move(one, two), lambda: drafted(one), lambda draft: go_live(draft))
    assert {specific(item).get_parent().pk for item in items} == {one.pk}
