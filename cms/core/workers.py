"""Which workers are alive: each says so every few seconds, and one that is silent is dead.

A worker is known by an id of its own. Whether its process has ended is seen only on its own
machine: there it is dead at once.
"""

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from cms.core import clock
from cms.core.models import WorkerHeartbeat
from cms.core.processes import is_running, this_process

BEAT_SECONDS = 5.0
# So long the row of a dead worker is kept, for whoever looks for the reason.
KEPT = timedelta(days=1)

# When what this process works on last got on, by the name of the queue or the periodic job.
_progress: dict[str, datetime] = {}


def beat(worker_id: str, *, doing: str) -> None:
    """Say that this worker lives, with what it is busy, and what got on."""
    values = {
        "last_seen_at": clock.now(),
        "doing": doing[:255],
        "progress": {name: moment.isoformat() for name, moment in list(_progress.items())},
    }
    WorkerHeartbeat.objects.update_or_create(
        worker_id=worker_id,
        defaults=values,
        create_defaults=values
        | {
            "host": socket.gethostname()[:255],
            "process": os.getpid(),
            "instance": this_process(),
            "started_at": clock.now(),
        },
    )


def note_progress(name: str) -> None:
    """A queue or a periodic job got on: the next heartbeat tells."""
    _progress[name] = clock.now()


def gets_on(name: str) -> bool:
    """Whether a worker has got on with this queue or periodic job lately."""
    told = WorkerHeartbeat.objects.filter(last_seen_at__gte=silent_before())
    moments = (progress.get(name) for progress in told.values_list("progress", flat=True))
    return any(datetime.fromisoformat(one) >= silent_before() for one in moments if one)


def sign_off(worker_id: str) -> None:
    """The worker ends as it should: nobody waits for it."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def alive(worker_ids: Iterable[str]) -> set[str]:
    """Those of these workers that are not known or presumed dead."""
    rows = WorkerHeartbeat.objects.filter(worker_id__in=list(worker_ids))
    return {row.worker_id for row in rows if not is_dead(row)}


def is_dead(row: WorkerHeartbeat) -> bool:
    return row.last_seen_at < silent_before() or is_running(row.instance) is False


def silent_before() -> datetime:
    """Who was last heard of before this moment is taken for dead: workers, imports, queues."""
    return clock.now() - timedelta(seconds=settings.WORKER_SILENT_SECONDS)
