"""Several processes at once, and one that is killed: the change log stays whole."""

import random
import time

import orjson
import pytest
from django.core.management import call_command
from django.utils.translation import override

from cms.publication.models import Change, PublishedDocument
from tests.factories.items import ItemFactory
from tests.factories.pages import InstitutionFactory
from tests.publication.processes import start_publisher

pytestmark = pytest.mark.django_db(transaction=True)


def items(count):
    institution = InstitutionFactory(published=True)
    return [ItemFactory(published=True, parent=institution) for _ in range(count)]


class Follower:
    """Reads /changes as a partner would, and applies what it reads."""

    def __init__(self, client):
        self.client = client
        self.cursor = None
        self.numbers = []
        self.mirror = {}

    def poll(self):
        query = {"limit": 100} | ({"cursor": self.cursor} if self.cursor else {})
        answer = self.client.get("/api/v1/changes", query)
        assert answer.status_code == 200, answer.content
        body = orjson.loads(answer.content)
        for change in body["changes"]:
            self.numbers.append(change["seq"])
            name = (change["id"], change["locale"])
            if change["op"] == "withdraw":
                self.mirror.pop(name, None)
            elif "document" in change:
                self.mirror[name] = change["document"]
        self.cursor = body["next"]
        return len(body["changes"])


def served():
    return {
        (str(row.key), row.locale): orjson.loads(bytes(row.body.detail))
        for row in PublishedDocument.objects.select_related("body")
    }


def without_request(document):
    return {
        name: value
        for name, value in document.items()
        if name not in {"requested_locale", "fallback"}
    }


@pytest.mark.postgres
def test_eight_publishers_at_once_give_a_follower_no_gap_repeat_or_wrong_order(client):
    pages = items(6)
    publishers = [start_publisher(5, [page.pk for page in pages]) for _ in range(8)]
    follower = Follower(client)
    while any(publisher.poll() is None for publisher in publishers):
        follower.poll()
        time.sleep(0.05)
    while follower.poll():
        continue
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 8
    assert follower.numbers == list(range(1, Change.objects.count() + 1))
    assert len(follower.numbers) > 30
    mirror = {name: without_request(document) for name, document in follower.mirror.items()}
    assert mirror == served()
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
