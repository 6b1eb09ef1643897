"""Imports as runs: prepared, recorded, one of a source at a time; a dead one is known as dead."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring import mapping as mappings
from cms.authoring.importing import Importing
from cms.authoring.models import ImportRun
from cms.authoring.report import ReportFile, Tally
from cms.authoring.source_file import BrokenFile, Inspection, SourceFile
from cms.core import clock
from cms.core.drafts import Desk, open_desk

State = ImportRun.State
# A run that has not been heard of for so long is dead, wherever it ran.
SILENCE = timedelta(minutes=10)
# How long an upload may wait for a worker.
PATIENCE = timedelta(days=1)


class Shrunk(Exception):
    """The file has lost half of its lines or more since the last import."""

    def __init__(self, lines: int, before: int) -> None:
        super().__init__(
            _("The file has %(lines)d lines; at the last import it had %(before)d.")
            % {"lines": lines, "before": before}
        )
        self.lines, self.before = lines, before


class AlreadyRunning(Exception):
    """Another import of the same source is under way."""


@dataclass(frozen=True)
class Prepared:
    """A sound file, read once, with the place it will be written to."""

    file: SourceFile
    inspection: Inspection
    desk: Desk


def prepare(*, path: Path, mapping_name: str, user: User | None, allow_shrink: bool) -> Prepared:
    """Everything that can be known before the first line is written.

    `user` is None for whoever owns the machine's command line. Raises UnknownMapping, DeskClosed,
    PermissionDenied, BrokenFile, Shrunk.
    """
    mapping = mappings.load(mapping_name)
    desk = open_desk(mapping.locale)
    if user is not None and not desk.may_publish(user):
        raise PermissionDenied(_("This user may not publish items of institutions."))
    file = SourceFile(path, mapping)
    inspection = file.inspect()
    before = lines_before(mapping.source)
    if not allow_shrink and inspection.lines * 2 <= before:
        raise Shrunk(inspection.lines, before)
    return Prepared(file, inspection, desk)


def lines_before(source: str) -> int:
    """How many lines the last import of this source had that ran to its end."""
    done = ImportRun.objects.filter(source=source, state=State.DONE, dry_run=False)
    return done.order_by("-finished_at").values_list("lines", flat=True).first() or 0


def open_run(prepared: Prepared, *, user: User, file_name: str, dry_run: bool = False) -> ImportRun:
    """Record a run that waits for its turn; raises AlreadyRunning."""
    bury_the_dead()
    mapping = prepared.file.mapping
    try:
        with transaction.atomic():
            return ImportRun.objects.create(
                mapping=mapping.name,
                source=mapping.source,
                file_name=file_name[-255:],
                file_digest=prepared.inspection.digest,
                lines=prepared.inspection.lines,
                counts=Tally().as_dict(),
                dry_run=dry_run,
                user=user,
            )
    except IntegrityError:
        raise AlreadyRunning(
            _("Another import of “%(source)s” is under way.") % {"source": mapping.source}
        ) from None


def import_prepared(
    prepared: Prepared,
    *,
    run: ImportRun,
    report: TextIO | None,
    tell: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Carry a run out and keep its record true, however it ends."""
    with _recorded(run):
        return _carry_out(prepared, run=run, report=report, tell=tell)


def _carry_out(
    prepared: Prepared,
    *,
    run: ImportRun,
    report: TextIO | None,
    tell: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    if run.user is None:
        raise PermissionDenied(_("Nobody is on record for this import."))
    importing = Importing(
        file=prepared.file,
        inspection=prepared.inspection,
        desk=prepared.desk,
        user=run.user,
        report=ReportFile(report),
        keep=lambda tally: _keep(run, tally),
        tell=tell,
    )
    tally = importing.run(dry_run=run.dry_run)
    run.done, run.counts = tally.done, tally.as_dict()
    return tally


def carry_out_upload(run: ImportRun) -> Tally:
    """Import the file a run was opened for; its report is kept beside it."""
    with _recorded(run):
        prepared = prepare(
            path=run.upload_path, mapping_name=run.mapping, user=run.user, allow_shrink=True
        )
        with run.report_path.open("w", encoding="utf-8") as report:
            return _carry_out(prepared, run=run, report=report)


def try_out(
    prepared: Prepared,
    *,
    user: User,
    report: TextIO | None,
    tell: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """A dry run without a record: nothing at all is written to the database."""
    importing = Importing(
        file=prepared.file,
        inspection=prepared.inspection,
        desk=prepared.desk,
        user=user,
        report=ReportFile(report),
        tell=tell,
    )
    return importing.run(dry_run=True)


def _keep(run: ImportRun, tally: Tally) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        done=tally.done, counts=tally.as_dict(), sign_of_life=clock.now()
    )


@contextmanager
def _recorded(run: ImportRun) -> Iterator[None]:
    run.state = State.RUNNING
    run.host, run.process = socket.gethostname(), os.getpid()
    run.started_at = run.sign_of_life = clock.now()
    run.save()
    run.state, run.problem = State.INTERRUPTED, _("It was interrupted.")
    try:
        yield
        run.state, run.problem = State.DONE, ""
    except BrokenFile as error:
        run.state, run.problem = State.FAILED, error.told_of(run.file_name)
        raise
    except Exception as error:
        run.state, run.problem = State.FAILED, f"{type(error).__name__}: {error}"[:1000]
        raise
    finally:
        run.finished_at = clock.now()
        # `done` and `counts` were kept batch by batch; a run that failed leaves them as they are.
        fields = ["state", "problem", "finished_at", "updated_at"]
        run.save(update_fields=[*fields, "done", "counts"] if run.state == State.DONE else fields)


def bury_the_dead() -> int:
    """Mark as interrupted what was killed: its process is gone, or nothing was heard for long."""
    dead = [run for run in ImportRun.objects.filter(state__in=ImportRun.ACTIVE) if _is_dead(run)]
    return ImportRun.objects.filter(
        pk__in=[run.pk for run in dead], state__in=ImportRun.ACTIVE
    ).update(
        state=State.INTERRUPTED,
        problem=_("Its process ended before the import did; import the file again."),
        finished_at=clock.now(),
    )


def _is_dead(run: ImportRun) -> bool:
    if run.state == State.QUEUED:
        return run.created_at < clock.now() - PATIENCE
    if run.host == socket.gethostname() and not _is_alive(run.process):
        return True
    # A dry run is one transaction: nothing of it is seen before its end.
    return not run.dry_run and (run.sign_of_life or run.created_at) < clock.now() - SILENCE


def _is_alive(process: int | None) -> bool:
    if process is None:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
