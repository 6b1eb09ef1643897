"""Who carries a task out, and what becomes of it, where no process is needed to see it."""

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from cms.core import clock, periodic_jobs, task_queue
from cms.core.models import WorkerHeartbeat
from cms.core.processes import this_process
from tests.worker import tasks
from tests.worker.processes import ended_process, lines

pytestmark = pytest.mark.django_db(transaction=True)


def claimed_by(worker_id: str, file: Path) -> DBTaskResult:
    tasks.note.enqueue(str(file), "done")
    claimed = task_queue.claim(worker_id)
    assert claimed
    return claimed


def heartbeat(worker_id: str, **values: Any) -> None:
    facts: dict[str, Any] = {"host": "elsewhere", "process": 1, "last_seen_at": clock.now()}
    WorkerHeartbeat.objects.create(worker_id=worker_id, started_at=clock.now(), **facts | values)


@pytest.mark.parametrize(
    ("silent", "instance", "taken"),
    [
        (0, lambda: "another machine/1/77", False),
        (170, lambda: "another machine/1/77", False),
        (190, lambda: "another machine/1/77", True),
        (0, this_process, False),
        (190, this_process, True),
        (0, ended_process, True),
        # Another process has its number now, as in a container that was started again.
        (0, lambda: f"{this_process()}0", True),
        # As a worker of a former release has it: only silence tells.
        (0, lambda: "", False),
        (190, lambda: "", True),
    ],
)
def test_a_worker_is_dead_when_silent_or_gone(
    tmp_path: Path, silent: int, instance: Callable[[], str], taken: bool
) -> None:
    claimed = claimed_by("other", tmp_path / "lines")
    seen = clock.now() - timedelta(seconds=silent)
    # Of the same name and number as ours: neither proves anything.
    facts = {"host": socket.gethostname(), "process": os.getpid(), "instance": instance()}
    heartbeat("other", last_seen_at=seen, **facts)
    call_command("worker", once=True)
    claimed.refresh_from_db()
    assert claimed.status == ("READY" if taken else "RUNNING")
    assert claimed.worker_ids == ["other"]


def test_a_task_that_kills_its_workers_ends(tmp_path: Path, settings: Any) -> None:
    settings.TASK_ATTEMPTS = 2
    claimed = claimed_by("first", tmp_path / "lines")
    for worker_id in ("second", "third"):
        DBTaskResult.objects.filter(status="READY").update(run_after=clock.now())
        task_queue.take_back(worker_id)
        DBTaskResult.objects.filter(status="READY").update(run_after=clock.now())
        task_queue.claim(worker_id)
    claimed.refresh_from_db()
    assert (claimed.status, claimed.worker_ids) == ("FAILED", ["first", "second"])
    assert claimed.exception_class_path.endswith("WorkerDied")


def test_who_was_taken_for_dead_does_not_write_over_the_successor(tmp_path: Path) -> None:
    mine = claimed_by("slow", tmp_path / "lines")
    task_queue.take_back("successor")
    DBTaskResult.objects.update(run_after=clock.now())
    again = task_queue.claim("successor")
    assert again
    task_queue.carry_out(mine)
    again.refresh_from_db()
    assert (again.status, again.worker_ids) == ("RUNNING", ["slow", "successor"])


def test_a_result_that_could_not_be_written_down_is_taken_back(tmp_path: Path) -> None:
    """The worker lives, and carries nothing out: what is running for it was left."""
    claimed = claimed_by("me", tmp_path / "lines")
    heartbeat("me")
    assert task_queue.take_back("me") == 1
    claimed.refresh_from_db()
    assert claimed.status == "READY"


def test_pauses_between_attempts_grow(tmp_path: Path) -> None:
    queued = tasks.stumble.enqueue(str(tmp_path / "lines"))
    pauses = []
    for _attempt in range(4):
        before = clock.now()
        call_command("worker", once=True)
        pauses.append(DBTaskResult.objects.get(pk=UUID(str(queued.id))).run_after - before)
        DBTaskResult.objects.update(run_after=clock.now())
    assert pauses == sorted(pauses)
    assert pauses[-1] >= timedelta(minutes=30)
    assert lines(tmp_path / "lines") == ["stumbled"] * 4


def test_a_periodic_job_that_fails_comes_later_each_time_and_stops_no_other() -> None:
    seen: list[str] = []

    def fail() -> int:
        seen.append("failing")
        raise OperationalError("database is locked")

    periodic_jobs.register("failing test job", fail, every=1)
    periodic_jobs.register("other test job", lambda: seen.append("other") or 0, every=1)  # type: ignore[func-returns-value]
    mine = [one for one in periodic_jobs.jobs() if one.name.endswith("test job")]
    try:
        second = 1000.0
        for _ in range(8):
            for job in mine:
                if job.due_at <= second:
                    job.do(second)
            second += 1
    finally:
        for job in mine:
            del periodic_jobs._jobs[job.name]
    assert seen.count("other") == 8
    assert seen.count("failing") == 3  # after 2, then after 4 seconds
    assert connection.ensure_connection() is None
