"""What the worker does besides tasks: short jobs that come round again.

A job that finds much takes a bite of it (a number of rows or pages that its module names) and is
asked again after the others have had their turn. It is idempotent and safe with several workers.
Jobs of one lane wait for each other; a job that waits for somebody outside (a mail server) has a
lane of its own, so that nothing due here is late for it. Rooms register theirs in
`AppConfig.ready()`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from cms.core.database import let_go
from cms.core.workers import note_progress

logger = logging.getLogger(__name__)
LANE = "periodic jobs"  # of whatever is done within the house
LONGEST_PAUSE = 60.0  # seconds between tries of a job that fails, unless it comes more rarely
# Seconds that tasks leave the machine to an urgent job that has much to do; then both go on.
HURRY = 60.0


@dataclass
class PeriodicJob:
    """`run` returns how much it did: something means that it wants to be asked again at once."""

    name: str
    run: Callable[[], int]
    every: float  # seconds
    lane: str = LANE
    due_at: float = 0.0
    failures: int = 0
    # Others wait for what it does: no task is begun meanwhile, for `HURRY` at most.
    urgent: bool = False
    busy_since: float | None = None

    def do(self, clock_seconds: float) -> int:
        """Run it; one that fails is logged and comes later each time, until it succeeds again."""
        try:
            amount = self.run()
        except Exception:
            self.failures += 1
            pause = max(self.every, min(self.every * 2**self.failures, LONGEST_PAUSE))
            logger.exception("%s failed; tried again in %s s", self.name.capitalize(), pause)
            let_go()
            self.busy_since = None
            self.due_at = clock_seconds + pause
            return 0
        self.failures = 0
        if amount:
            note_progress(self.name)
            self.busy_since = self.busy_since or clock_seconds
        else:
            self.busy_since = None
        self.due_at = 0.0 if amount else clock_seconds + self.every
        return amount


_jobs: dict[str, PeriodicJob] = {}


def register(
    name: str,
    run: Callable[[], int],
    *,
    every: float,
    lane: str = LANE,
    urgent: bool = False,
) -> None:
    """Have the worker call `run` every so many seconds; registering a name twice replaces it."""
    _jobs[name] = PeriodicJob(name, run, every, lane, urgent=urgent)


def is_hurried(clock_seconds: float) -> bool:
    """Whether an urgent job is at work that should have the machine to itself."""
    busy = [job.busy_since for job in jobs() if job.urgent and job.busy_since is not None]
    return any(clock_seconds - since < HURRY for since in busy)


def jobs() -> list[PeriodicJob]:
    return list(_jobs.values())


def lanes() -> list[str]:
    """Every lane there is, each once."""
    return list(dict.fromkeys([LANE, *(job.lane for job in jobs())]))


def make_all_due() -> None:
    """Forget when the jobs were last done: a worker that starts does each of them at once."""
    for job in jobs():
        job.due_at, job.failures, job.busy_since = 0.0, 0, None


def run_due(clock_seconds: float, lane: str) -> int:
    """Run what is due in a lane; one that fails does not keep the others from running. What is
    not urgent waits for what is and has much to do, `HURRY` at most."""
    due = [job for job in jobs() if job.lane == lane and job.due_at <= clock_seconds]
    return sum(job.do(clock_seconds) for job in due if job.urgent or not is_hurried(clock_seconds))
