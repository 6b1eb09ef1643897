"""Files and records of imports are kept for a while only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from cms.authoring.models import ImportRun, imports_folder
from cms.authoring.runs import report_is_gone
from cms.core import clock
from cms.core.pruning import BITE, delete_some

# An upload is there before the record of its run.
UNCLAIMED = timedelta(days=1)


def prune_import_runs() -> int:
    """Remove records of runs that ended IMPORT_RUNS_KEPT_DAYS ago.

    Of each source the last that ran to its end stays: the next file is measured by it.
    """
    until = clock.now() - timedelta(days=settings.IMPORT_RUNS_KEPT_DAYS)
    whole = ImportRun.objects.filter(state=ImportRun.State.DONE, dry_run=False)
    later = whole.filter(source=OuterRef("source"), finished_at__gt=OuterRef("finished_at"))
    old = ImportRun.objects.filter(finished_at__lt=until)
    others = Q(dry_run=True) | ~Q(state=ImportRun.State.DONE) | Exists(later)
    return delete_some(old.filter(others).order_by("finished_at"))


def prune_imports() -> int:
    """Remove reports past their time, uploads of runs that ended, and what belongs to no run."""
    some = list(islice(_superfluous(), BITE))
    for path in some:
        path.unlink(missing_ok=True)
    return len(some)


def _superfluous() -> Iterator[Path]:
    runs = {run.uid: run for run in ImportRun.objects.only("uid", "state", "finished_at")}
    for path in imports_folder().iterdir():
        uid = _uid(path)
        run = runs.get(uid) if uid else None
        if run is None:
            if _age(path) > UNCLAIMED:
                yield path
        elif path == run.upload_path:
            if run.state not in ImportRun.ACTIVE:
                yield path
        elif report_is_gone(run):
            yield path


def _uid(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None


def _age(path: Path) -> timedelta:
    try:
        changed = path.stat().st_mtime
    except FileNotFoundError:
        return timedelta(0)
    return clock.now() - datetime.fromtimestamp(changed, UTC)
