"""Alive, and of use: every part is made ill for real, and told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.core.models import WorkerHeartbeat
from cms.notifications.models import Message
from cms.publication.models import DuePage, StalePage
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.factories import UserFactory


@pytest.fixture
def worker(db: None) -> WorkerHeartbeat:
    """A worker that was heard of just now."""
    now = clock.now()
    return WorkerHeartbeat.objects.create(
        worker_id="one", host="here", process=1, started_at=now, last_seen_at=now
    )


def a_task(**values: Any) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="tests.nothing",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        exception_class_path="",
        traceback="",
        **values,
    )


def ago(**interval: float) -> Any:
    return clock.now() - timedelta(**interval)


def ready(client: Client, status: int, query: str = "") -> dict[str, Any]:
    """The parts, once the answer has the status that is expected."""
    answer = client.get(f"/readyz{query}")
    assert answer.status_code == status, answer.content
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["status"] == "not ready") == (status == 503)
    parts: dict[str, Any] = body["parts"]
    return parts


def test_alive_asks_nobody(client: Client) -> None:
    """Without the database fixture, any query would fail."""
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_with_its_parts(client: Client, item: ItemPage, worker: WorkerHeartbeat) -> None:
    parts = ready(client, 200)
    assert {name: part["status"] for name, part in parts.items()} == dict.fromkeys(
        ["database", "search", "followers", "queue", "worker", "pages", "mail"], "ok"
    )
    assert parts["search"]["engine"] == "embedded"
    assert parts["followers"]["catalogue_lag"] == 0
    assert parts["queue"] == {"status": "ok", "waiting": 0, "oldest_seconds": None, "failed": 0}
    assert parts["worker"]["alive"] == 1
    assert client.get("/readyz").json()["status"] == "ready"


def test_a_new_system_has_no_worker_yet_and_says_so(client: Client, db: None) -> None:
    parts = ready(client, 503)
    assert [name for name, part in parts.items() if part["status"] == "failed"] == ["worker"]
    assert parts["worker"] == {
        "status": "failed",
        "problems": ["No worker has been heard of for 180 s."],
        "alive": 0,
        "last_seen_seconds": None,
    }


def test_a_dead_worker_is_told(client: Client, worker: WorkerHeartbeat, settings: Any) -> None:
    worker.last_seen_at = ago(seconds=181)
    worker.save()
    part = ready(client, 503)["worker"]
    assert (part["status"], part["alive"]) == ("failed", 0)
    assert part["last_seen_seconds"] >= 181
    settings.WORKER_SILENT_SECONDS = 3600
    assert ready(client, 200)["worker"]["status"] == "ok"


def test_one_living_worker_beside_a_dead_one_is_enough(
    client: Client, worker: WorkerHeartbeat
) -> None:
    WorkerHeartbeat.objects.create(
        worker_id="two", host="here", process=2, started_at=ago(days=4), last_seen_at=ago(days=4)
    )
    assert ready(client, 200)["worker"]["alive"] == 1


def test_lag_of_the_catalogue_is_told(
    client: Client, item: ItemPage, worker: WorkerHeartbeat
) -> None:
    client.get("/api/v1/items")
    item.unpublish()
    followers = ready(client, 200)["followers"]
    assert followers["catalogue_lag"] >= 1


def test_pages_that_wait_are_told(client: Client, item: ItemPage, worker: WorkerHeartbeat) -> None:
    StalePage.objects.create(page_id=item.pk)
    DuePage.objects.update_or_create(page_id=item.pk, defaults={"at": ago(seconds=20)})
    part = ready(client, 200)["pages"]
    assert (part["status"], part["stale"], part["overdue"]) == ("ok", 1, 1)
    assert part["overdue_seconds"] >= 20


def test_pages_overdue_for_long_are_a_failure(
    client: Client, item: ItemPage, worker: WorkerHeartbeat
) -> None:
    DuePage.objects.update_or_create(page_id=item.pk, defaults={"at": ago(seconds=301)})
    part = ready(client, 503)["pages"]
    assert part["status"] == "failed"
    assert part["problems"] == ["A page has been overdue for 300 s."]


def test_a_page_that_cannot_be_built_is_told_and_keeps_the_site_on_the_air(
    client: Client, item: ItemPage, worker: WorkerHeartbeat
) -> None:
    StalePage.objects.create(page_id=item.pk, attempts=1, error="ValueError: x")
    part = ready(client, 200)["pages"]
    assert (part["status"], part["failing"]) == ("degraded", 1)


def test_pages_that_wait_for_long_are_a_failure(
    client: Client, item: ItemPage, worker: WorkerHeartbeat
) -> None:
    StalePage.objects.create(page_id=item.pk)
    StalePage.objects.update(queued_at=ago(seconds=901))
    assert ready(client, 503)["pages"]["status"] == "failed"


def test_the_age_of_the_queue_is_told(client: Client, worker: WorkerHeartbeat) -> None:
    task = a_task()
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(seconds=90))
    queue = ready(client, 200)["queue"]
    assert (queue["status"], queue["waiting"]) == ("ok", 1)
    assert 90 <= queue["oldest_seconds"] < 400


def test_a_queue_four_days_old_is_a_failure(client: Client, worker: WorkerHeartbeat) -> None:
    task = a_task()
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(days=4))
    assert ready(client, 503)["queue"]["status"] == "failed"


def test_what_is_to_be_tried_again_waits_from_then_on(
    client: Client, worker: WorkerHeartbeat
) -> None:
    later, now = a_task(run_after=clock.now() + timedelta(hours=1)), a_task(run_after=clock.now())
    DBTaskResult.objects.filter(pk__in=[later.pk, now.pk]).update(enqueued_at=ago(days=4))
    queue = ready(client, 200)["queue"]
    assert queue["waiting"] == 1
    assert queue["oldest_seconds"] < 300


def test_a_failed_task_is_told_and_the_service_given(
    client: Client, worker: WorkerHeartbeat
) -> None:
    a_task(status="FAILED", finished_at=clock.now())
    queue = ready(client, 200)["queue"]
    assert (queue["status"], queue["failed"]) == ("degraded", 1)
    assert client.get("/readyz").json()["status"] == "degraded"


@pytest.mark.parametrize("query", ["?exclude=worker,queue", "?exclude=queue&exclude=worker"])
def test_a_balancer_leaves_parts_out(client: Client, db: None, query: str) -> None:
    task = a_task()
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(days=4))
    assert set(ready(client, 200, query)) == {*("database", "search", "followers", "pages", "mail")}
    ready(client, 503)


@pytest.mark.parametrize("query", ["?exclude=wroker", "?exclude=", "?exclude=worker,"])
def test_an_unknown_part_is_a_bad_request(client: Client, db: None, query: str) -> None:
    answer = client.get(f"/readyz{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["loc"] == "query.exclude"


@pytest.mark.django_db
def test_without_a_database_it_says_which_part_fails(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
        document = client.get("/api/v1/items")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["parts"]["database"] == {
        "status": "failed",
        "error": "OperationalError",
    }
    assert {part["status"] for part in answer.json()["parts"].values()} == {"failed"}
    assert document.status_code == 503
    assert document["Content-Type"] == "application/problem+json"
    assert "server closed" not in document.content.decode()


@pytest.mark.django_db(transaction=True)
def test_with_the_database_really_gone_it_still_answers(client: Client) -> None:
    """Its file or server cannot be reached, and every connection is closed."""
    facts = connection.settings_dict
    former = {name: facts[name] for name in ("NAME", "HOST", "PORT")}
    connection.close()
    facts |= {"NAME": "/nowhere/at/all", "HOST": "127.0.0.1", "PORT": "1"}
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        facts |= former
    assert answer.status_code == 503
    assert {part["status"] for part in answer.json()["parts"].values()} == {"failed"}


def gets_on(worker: WorkerHeartbeat, name: str, **interval: float) -> None:
    """The worker told that a queue or periodic job of its got on so long ago."""
    worker.progress = {name: ago(**interval).isoformat()}
    worker.save()


@pytest.mark.parametrize(
    ("queue", "seconds", "status"),
    [("long", 100, "degraded"), ("long", 181, "failed"), ("default", 0, "failed")],
)
def test_a_task_behind_one_that_gets_on_is_late_and_no_failure(
    client: Client, worker: WorkerHeartbeat, queue: str, seconds: int, status: str
) -> None:
    task = a_task(queue_name="long")
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(days=4))
    gets_on(worker, queue, seconds=seconds)
    part = ready(client, 200 if status == "degraded" else 503)["queue"]
    assert part["status"] == status
    behind = ", behind others that get on." if status == "degraded" else "."
    assert part["problems"] == [f"A task of the queue “long” has waited for 900 s{behind}"]


def test_what_a_silent_worker_got_on_with_counts_no_more(
    client: Client, worker: WorkerHeartbeat
) -> None:
    WorkerHeartbeat.objects.create(
        worker_id="silent",
        host="here",
        process=2,
        started_at=ago(days=1),
        last_seen_at=ago(seconds=181),
        progress={"long": clock.now().isoformat()},
    )
    task = a_task(queue_name="long")
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(days=4))
    assert ready(client, 503)["queue"]["status"] == "failed"


def test_a_failed_task_that_is_tried_again_waits_from_then_on(
    client: Client, worker: WorkerHeartbeat
) -> None:
    task = a_task(status="FAILED", finished_at=ago(days=3))
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=ago(days=4))
    administrator = signed_in(UserFactory(superuser=True))
    answer = administrator.post(f"/admin/reports/background-work/{task.pk}/retry/")
    assert answer.status_code == 302
    queue = ready(client, 200)["queue"]
    assert (queue["status"], queue["waiting"]) == ("ok", 1)
    assert queue["oldest_seconds"] < 300


def stale_for_long(item: ItemPage) -> None:
    StalePage.objects.create(page_id=item.pk, queued_at=ago(seconds=901))


def overdue_for_long(item: ItemPage) -> None:
    DuePage.objects.update_or_create(page_id=item.pk, defaults={"at": ago(seconds=301)})


def late_to_go_live(item: ItemPage) -> None:
    draft = item.save_revision()
    draft.approved_go_live_at = ago(seconds=301)
    draft.save()


def late_to_expire(item: ItemPage) -> None:
    ItemPage.objects.filter(pk=item.pk).update(expire_at=ago(seconds=301))


LATE_PAGES = {
    stale_for_long: ("stale pages", "A page has been stale for 900 s"),
    overdue_for_long: ("due pages", "A page has been overdue for 300 s"),
    late_to_go_live: ("schedule", "A page has been due to go live or to expire for 300 s"),
    late_to_expire: ("schedule", "A page has been due to go live or to expire for 300 s"),
}


@pytest.mark.parametrize("late", LATE_PAGES, ids=lambda late: late.__name__)
def test_pages_that_are_late_are_a_failure_where_nothing_gets_on(
    client: Client, item: ItemPage, worker: WorkerHeartbeat, late: Callable[[ItemPage], None]
) -> None:
    job, said = LATE_PAGES[late]
    late(item)
    gets_on(worker, job, seconds=200)
    part = ready(client, 503)["pages"]
    assert (part["status"], part["problems"]) == ("failed", [f"{said}."])
    gets_on(worker, job, seconds=1)
    part = ready(client, 200)["pages"]
    expected = [f"{said}, behind others that get on."]
    assert (part["status"], part["problems"]) == ("degraded", expected)


def test_a_schedule_that_fails_is_told_and_keeps_the_site_on_the_air(
    client: Client, item: ItemPage, worker: WorkerHeartbeat
) -> None:
    item.summary = ""
    draft = item.save_revision()
    draft.approved_go_live_at = ago(days=1)
    draft.save()
    assert ready(client, 503)["pages"]["schedules_overdue"] == 1
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    part = ready(client, 200)["pages"]
    assert (part["status"], part["schedules_overdue"], part["schedules_failing"]) == (
        "degraded",
        0,
        1,
    )
    assert "Failed publications" in part["problems"][0]


def test_mail_that_failed_or_waits_is_told_and_takes_nobody_off_the_air(
    client: Client, worker: WorkerHeartbeat
) -> None:
    assert ready(client, 200)["mail"] == {
        "status": "ok",
        "waiting": 0,
        "oldest_seconds": None,
        "failed": 0,
    }
    mail = Message.objects.create(event="digest", address="a@example.org", locale="en")
    Message.objects.filter(pk=mail.pk).update(retry_at=ago(days=1))
    assert ready(client, 200)["mail"]["status"] == "degraded"
    Message.objects.filter(pk=mail.pk).update(state=Message.State.FAILED)
    part = ready(client, 200)["mail"]
    assert (part["status"], part["failed"], part["waiting"]) == ("degraded", 1, 0)
