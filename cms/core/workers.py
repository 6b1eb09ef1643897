"""Which workers are alive: each says so every few seconds, and one that is silent is dead.

A worker is known by an id of its own. Its process counts only where it is looked for on the same
machine: a process that is gone is dead at once, but one that is there may be another's.
"""

import os
import socket
from collections.abc import Iterable
from datetime import timedelta

from cms.core import clock
from cms.core.models import WorkerHeartbeat

BEAT_SECONDS = 5.0
# So long a worker may be kept from saying that it lives, by a database that is busy with others.
SILENT_AFTER = timedelta(minutes=2)
# So long the row of a dead worker is kept, for whoever looks for the reason.
KEPT = timedelta(days=1)


def beat(worker_id: str, *, doing: str) -> None:
    """Say that this worker lives, and with what it is busy."""
    WorkerHeartbeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"last_seen_at": clock.now(), "doing": doing[:255]},
        create_defaults={
            "host": socket.gethostname()[:255],
            "process": os.getpid(),
            "started_at": clock.now(),
            "last_seen_at": clock.now(),
            "doing": doing[:255],
        },
    )


def sign_off(worker_id: str) -> None:
    """The worker ends as it should: nobody waits for it."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def alive(worker_ids: Iterable[str]) -> set[str]:
    """Those of these workers that are not known or presumed dead."""
    rows = WorkerHeartbeat.objects.filter(worker_id__in=list(worker_ids))
    return {row.worker_id for row in rows if not is_dead(row)}


def is_dead(row: WorkerHeartbeat) -> bool:
    silent = row.last_seen_at < clock.now() - SILENT_AFTER
    return silent or (row.host == socket.gethostname()[:255] and process_is_gone(row.process))


def process_is_gone(process: int) -> bool:
    """True when no process of this machine has the number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
