"""Everybody at work at once on the same pages: nothing deadlocks, nothing is lost or said twice."""

import time
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.core import clock
from cms.publication.models import Change, DuePage, PublishedDocument
from content_pages.models import ItemPage
from tests.authoring.conftest import written
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.publication.follower import Follower, served
from tests.publication.processes import start_again, start_publisher, stop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def items(count):
    """Items whose copies change by themselves one day, so that each has a moment in the queue."""
    parent = InstitutionFactory(published=True)
    one_day = datetime(2040, 1, 1, tzinfo=UTC)
    return [
        ItemFactory(published=True, parent=parent, featured_until=one_day) for _ in range(count)
    ]


def follow(client, publishers):
    """Read the log as long as anybody publishes, and to its end."""
    follower = Follower(client)
    while any(publisher.poll() is None for publisher in publishers):
        follower.poll()
        time.sleep(0.05)
    return follower


def holds_what_is_served(follower):
    while follower.poll():
        continue
    assert follower.numbers == list(range(1, Change.objects.count() + 1))
    return follower.mirror == served()


def test_reconcile_beside_publishers_an_import_and_the_chore_of_what_is_due(client, tmp_path):
    pages = items(6)
    files = []
    for name in ("one", "other"):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(written(*({"titre": f"{name} {number}"} for number in range(12))))
        files.append(file)
    call_command("import_items", files[0], mapping="culture_gouv")
    everyone = [page.pk for page in pages] + list(
        ItemPage.objects.filter(title__startswith="one").values_list("pk", flat=True)
    )
    others = {
        "reconcile": start_again("reconcile"),
        "due": start_again("due"),
        "import": start_again("import", *files),
    }
    for process in others.values():
        assert process.stdout.readline() == "ready\n"
    publishers = [start_publisher(5, everyone) for _ in range(8)]
    follower = follow(client, publishers)
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 8
    done = {name: stop(process) for name, process in others.items()}
    assert all(rounds > 0 for rounds, _said in done.values()), done
    # Beside people at work, too, it names nothing that is in order.
    assert set(done["reconcile"][1]) <= {"Nothing differs."}
    assert holds_what_is_served(follower)
    assert len(follower.numbers) > 50
    call_command("reconcile")


def test_what_is_due_beside_those_who_publish_it(client):
    pages = [page.pk for page in items(5)]
    chores = [start_again("due") for _ in range(2)]
    for chore in chores:
        assert chore.stdout.readline() == "ready\n"
    publishers = [start_publisher(12, pages) for _ in range(4)]
    follower = follow(client, publishers)
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 4
    assert all(stop(chore)[0] > 1 for chore in chores)
    assert holds_what_is_served(follower)
    assert not DuePage.objects.filter(at__lte=clock.now()).exclude(
        page_id__in=PublishedDocument.objects.values("page_id")
    )


@pytest.mark.parametrize("actions", [("publish", "publish"), ("publish", "unpublish")])
def test_two_bulk_actions_in_opposite_order(actions):
    UserFactory(username="bulk", superuser=True)
    pages = [page.pk for page in items(6)]
    Page.objects.filter(pk__in=pages).update(has_unpublished_changes=True)
    both = [
        start_again("bulk", action, *order)
        for action, order in zip(actions, (pages, pages[::-1]), strict=True)
    ]
    run_side_by_side(both)


def test_a_bulk_action_beside_an_import_of_the_same_items(tmp_path):
    """The import names them in one order, the editor in the other."""
    UserFactory(username="bulk", superuser=True)
    files = []
    for name in ("one", "other"):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(written(*({"titre": f"{name} {number}"} for number in range(12))))
        files.append(file)
    call_command("import_items", files[0], mapping="culture_gouv")
    found = ItemPage.objects.filter(title__startswith="one").order_by("-pk")
    pages = list(found.values_list("pk", flat=True))
    both = [start_again("bulk", "publish", *pages), start_again("import", *files)]
    run_side_by_side(both)


def run_side_by_side(both):
    """Until sixty changes are made, by two who write the same pages."""
    for process in both:
        assert process.stdout.readline() == "ready\n"
    deadline = time.monotonic() + 120
    seen = Change.objects.count()
    while Change.objects.count() < seen + 60 and time.monotonic() < deadline:
        assert [process.poll() for process in both] == [None, None], [
            process.communicate()[1] for process in both if process.poll() is not None
        ]
        time.sleep(0.1)
    assert all(stop(process)[0] > 0 for process in both)
    call_command("reconcile")
