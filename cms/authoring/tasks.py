"""Imports that were uploaded, carried out by the worker."""

import logging
from uuid import UUID

from django_tasks import task

from cms.authoring import runs
from cms.authoring.models import ImportRun

logger = logging.getLogger(__name__)


@task()
def carry_out(uid: str) -> None:
    """Import the file that was uploaded for this run. How it went stands in the run's record."""
    run = ImportRun.objects.select_related("user").get(uid=UUID(uid))
    if run.state != ImportRun.State.QUEUED:
        return
    try:
        runs.carry_out_upload(run)
    except Exception:
        logger.exception("Import %s failed", uid)
    finally:
        run.upload_path.unlink(missing_ok=True)
