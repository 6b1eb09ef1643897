"""Everybody at work at once on the same pages: nothing deadlocks, nothing is lost or said twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from cms.core import clock
from cms.core.database import insist
from cms.publication.locking import lock_pages
from cms.publication.models import Change, DuePage, FailedSchedule, PublishedDocument
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


def test_reconcile_beside_publishers_an_import_and_the_job_of_what_is_due(client, tmp_path):
    pages = items(6)
    files = []
    for name in ("one", "other"):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(written(*({"titre": f"{name} {number}"} for number in range(5))))
        files.append(file)
    call_command("import_items", files[0], mapping="culture_gouv", publish=True)
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
    publishers = [start_publisher(3, everyone) for _ in range(8)]
    follower = follow(client, publishers)
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 8
    done = {name: stop(process) for name, process in others.items()}
    assert all(rounds > 0 for rounds, _said in done.values()), done
    # Beside people at work, too, it names nothing that is in order.
    assert set(done["reconcile"][1]) <= {"Nothing differs."}
    assert holds_what_is_served(follower)
    assert len(follower.numbers) > 40
    call_command("reconcile")


def test_what_is_due_beside_those_who_publish_it(client):
    pages = [page.pk for page in items(5)]
    jobs = [start_again("due") for _ in range(2)]
    for job in jobs:
        assert job.stdout.readline() == "ready\n"
    publishers = [start_publisher(12, pages) for _ in range(4)]
    follower = follow(client, publishers)
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 4
    assert all(stop(job)[0] > 1 for job in jobs)
    assert holds_what_is_served(follower)
    assert not DuePage.objects.filter(at__lte=clock.now()).exclude(
        page_id__in=PublishedDocument.objects.values("page_id")
    )


def test_the_schedule_beside_those_who_publish_the_same_pages_and_the_job_of_what_is_due(client):
    """Publishers lock a page, then its revision, then publish: the schedule does so, too."""
    pages = [page.pk for page in items(4)]
    others = [start_again("schedule", *pages), start_again("schedule", *pages), start_again("due")]
    for other in others:
        assert other.stdout.readline() == "ready\n"
    publishers = [start_publisher(5, pages) for _ in range(3)]
    follower = follow(client, publishers)
    assert [publisher.communicate()[1] for publisher in publishers] == [""] * 3
    assert all(stop(other)[0] > 1 for other in others)
    assert holds_what_is_served(follower)
    assert not FailedSchedule.objects.exists()
    call_command("reconcile")


def test_two_bulk_actions_on_the_same_pages():
    UserFactory(username="bulk", superuser=True)
    pages = [page.pk for page in items(6)]
    run_side_by_side(
        [
            start_again("bulk", "publish", *pages),
            start_again("bulk", "unpublish", *reversed(pages)),
        ]
    )


def test_a_bulk_action_beside_an_import_of_the_same_items(tmp_path):
    """Wagtail goes through what was chosen in the order of the tree, here the reverse of how the
    items were made, in which the import takes them."""
    UserFactory(username="bulk", superuser=True)
    files = []
    for name in ("one", "other"):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(written(*({"titre": f"{name} {number}"} for number in range(12))))
        files.append(file)
    call_command("import_items", files[0], mapping="culture_gouv", publish=True)
    pages = list(ItemPage.objects.filter(title__startswith="one").order_by("pk"))
    for page in pages:
        page.refresh_from_db()
        page.move(Page.objects.get(pk=page.get_parent().pk), pos="first-child")
    run_side_by_side(
        [
            start_again("bulk", "publish", *(page.pk for page in pages)),
            start_again("import", *files),
        ]
    )


def test_who_loses_its_turn_does_it_again():
    """Two wait for each other, in a circle: the database ends one of them, and both get through."""
    first, second = (page.pk for page in items(2))
    met, tries = Barrier(2, timeout=60), []

    def write(*page_ids):
        def once():
            tries.append(page_ids)
            again = tries.count(page_ids) > 1
            with transaction.atomic():
                lock_pages(page_ids[:1])
                if not again:
                    met.wait()
                lock_pages(page_ids[1:])
            return page_ids

        try:
            return insist(once)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(write, first, second), threads.submit(write, second, first)]
        assert [one.result() for one in both] == [(first, second), (second, first)]
    assert len(tries) == 3


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
