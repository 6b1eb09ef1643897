"""The worker as a process: killed, locked out, without room, asked to stop."""

import resource
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from cms.core import clock
from cms.core.models import WorkerHeartbeat
from cms.publication.models import PublishedDocument
from tests.editorial.test_schedule import scheduled
from tests.worker import tasks
from tests.worker.processes import lines, until, worker

pytestmark = pytest.mark.django_db(transaction=True)


def row(queued) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=UUID(str(queued.id)))


def has_ended_well(queued) -> bool:
    return row(queued).status == "SUCCESSFUL"


def make_due() -> None:
    """What waits for its next attempt is tried now: nobody waits for the clock."""
    DBTaskResult.objects.filter(status="READY").update(run_after=clock.now())


def its_hour_has_come(revision: Revision) -> None:
    moment = clock.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()


def test_what_a_killed_worker_left_running_is_taken_up_by_the_next(tmp_path: Path) -> None:
    file, flag = tmp_path / "lines", tmp_path / "flag"
    task = tasks.linger.enqueue(str(file), str(flag))
    with worker() as first:
        until(lambda: lines(file) == ["began"])
        first.kill()
    assert row(task).status == "RUNNING"
    flag.touch()
    with worker() as second:
        until(lambda: second.said("is taken back"))
        make_due()
        until(lambda: has_ended_well(task))
    assert lines(file) == ["began", "began", "ended"]
    assert len(row(task).worker_ids) == 2


def test_a_living_workers_task_is_left_to_it(tmp_path: Path) -> None:
    file, flag, other = tmp_path / "lines", tmp_path / "flag", tmp_path / "other"
    task = tasks.linger.enqueue(str(file), str(flag))
    with worker():
        until(lambda: lines(file) == ["began"])
        with worker() as second:
            tasks.note.enqueue(str(other), "done")
            until(lambda: lines(other) == ["done"])
            assert WorkerHeartbeat.objects.count() == 2
            flag.touch()
            until(lambda: has_ended_well(task))
            assert not second.said("is taken back")
    assert lines(file) == ["began", "ended"]


def test_a_task_that_fails_is_tried_again_and_keeps_no_other_from_running(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lines"
    failing = tasks.stumble.enqueue(str(file))
    other = tasks.note.enqueue(str(file), "other")
    with worker():
        until(lambda: has_ended_well(other))
        until(lambda: row(failing).status == "READY" and row(failing).worker_ids)
        waiting = row(failing)
        assert waiting.run_after > clock.now()
        assert waiting.exception_class_path == "builtins.ValueError"
        until(lambda: make_due() or row(failing).status == "FAILED")
    assert lines(file).count("stumbled") == len(row(failing).worker_ids) == 5


def test_a_long_task_delays_no_short_one(tmp_path: Path) -> None:
    file, other = tmp_path / "lines", tmp_path / "other"
    with worker() as process:
        tasks.linger_politely.enqueue(str(file))
        until(lambda: lines(file) == ["began"])
        short = tasks.note.enqueue(str(other), "done")
        until(lambda: has_ended_well(short))
        assert process.stop() == 0


def test_a_long_task_delays_no_schedule(tmp_path: Path) -> None:
    file, flag = tmp_path / "lines", tmp_path / "flag"
    with worker():
        task = tasks.linger.enqueue(str(file), str(flag))
        until(lambda: lines(file) == ["began"])
        item = scheduled()
        assert not PublishedDocument.objects.filter(page_id=item.pk).exists()
        its_hour_has_come(item.revisions.get())
        until(lambda: PublishedDocument.objects.filter(page_id=item.pk).exists())
        assert lines(file) == ["began"]
        flag.touch()
        until(lambda: has_ended_well(task))


@pytest.mark.sqlite
def test_locked_out_for_longer_than_it_waits_it_lives_on_and_works_later() -> None:
    with worker(busy_seconds=1) as process:
        task = tasks.add_group.enqueue("later")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        until(lambda: process.said("database is locked"))
        assert process.lives()
        other.execute("ROLLBACK")
        other.close()
        until(lambda: make_due() or has_ended_well(task))
        assert process.lives()
    assert Group.objects.filter(name="later").exists()


@pytest.mark.sqlite
def test_without_room_on_disk_it_lives_on_and_works_later() -> None:
    with worker(busy_seconds=1) as process:
        pid = process.process.pid
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        task = tasks.add_group.enqueue("later")
        until(lambda: process.said("disk I/O error") or process.said("disk is full"))
        assert process.lives()
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        until(lambda: make_due() or has_ended_well(task))
        assert process.lives()
    assert Group.objects.filter(name="later").exists()


def test_asked_to_stop_it_ends_and_leaves_no_trace(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    with worker() as process:
        task = tasks.linger_politely.enqueue(str(file))
        until(lambda: lines(file) == ["began"])
        assert process.stop() == 0
    assert not WorkerHeartbeat.objects.exists()
    given_up = row(task)
    assert (given_up.status, given_up.worker_ids) == ("READY", [])


def ready(client: Client) -> dict[str, Any]:
    answer = client.get("/readyz?exclude=worker")
    return {"code": answer.status_code, **answer.json()["parts"]["queue"]}


def test_a_task_given_back_waits_from_then_on(tmp_path: Path, client: Client) -> None:
    """It ran for days; that it was queued days ago does not make the queue ill."""
    file = tmp_path / "lines"
    with worker() as process:
        tasks.linger_politely.enqueue(str(file))
        until(lambda: lines(file) == ["began"])
        DBTaskResult.objects.update(enqueued_at=clock.now() - timedelta(days=4))
        assert process.stop() == 0
    assert (ready(client)["code"], ready(client)["waiting"]) == (200, 1)


def test_who_waits_behind_a_task_that_gets_on_is_late_and_nothing_is_ill(
    tmp_path: Path, client: Client
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with worker():
        tasks.linger_politely.enqueue(str(first))
        until(lambda: lines(first) == ["began"])
        waiting = tasks.linger_politely.enqueue(str(second))
        DBTaskResult.objects.filter(pk=UUID(str(waiting.id))).update(
            enqueued_at=clock.now() - timedelta(days=4)
        )
        until(lambda: ready(client)["status"] == "degraded")
        assert ready(client)["code"] == 200
    # Its worker was killed: nothing gets on any more.
    WorkerHeartbeat.objects.update(last_seen_at=clock.now() - timedelta(seconds=181))
    assert ready(client)["code"] == 503
