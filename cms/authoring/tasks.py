"""Imports that were uploaded, carried out by the worker."""

import logging
from uuid import UUID

from django_tasks import task

from cms.authoring import deciding, runs
from cms.authoring.importing import Superseded
from cms.authoring.models import ImportRun

logger = logging.getLogger(__name__)


@task(queue_name="long")
def carry_out(uid: str) -> None:
    """Import the file that was uploaded for this run. How it went stands in the run's record.

    Called again for a run that was cut short, by a dead worker or a database that was away, it goes
    on where the run's report ends; for one that has ended it does nothing.
    """
    run = ImportRun.objects.select_related("user").get(uid=UUID(uid))
    if run.state in ImportRun.ACTIVE:
        try:
            runs.carry_out_upload(run)
        except runs.TAKEN_UP_AGAIN:
            raise
        except Superseded:
            return
        except Exception:
            logger.exception("Import %s failed", uid)
    run.upload_path.unlink(missing_ok=True)


@task(queue_name="long")
def carry_out_decision(uid: str) -> None:
    """Publish what waits of a run that was decided; called again, it goes on with the rest."""
    deciding.carry_out(ImportRun.objects.select_related("decided_by").get(uid=UUID(uid)))
