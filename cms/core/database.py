"""What a process that lives long does when the database is busy, ill or gone."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

# Locked, deadlocked, full, restarting, out of reach: no statement is to blame, a later try may do.
UNAVAILABLE = (OperationalError, InterfaceError)
# Of these, another writer is the reason. PostgreSQL: lock not available, deadlock detected,
# serialization failure (its appendix A).
BUSY_STATES = frozenset({"55P03", "40P01", "40001"})
BUSY_WORDS = "database is locked"  # SQLite
BRIEFLY = "50ms"
BREATH = 0.12  # seconds: a waiting writer of SQLite looks again every 0.1 s
WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between tries, at most


def is_busy(error: BaseException) -> bool:
    """Whether the same will work a little later: another writer was in the way."""
    if not isinstance(error, UNAVAILABLE):
        return False
    return getattr(error.__cause__, "sqlstate", None) in BUSY_STATES or BUSY_WORDS in str(error)


def limit_lock_waits(seconds: int) -> None:
    """From now on this process waits so long for a lock on PostgreSQL; then a statement is busy.

    For who answers people: commands, migrations and the worker wait as long as it takes, since
    nobody's thread waits with them. 0 is no limit. SQLite has its own (SQLITE_BUSY_SECONDS).
    """

    def limit(connection: BaseDatabaseWrapper, **signal: object) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])

    connection_created.connect(limit, weak=False, dispatch_uid="lock_timeout")


def let_go() -> None:
    """Hang up, so that the next statement opens a new connection; a transaction keeps its own."""
    for one in connections.all(initialized_only=True):
        if not one.in_atomic_block:
            one.close()


def insist(work: Callable[[], Result], *, waits: Sequence[float] = WAITS) -> Result:
    """What `work` returns, tried again while the database is unavailable.

    `work` runs in a transaction of its own, or repeats without harm. Raises the last error when
    all tries are used up, and the first one inside a transaction, which cannot go on after it.
    """
    for wait in waits:
        try:
            return work()
        except UNAVAILABLE as error:
            if connection.in_atomic_block:
                raise
            logger.warning("The database is unavailable (%s); again in %s s", error, wait)
            let_go()
            # Not in step with whoever won: it may be at the same again.
            time.sleep(random.uniform(wait / 2, wait))  # noqa: S311
    return work()


def let_others_write() -> None:
    """Between the transactions of a long work: SQLite has one writer and no queue, and without a
    pause an editor's save never gets in."""
    if connection.vendor == "sqlite":
        time.sleep(BREATH)


@contextmanager
def snapshot() -> Iterator[None]:
    """For what only reads: of one moment on SQLite, where it waits for no writer and none waits
    for it. Our transactions there begin with the writer's lock; this one does not."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode


def if_idle(work: Callable[[], Result]) -> Result | None:
    """What `work` returns; None where another writer is at it, and it is left undone.

    For what nobody has to wait for, in a transaction of its own. SQLite's one writer may be busy
    for long, and on PostgreSQL who holds the same row.
    """
    begin = _briefly if connection.vendor == "postgresql" else _without_waiting
    try:
        with begin():
            return work()
    except UNAVAILABLE as error:
        logger.info("Left undone, the database is busy: %s", error)
        return None


@contextmanager
def _briefly() -> Iterator[None]:
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:  # else it would hold for the rest of the caller's transaction
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{BRIEFLY}'")
        yield


@contextmanager
def _without_waiting() -> Iterator[None]:
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    patience = connection.settings_dict["OPTIONS"].get("timeout", 5)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(float(patience) * 1000)}")
