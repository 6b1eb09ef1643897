"""Background tasks from claim to end: nothing is lost with its worker, what fails is tried again.

The rows are django_tasks_db's. A task is RUNNING for one worker, the last of its `worker_ids`;
their number is the number of attempts. Every later write asks for the claim it belongs to
(`started_at`), so that a worker which was taken for dead cannot write over its successor.

    READY ──claim──▶ RUNNING ──▶ SUCCESSFUL
      ▲                 │ raised, or its worker died
      └──run_after──────┤ attempts left
                        └▶ FAILED: in the report “Background work”, until retried or dismissed
"""

import logging
import threading
from contextvars import ContextVar
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Min, QuerySet, When
from django_tasks_db.compat import (
    TaskContext,
    TaskResultStatus,
    normalize_json,
    task_finished,
    task_started,
)
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.core.database import insist
from cms.core.workers import alive, note_progress

logger = logging.getLogger(__name__)
READY, RUNNING, FAILED, SUCCESSFUL = (
    TaskResultStatus.READY,
    TaskResultStatus.RUNNING,
    TaskResultStatus.FAILED,
    TaskResultStatus.SUCCESSFUL,
)
# Seconds until the next attempt, by the number of those made; the last stands for all later ones.
PAUSE_SECONDS = (5, 60, 300, 1800)

# Set when this process is asked to end.
asked_to_stop = threading.Event()
# The queue of the task this thread carries out.
_queue: ContextVar[str] = ContextVar("queue")


class Stopping(Exception):
    """The worker is asked to stop: the task gives up its turn and is taken up by the next."""


class WorkerDied(Exception):
    """The worker ended while it carried the task out."""


def stop_if_asked() -> None:
    """For long tasks, between two steps: raises Stopping when the worker is to end.

    It is also how others know that the task, and the queue behind it, gets on.
    """
    if name := _queue.get(""):
        note_progress(name)
    if asked_to_stop.is_set():
        raise Stopping


def claim(worker_id: str, queue: str | None = None) -> DBTaskResult | None:
    """The next task of a queue, or of any, that is ready; now this worker's."""
    ready = _of(queue, DBTaskResult.objects.ready())
    if not ready.exists():  # an idle worker takes no lock
        return None
    with transaction.atomic():
        result = ready.select_for_update(skip_locked=True).first()
        if result is not None:
            result.claim(worker_id)
    return result


def carry_out(result: DBTaskResult) -> None:
    """Run a claimed task and write down how it ended."""
    _queue.set(result.queue_name)
    note_progress(result.queue_name)
    try:
        values = {"status": SUCCESSFUL, "return_value": _call(result), "finished_at": clock.now()}
        values |= {"exception_class_path": "", "traceback": ""}
    except Stopping:
        values = {"status": READY, "worker_ids": result.worker_ids[:-1], "run_after": clock.now()}
    except (Exception, SystemExit) as error:
        logger.exception("Task %s (%s) failed", result.pk, result.task_path)
        values = _after(error, result)
    _queue.set("")
    note_progress(result.queue_name)
    if not insist(lambda: _write(result, values)):
        logger.error("Task %s was taken from its worker; how it ended is not kept", result.pk)
        return
    if values["status"] in {SUCCESSFUL, FAILED}:
        _tell_finished(result)


def _call(result: DBTaskResult) -> Any:
    task, told = result.task, result.task_result
    task_started.send(sender=type(task.get_backend()), task_result=told)
    context: list[Any] = [TaskContext(task_result=told)] if task.takes_context else []
    return normalize_json(task.call(*context, *told.args, **told.kwargs))


def _after(error: BaseException, result: DBTaskResult) -> dict[str, Any]:
    """What becomes of a task after a failed attempt: another one later, or the end."""
    told = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    made = len(result.worker_ids)
    if made >= settings.TASK_ATTEMPTS:
        return told | {"status": FAILED, "finished_at": clock.now(), "return_value": None}
    wait = PAUSE_SECONDS[min(made, len(PAUSE_SECONDS)) - 1]
    return told | {"status": READY, "run_after": clock.now() + timedelta(seconds=wait)}


def _write(result: DBTaskResult, values: dict[str, Any]) -> int:
    claimed = DBTaskResult.objects.filter(
        pk=result.pk, status=RUNNING, started_at=result.started_at
    )
    return claimed.update(**values)


def _tell_finished(result: DBTaskResult) -> None:
    try:
        result.refresh_from_db()
        told = result.task_result
        task_finished.send(sender=type(told.task.get_backend()), task_result=told)
    except Exception:
        logger.exception("Nobody could be told that task %s has ended", result.pk)


def _of(queue: str | None, rows: "QuerySet[DBTaskResult]") -> "QuerySet[DBTaskResult]":
    return rows if queue is None else rows.filter(queue_name=queue)


def take_back(worker_id: str, queue: str | None = None) -> int:
    """Queue again what dead workers left running in a queue, or in any.

    The worker that asks is carrying nothing of it out: what is running there for it was left, too.
    Returns how many tasks that were. The attempt counts: a task that kills its workers ends.
    """
    running = list(_of(queue, DBTaskResult.objects.running()))
    living = alive(_owner(one) for one in running) - {worker_id}
    left = [one for one in running if _owner(one) not in living]
    for one in left:
        died = WorkerDied(f"Worker {_owner(one) or '?'} ended before the task did.")
        logger.warning("Task %s (%s) is taken back: %s", one.pk, one.task_path, died)
        _write(one, _after(died, one))
    return len(left)


def _owner(result: DBTaskResult) -> str:
    return result.worker_ids[-1] if result.worker_ids else ""


# What is told of the queue, and what administrators do with a task that failed


def ready_since() -> dict[str, datetime]:
    """For each queue in which tasks wait, since when the one has been ready that waits longest.

    One that is tried again waits from when it may be, however long ago it was first queued.
    """
    now = clock.now()
    since = Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))
    rows = DBTaskResult.objects.ready().order_by().values_list("queue_name")
    return dict(rows.annotate(oldest=Min(since)))


def unfinished() -> "QuerySet[DBTaskResult]":
    """Every task that is not done: waiting, running, failed."""
    return DBTaskResult.objects.exclude(status=SUCCESSFUL)


def retry(pk: UUID) -> bool:
    """Give a failed task all its attempts again; False when it is not failed (any more)."""
    failed = DBTaskResult.objects.failed().filter(pk=pk)
    values = {"status": READY, "worker_ids": [], "run_after": clock.now(), "finished_at": None}
    return bool(failed.update(**values))


def dismiss(pk: UUID) -> bool:
    """Forget a failed task; False when it is not failed (any more)."""
    deleted, _rows = DBTaskResult.objects.failed().filter(pk=pk).delete()
    return bool(deleted)
