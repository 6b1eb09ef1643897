"""Several processes at once: the change log stays whole."""

import time

import pytest
from django.core.management import call_command

from cms.publication.models import Change
from tests.factories.items import ItemFactory
from tests.factories.pages import InstitutionFactory
from tests.publication.follower import Follower, served
from tests.publication.processes import complaints, start_publisher

pytestmark = pytest.mark.django_db(transaction=True)


def items(count):
    institution = InstitutionFactory(published=True)
    return [ItemFactory(published=True, parent=institution) for _ in range(count)]


@pytest.mark.postgres
def test_eight_publishers_at_once_give_a_follower_no_gap_repeat_or_wrong_order(client):
    pages = items(6)
    publishers = [start_publisher(5, [page.pk for page in pages]) for _ in range(8)]
    follower = Follower(client)
    while any(publisher.poll() is None for publisher in publishers):
        follower.poll()
        time.sleep(0.05)
    follower.catch_up()
    assert complaints(publishers) == []
    assert follower.numbers == list(range(1, Change.objects.count() + 1))
    assert len(follower.numbers) > 30
    assert follower.mirror == served()
    call_command("reconcile")
