"""Files of imports are kept for a while only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from cms.authoring.models import ImportRun, imports_folder
from cms.authoring.runs import report_is_gone
from cms.core import clock
from cms.core.pruning import BITE

# An upload is there before the record of its run.
UNCLAIMED = timedelta(days=1)


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
