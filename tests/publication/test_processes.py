"""Several processes at once, and one that is killed: the change log stays whole."""

import random
import time

import pytest
from django.core.management import call_command
from django.utils.translation import override

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


def test_killed_at_any_point_leaves_the_old_state_or_the_new(capsys):
    pages = items(3)
    before = Change.objects.count()
    rounds = 0
    # A slow machine may be killed before it published anything: then once more.
    while rounds < 4 or (Change.objects.count() == before and rounds < 20):
        rounds += 1
        publisher = start_publisher(10_000, [page.pk for page in pages])
        assert publisher.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.3, 0.9))
        publisher.kill()
        publisher.communicate()
        with override("en"):
            call_command("reconcile")
        assert "Nothing differs." in capsys.readouterr().out
    assert Change.objects.count() > before
