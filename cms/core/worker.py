"""The worker: heartbeat, each lane of periodic jobs and each queue of tasks, in a thread each.

None waits for another, and each has its own database connection. An error ends a turn, never the
loop: it is logged, the connection is closed, and the next turn comes after a pause that grows while
errors go on.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connections

from cms.core.database import let_go
from cms.core.periodic_jobs import is_hurried, lanes, make_all_due, run_due
from cms.core.task_queue import asked_to_stop, carry_out, claim, take_back
from cms.core.workers import BEAT_SECONDS, beat, sign_off

PAUSE = 0.5  # seconds between two looks when there was nothing to do
LONGEST_PAUSE = 10.0  # seconds, while errors go on
TAKE_BACK_SECONDS = 5.0
GRACE_SECONDS = 8.0  # for what is under way, once asked to stop
WATCH_SECONDS = 1.0

logger = logging.getLogger(__name__)


class LoopEnded(Exception):
    """One of the loops ended by itself, which none should: whoever started us starts us anew."""


class Worker:
    """One worker process, from its first heartbeat to its last."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self.carrying: dict[str | None, str] = {}  # by the queue it came from
        self.known = threading.Event()  # that this worker lives: before, nothing is claimed
        self._took_back_at: dict[str | None, float] = {}

    def run(self, on_ready: Callable[[], None]) -> None:
        """Work until asked to stop. Raises LoopEnded."""
        make_all_due()
        loops = (
            ("heartbeat", self._beat, BEAT_SECONDS),
            *((lane, partial(self._periodic_jobs, lane), PAUSE) for lane in lanes()),
            *(
                (f"{queue} tasks", partial(self._task, queue), PAUSE)
                for queue in settings.TASK_QUEUES
            ),
        )
        threads = [
            threading.Thread(name=name, target=self._loop, args=(name, turn, pause), daemon=True)
            for name, turn, pause in loops
        ]
        for thread in threads:
            thread.start()
        try:
            self._watch(threads, on_ready)
        finally:
            asked_to_stop.set()
            self._end(threads)

    def run_once(self) -> None:
        """Work in this thread until nothing is left to do."""
        make_all_due()
        self._beat()
        try:
            while sum(map(self._periodic_jobs, lanes())) + self._task():
                continue
        finally:
            sign_off(self.id)

    def _watch(self, threads: list[threading.Thread], on_ready: Callable[[], None]) -> None:
        told = False
        while not asked_to_stop.wait(WATCH_SECONDS if told else PAUSE / 5):
            if ended := [thread.name for thread in threads if not thread.is_alive()]:
                raise LoopEnded(f"{', '.join(ended)}: ended unasked")
            if not told and self.known.is_set():
                told = True
                on_ready()

    def _end(self, threads: list[threading.Thread]) -> None:
        """Give what is under way a moment; what takes longer is left to the next worker."""
        deadline = time.monotonic() + GRACE_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if busy := [thread.name for thread in threads if thread.is_alive()]:
            logger.warning("Stopped in the middle of %s", ", ".join(busy))
        try:
            sign_off(self.id)
        except Exception:
            logger.warning("Could not sign off", exc_info=True)

    # The loops

    def _loop(self, name: str, turn: Callable[[], int], pause: float) -> None:
        errors = 0
        while not asked_to_stop.is_set():
            try:
                close_old_connections()
                wait = 0.0 if turn() else pause
                errors = 0
            except Exception:
                errors += 1
                wait = min(PAUSE * 2**errors, LONGEST_PAUSE)
                logger.exception("The loop of %s goes on in %s s", name, wait)
                let_go()
            asked_to_stop.wait(wait)
        connections.close_all()

    def _beat(self) -> int:
        beat(self.id, doing=", ".join(sorted(self.carrying.values())))
        self.known.set()
        return 0

    def _periodic_jobs(self, lane: str) -> int:
        return run_due(time.monotonic(), lane)

    def _task(self, queue: str | None = None) -> int:
        """Carry one task out; returns how many were: none before others know that we live, and
        none while what is due at its moment needs the machine."""
        now = time.monotonic()
        if not self.known.is_set() or is_hurried(now):
            return 0
        if now - self._took_back_at.get(queue, float("-inf")) >= TAKE_BACK_SECONDS:
            self._took_back_at[queue] = now
            take_back(self.id, queue)
        result = claim(self.id, queue)
        if result is None:
            return 0
        self.carrying[queue] = f"{result.task_name} {result.pk}"
        try:
            carry_out(result)
        finally:
            del self.carrying[queue]
        return 1
