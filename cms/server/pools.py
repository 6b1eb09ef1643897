"""Threads that answer requests: a few of one kind, and a bounded number of requests before them."""

import logging
import threading
from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Too many requests wait already."""


@dataclass(frozen=True)
class Size:
    """How many threads answer, and how many requests may wait before them."""

    threads: int
    waiting: int


@dataclass(slots=True)
class _Job:
    work: Callable[[], None]
    done: "Future[None]"


class Pool:
    """So many threads, which share nothing with those of other pools.

    The event loop hears of finished jobs in bunches: waking it costs as much as a small answer.
    """

    def __init__(self, name: str, size: Size, loop: AbstractEventLoop) -> None:
        self.size = size
        self._loop = loop
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._finished: deque[Future[None]] = deque()
        self._told = False
        for number in range(size.threads):
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True).start()

    async def run(self, work: Callable[[], None]) -> None:
        """Returns when a thread has done the work; raises Busy when none will soon."""
        if self._jobs.qsize() >= self.size.waiting:
            raise Busy
        job = _Job(work, self._loop.create_future())
        self._jobs.put(job)
        await job.done

    def stop(self) -> None:
        """The threads end when what was waiting is done."""
        for _ in range(self.size.threads):
            self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job.work()
            except Exception:
                logger.exception("A request was not answered")
            self._finish(job.done)

    def _finish(self, done: "Future[None]") -> None:
        self._finished.append(done)
        if self._told:
            return
        self._told = True
        try:
            self._loop.call_soon_threadsafe(self._tell)
        except RuntimeError:
            logger.debug("The event loop has ended before a request")

    def _tell(self) -> None:
        self._told = False
        while self._finished:
            done = self._finished.popleft()
            if not done.done():
                done.set_result(None)
