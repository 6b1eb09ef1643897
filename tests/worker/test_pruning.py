"""What grows is kept for a while: the old goes, the young and what is in use stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from cms.core import clock, pruning
from cms.core.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db(transaction=True)


def ago(**interval: float) -> Any:
    return clock.now() - timedelta(**interval)


def a_task(status: str, **values: Any) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="tests.worker.tasks.gone",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=status,
        exception_class_path="",
        traceback="",
        worker_ids=["elsewhere"],
        **values,
    )


def test_results_of_tasks_go_after_their_time(settings: Any) -> None:
    settings.TASK_RESULTS_KEPT_DAYS = 7
    WorkerHeartbeat.objects.create(
        worker_id="elsewhere",
        host="elsewhere",
        process=1,
        started_at=ago(days=9),
        last_seen_at=clock.now(),
    )
    for status in ("SUCCESSFUL", "FAILED"):
        a_task(status, finished_at=ago(days=8))
    kept = {a_task(status, finished_at=ago(days=6)).pk for status in ("SUCCESSFUL", "FAILED")}
    running = a_task("RUNNING", started_at=ago(days=8))
    waiting = a_task("READY", run_after=clock.now() + timedelta(days=1))
    DBTaskResult.objects.filter(pk__in=[running.pk, waiting.pk]).update(enqueued_at=ago(days=9))
    call_command("worker", once=True)
    left = set(DBTaskResult.objects.values_list("pk", flat=True))
    assert left == kept | {running.pk, waiting.pk}


def test_sessions_go_when_they_have_expired() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=ago(seconds=1))
    tomorrow = clock.now() + timedelta(days=1)
    Session.objects.create(session_key="open", session_data="", expire_date=tomorrow)
    call_command("worker", once=True)
    assert [one.session_key for one in Session.objects.all()] == ["open"]


def test_workers_go_a_day_after_they_died() -> None:
    for name, seen in (("dead", ago(hours=25)), ("silent", ago(hours=23)), ("alive", clock.now())):
        WorkerHeartbeat.objects.create(
            worker_id=name, host="elsewhere", process=1, started_at=seen, last_seen_at=seen
        )
    call_command("worker", once=True)
    left = WorkerHeartbeat.objects.values_list("worker_id", flat=True)
    assert set(left) == {"silent", "alive"}


def test_it_goes_in_bites() -> None:
    for _ in range(3):
        a_task("SUCCESSFUL", finished_at=ago(days=365))
    old = DBTaskResult.objects.finished()
    assert [pruning.delete_some(old, limit=2) for _ in range(3)] == [2, 1, 0]
