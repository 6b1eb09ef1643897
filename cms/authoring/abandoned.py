"""Imports that nobody carries out any more: which those are, and how they are given up."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cms.authoring.models import ImportRun
from cms.core import clock
from cms.core.processes import is_running
from cms.core.task_queue import FAILED, SUCCESSFUL
from cms.core.workers import silent_before

State = ImportRun.State
# How long an upload may wait for a worker.
PATIENCE = timedelta(days=1)
ENDED = (SUCCESSFUL, FAILED)


def bury_the_dead() -> int:
    """Mark as interrupted what nobody carries out any more."""
    return bury(dead_runs())


def dead_runs() -> list[ImportRun]:
    return [run for run in ImportRun.objects.filter(state__in=ImportRun.ACTIVE) if _is_dead(run)]


def bury(dead: Sequence[ImportRun]) -> int:
    """Interrupted for good: their files go, so that nobody imports them over a newer one.

    They go with the commit: what is rolled back has lost nothing.
    """
    if not dead:
        return 0
    with transaction.atomic():
        # Somebody may have taken one up since it was looked at.
        rows = ImportRun.objects.select_for_update().filter(pk__in=[run.pk for run in dead])
        still = [run for run in rows if run.state in ImportRun.ACTIVE and _is_dead(run)]
        ImportRun.objects.filter(pk__in=[run.pk for run in still]).update(
            state=State.INTERRUPTED,
            problem=_("Its process ended before the import did; import the file again."),
            finished_at=clock.now(),
        )
        for run in still:
            # A file that cannot be removed keeps none of the others; the job tries again.
            remove = partial(run.upload_path.unlink, missing_ok=True)
            transaction.on_commit(remove, robust=True)
    return len(still)


def _is_dead(run: ImportRun) -> bool:
    if run.state == State.QUEUED and (run.sign_of_life or run.created_at) < clock.now() - PATIENCE:
        return True
    if run.task is not None:
        # As long as the task is there, a worker takes it up where another left it.
        tasks = DBTaskResult.objects.exclude(status__in=ENDED)
        return not tasks.filter(pk=run.task).exists()
    if run.state == State.QUEUED:
        return False
    seen = is_running(run.process)  # a database that is locked for long keeps it silent
    return not seen if seen is not None else (run.sign_of_life or run.created_at) < silent_before()
