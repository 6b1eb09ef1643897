"""What the worker does besides tasks: short jobs that come round again.

A chore takes a bounded bite each time, is idempotent and safe with several workers; rooms register
theirs in `AppConfig.ready()`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

logger = logging.getLogger(__name__)


@dataclass
class Chore:
    """`run` returns how much it did: something means that it wants to be asked again at once."""

    name: str
    run: Callable[[], int]
    every: float  # seconds
    due_at: float = field(default=0.0)


_chores: dict[str, Chore] = {}


def register(name: str, run: Callable[[], int], *, every: float) -> None:
    """Have the worker call `run` every so many seconds; registering a name twice replaces it."""
    _chores[name] = Chore(name, run, every)


def chores() -> list[Chore]:
    return list(_chores.values())


def make_all_due() -> None:
    """Forget when the chores were last done: a worker that starts does each of them at once."""
    for chore in chores():
        chore.due_at = 0.0


def do_due_chores(clock_seconds: float) -> int:
    """Run what is due; one that fails is logged and does not keep the others from running."""
    done = 0
    for chore in chores():
        if chore.due_at > clock_seconds:
            continue
        try:
            amount = chore.run()
        except Exception:
            logger.exception("Chore %s failed; it is tried again in %s s", chore.name, chore.every)
            close_old_connections()
            amount = 0
        chore.due_at = 0.0 if amount else clock_seconds + chore.every
        done += amount
    return done
