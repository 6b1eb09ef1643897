"""Imports as runs: prepared, recorded, one of a source at a time; a dead one is known as dead.

A run that was uploaded belongs to a background task: what a dead worker, a stopping one or a
database that was away cut short is taken up again by the task's next attempt. A run of the command
line ends with its process.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring import mapping as mappings
from cms.authoring.abandoned import bury_the_dead
from cms.authoring.importing import Importing, Superseded
from cms.authoring.models import ImportRun
from cms.authoring.notices import tell_submitted
from cms.authoring.operators import require_rights
from cms.authoring.report import ReportFile, Tally, read_again
from cms.authoring.source_file import BrokenFile, Inspection, SourceFile
from cms.authoring.waiting import Waiting
from cms.core import clock
from cms.core.database import UNAVAILABLE, insist
from cms.core.processes import this_process
from cms.core.task_queue import Stopping, stop_if_asked
from cms.publication.clearance import Authority
from cms.publication.models import Clearance
from cms.publication.page_writer import PageWriter, open_page_writer

logger = logging.getLogger(__name__)
State = ImportRun.State
# What cuts an upload's import short without ending it.
TAKEN_UP_AGAIN = (*UNAVAILABLE, Stopping)


class Shrunk(Exception):
    """The file has lost half of its lines or more since the last import."""

    def __init__(self, lines: int, before: int) -> None:
        told = _("The file has %(lines)d lines; at the last import it had %(before)d.")
        super().__init__(told % {"lines": lines, "before": before})
        self.lines, self.before = lines, before


class AlreadyRunning(Exception):
    """Another import of the same source is under way."""


@dataclass(frozen=True)
class Prepared:
    """A sound file, read once, with the place it will be written to; `uid` is its run's."""

    file: SourceFile
    inspection: Inspection
    writer: PageWriter
    uid: UUID


def prepare(
    *,
    path: Path,
    mapping_name: str,
    user: User | None,
    allow_shrink: bool,
    publish: bool = False,
    uid: UUID | None = None,
) -> Prepared:
    """Everything that can be known before the first line is written.

    `user` is None for whoever owns the machine's command line. With `publish` the user decides the
    import: what it brings is public without a review. Raises UnknownMapping, TreeNotReady,
    PermissionDenied, BrokenFile, Shrunk.
    """
    mapping = mappings.load(mapping_name)
    uid = uid or uuid4()
    authority = decided(uid, mapping.source) if publish else None
    writer = open_page_writer(mapping.locale, authority)
    if user is not None:
        require_rights(user, writer, publish=publish)
    file = SourceFile(path, mapping)
    inspection = file.inspect()
    before = lines_before(mapping.source)
    if not allow_shrink and inspection.lines * 2 <= before:
        raise Shrunk(inspection.lines, before)
    return Prepared(file, inspection, writer, uid)


def decided(uid: UUID, source: str, reason: str = "") -> Authority:
    """The decision on a run, as the log has it of each page; by whom is said when it is used."""
    data = {"run": str(uid), "source": source} | ({"reason": reason} if reason else {})
    return Authority(Clearance.Kind.IMPORTED, "import_decided", None, data)


def lines_before(source: str) -> int:
    """How many lines the last import of this source had that ran to its end."""
    done = ImportRun.objects.filter(source=source, state=State.DONE, dry_run=False)
    return done.order_by("-finished_at").values_list("lines", flat=True).first() or 0


def open_run(
    prepared: Prepared,
    *,
    user: User,
    file_name: str,
    dry_run: bool = False,
) -> ImportRun:
    """Record a run that waits for its turn; raises AlreadyRunning."""
    bury_the_dead()
    mapping = prepared.file.mapping
    try:
        with transaction.atomic():
            return ImportRun.objects.create(
                uid=prepared.uid,
                mapping=mapping.name,
                source=mapping.source,
                file_name=file_name[-255:],
                file_digest=prepared.inspection.digest,
                lines=prepared.inspection.lines,
                counts=Tally().as_dict(),
                dry_run=dry_run,
                user=user,
                **_decision(prepared, user),
            )
    except IntegrityError:
        raise AlreadyRunning(
            _("Another import of “%(source)s” is under way.") % {"source": mapping.source}
        ) from None


def _decision(prepared: Prepared, user: User) -> dict[str, Any]:
    if prepared.writer.authority is None:
        return {}
    return {"decided_by": user, "decided_at": clock.now()}


def import_prepared(
    prepared: Prepared,
    *,
    run: ImportRun,
    report: TextIO | None,
    tell: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Carry a run out and keep its record true, however it ends."""
    with _recorded(run):
        importing = _importing(
            prepared, operator=_on_record(run), report=report, tell=tell, waiting=Waiting(run)
        )
        return _carry_out(importing, run)


def carry_out_upload(run: ImportRun) -> Tally:
    """Import the file a run was opened for, from where the report ends that is kept beside it.

    Raises one of TAKEN_UP_AGAIN when the run is queued again.
    """
    with _recorded(run, again=True):
        prepared = prepare(
            path=run.upload_path,
            mapping_name=run.mapping,
            user=run.user,
            allow_shrink=True,
            publish=run.decided_at is not None,
            uid=run.uid,
        )
        begun = read_again(run.report_path)
        with run.report_path.open("a", encoding="utf-8") as report:
            importing = _importing(
                prepared,
                operator=_on_record(run),
                report=report,
                waiting=Waiting(run),
                begun=begun,
                pause=stop_if_asked,
            )
            return _carry_out(importing, run)


def try_out(
    prepared: Prepared,
    *,
    operator: Callable[[], User],
    report: TextIO | None,
    tell: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """A dry run without a record: nothing at all is written to the database."""
    return _importing(prepared, operator=operator, report=report, tell=tell).run(dry_run=True)


def _importing(prepared: Prepared, *, report: TextIO | None, **how: Any) -> Importing:
    return Importing(
        file=prepared.file,
        inspection=prepared.inspection,
        writer=prepared.writer,
        report=ReportFile(report),
        **how,
    )


def _on_record(run: ImportRun) -> Callable[[], User]:
    user = run.user
    if user is None:
        raise PermissionDenied(_("Nobody is on record for this import."))
    return lambda: user


def _carry_out(importing: Importing, run: ImportRun) -> Tally:
    importing.keep = lambda tally: _keep(run, tally)
    tally = importing.run(dry_run=run.dry_run)
    run.done, run.counts = tally.done, tally.as_dict()
    if not run.dry_run:
        insist(lambda: tell_submitted(run))
    return tally


def _keep(run: ImportRun, tally: Tally) -> None:
    """How far it is; raises Superseded when the run is no longer this process's."""
    values = {"done": tally.done, "counts": tally.as_dict(), "sign_of_life": clock.now()}
    if not _own(run).update(**values):
        raise Superseded


def _own(run: ImportRun) -> "QuerySet[ImportRun]":
    return ImportRun.objects.filter(pk=run.pk, state=State.RUNNING, process=run.process)


@contextmanager
def _recorded(run: ImportRun, *, again: bool = False) -> Iterator[None]:
    """The run's record from its start to its end; `again`: it can be taken up where it stops.

    Raises Superseded when the run was given up before it began.
    """
    _take(run)
    try:
        yield
        run.state = State.DONE
    except BaseException as error:
        run.state, run.problem = _ending(error, run, again=again)
        raise
    finally:
        _write_ending(run)


def _take(run: ImportRun) -> None:
    run.state, run.problem, run.process = State.RUNNING, "", this_process()
    run.sign_of_life = clock.now()
    run.started_at = run.started_at or run.sign_of_life
    names = ("state", "problem", "process", "sign_of_life", "started_at")
    active = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.ACTIVE)
    if not insist(lambda: active.update(**{name: getattr(run, name) for name in names})):
        raise Superseded


def _ending(error: BaseException, run: ImportRun, *, again: bool) -> tuple[State, str]:
    """What state an error leaves a run in, and how that is told."""
    if isinstance(error, BrokenFile):
        return State.FAILED, error.told_of(run.file_name)
    if isinstance(error, TAKEN_UP_AGAIN):
        return (State.QUEUED, "") if again else (State.INTERRUPTED, told_unavailable(error))
    if isinstance(error, Exception):
        return State.FAILED, f"{type(error).__name__}: {error}"[:1000]
    return State.INTERRUPTED, _("It was interrupted.")


def told_unavailable(error: Exception) -> str:
    return _("The database was not available (%(error)s); import the file again.") % {
        "error": str(error).strip()[:500]
    }


def _write_ending(run: ImportRun) -> None:
    """Not over a successor's head; where it cannot be written, the run is given up later."""
    values: dict[str, Any] = {"state": run.state, "problem": run.problem}
    values["updated_at"] = clock.now()
    if run.state != State.QUEUED:
        values["finished_at"] = clock.now()
    # `done` and `counts` were kept batch by batch; a run that failed leaves them as they are.
    if run.state == State.DONE:
        values |= {"done": run.done, "counts": run.counts}
    try:
        insist(lambda: _own(run).update(**values))
    except UNAVAILABLE:
        logger.exception("How import %s ended could not be written down", run.uid)


def report_is_gone(run: ImportRun) -> bool:
    """Whether the report was there and has been removed since."""
    kept = timedelta(days=settings.IMPORT_REPORTS_KEPT_DAYS)
    return run.finished_at is not None and run.finished_at < clock.now() - kept
