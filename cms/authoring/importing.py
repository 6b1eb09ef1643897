"""The import itself: batches of lines, each batch one publication, each line on its own in it.

A dry run does every batch too, and undoes it: nothing is written, and between two batches nobody is
kept waiting. What an earlier batch would have made (an institution, a category) is made again in
the batch that needs it.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring.lines import LineReader, Reading, ragged
from cms.authoring.places import Places
from cms.authoring.report import (
    CREATED,
    REJECTED,
    UNCHANGED,
    UPDATED,
    VANISHED,
    LineReport,
    Note,
    ReportFile,
    Tally,
    notes_of,
    writer_notes,
)
from cms.authoring.source_file import Inspection, SourceFile
from cms.core import clock
from cms.core.batches import batches
from cms.core.database import UNAVAILABLE, insist
from cms.publication.copies.building import Building
from cms.publication.page_writer import CategoryDraft, KnownItem, PageWriter, Written
from cms.publication.unit_of_work import publishing

BATCH = 40
BREATH = 0.12  # seconds: a waiting writer looks again every 0.1 s
Known = Mapping[str, KnownItem]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """A line of the file and what was understood of it."""

    number: int
    reading: Reading


class Superseded(Exception):
    """Another process has taken the run over, or it was given up: this one must not go on."""


class _TriedOut(Exception):
    """Ends the try-out of a batch: everything it wrote is rolled back."""


# No line is to blame: trying them one by one would end no better.
NO_LINES_FAULT = (*UNAVAILABLE, Superseded)


class Importing:
    """Brings one sound file in, after the lines of `begun`.

    `operator` says who is on record; a dry run asks again in every batch, so that an account it
    makes is undone too. `keep` is called with the tally in each batch's transaction (of a dry run:
    after it) and may raise Superseded; `tell` and `pause` are called between batches.
    """

    def __init__(
        self,
        *,
        file: SourceFile,
        inspection: Inspection,
        writer: PageWriter,
        operator: Callable[[], User],
        report: ReportFile,
        begun: Tally | None = None,
        keep: Callable[[Tally], None] = lambda tally: None,
        tell: Callable[[Tally], None] = lambda tally: None,
        pause: Callable[[], None] = lambda: None,
    ) -> None:
        self.file, self.writer, self.operator, self.report = file, writer, operator, report
        self.keep, self.tell, self.pause = keep, tell, pause
        self.mapping = file.mapping
        self.dry_run = False
        self.tally = begun or Tally()
        self.places = Places(writer=writer, mapping=file.mapping, roster=inspection.roster)
        self._seen: set[str] = set()

    def run(self, *, dry_run: bool = False) -> Tally:
        """Import every line; a dry run does all of it and undoes it, batch by batch.

        Raises BrokenFile when the file is no longer the one that was inspected, a database error
        when trying again did not help, and what `keep`, `tell` and `pause` raise.
        """
        self.dry_run = dry_run
        if not dry_run:
            insist(self._begin)
        for lines in batches(self._lines(), BATCH):
            self._finish(self._batch(lines))
            self._let_others_write()
            self.pause()
        self._finish(list(self._vanished()))
        return self.tally

    def _begin(self) -> None:
        """What every line leans on: who is on record, and the categories."""
        self.user = self.operator()
        with publishing():
            self.writer.ensure_categories(
                [CategoryDraft(*pair) for pair in self.mapping.category_titles.items()],
                user=self.user,
            )

    def _let_others_write(self) -> None:
        """SQLite has one writer and no queue: without a pause an editor's save never gets in."""
        if connection.vendor == "sqlite":
            time.sleep(BREATH)

    def _lines(self) -> Iterator[Line]:
        reader = LineReader(self.mapping)
        done_before = self.tally.done
        for number, row in enumerate(self.file.rows()):
            if row.external_id:
                self._seen.add(row.external_id)
            if number >= done_before:
                yield Line(row.line, reader.read(row.cells) if row.cells else ragged(row))

    def _finish(self, reports: Sequence[LineReport]) -> None:
        self.report.write(reports)
        self.tell(self.tally)

    # Batches

    def _batch(self, lines: Sequence[Line]) -> list[LineReport]:
        """All lines in one transaction; if it fails as a whole, one by one to find the culprit."""
        try:
            return insist(lambda: self._commit(lines))
        except NO_LINES_FAULT:
            raise
        except Exception:
            logger.warning("A batch failed; its lines are tried one by one", exc_info=True)
        return [self._alone(line) for line in lines]

    def _alone(self, line: Line) -> LineReport:
        try:
            return insist(lambda: self._commit([line]))[0]
        except NO_LINES_FAULT:
            raise
        except Exception:
            logger.exception("Line %s could not be published", line.number)
        note = Note("page", _("The item could not be made public."), "not_publishable")
        report = self._report(line, REJECTED, self._known([line]), errors=(note,))
        self._count([report])
        return report

    def _known(self, lines: Sequence[Line]) -> Known:
        return self.writer.known_items(
            self.mapping.source, [line.reading.external_id for line in lines]
        )

    def _commit(self, lines: Sequence[Line]) -> list[LineReport]:
        """Write a batch and its published copies; the tally grows only when all of it holds."""
        tally = self.tally.copy()
        with self._unit():
            known = self._known(lines)
            self._lock(lines, known)
            reports = [self._line(line, known) for line in lines]
            tally.add(reports)
            if not self.dry_run:
                self.keep(tally)
        if self.dry_run:
            self.keep(tally)
        self.tally = tally
        return reports

    def _lock(self, lines: Sequence[Line], known: Known) -> None:
        """What will be written, as far as it is known beforehand."""
        digests = {
            line.reading.external_id: line.reading.digest()
            for line in lines
            if line.reading.draft is not None and line.reading.institution is not None
        }
        changed = [item for item in known.values() if item.digest != digests.get(item.external_id)]
        self.writer.lock(
            changed, self.places.remembered(line.reading.institution for line in lines)
        )

    @contextmanager
    def _unit(self) -> Iterator[None]:
        """One publication; of a dry run, one that is undone. What is undone is forgotten too."""
        mark = self.places.mark()
        try:
            with transaction.atomic(), publishing():
                if self.dry_run:
                    self._begin()
                yield
                if self.dry_run:
                    raise _TriedOut  # before the copies are written: no change is numbered
        except _TriedOut:
            self.places.undo(mark)
        except BaseException:
            self.places.undo(mark)
            raise

    def _count(self, reports: Sequence[LineReport]) -> None:
        self.tally.add(reports)
        insist(lambda: self.keep(self.tally))

    # Lines

    def _line(self, line: Line, known: Known) -> LineReport:
        reading = line.reading
        if reading.draft is None or reading.institution is None:
            return self._report(line, REJECTED, known, errors=tuple(reading.errors))
        digest = reading.digest()
        item = known.get(reading.external_id)
        if item is not None and item.page_id is None:
            note = Note("id", _("The item was deleted here and is not made again."), "deleted")
            return self._report(line, REJECTED, known, errors=(note,))
        if item is not None and item.digest == digest:
            return self._report(line, UNCHANGED, known)
        mark = self.places.mark()
        try:
            with transaction.atomic():
                written = self._write(reading, item, digest)
        except ValidationError as error:
            self.places.undo(mark)
            return self._report(line, REJECTED, known, errors=notes_of(error))
        return self._report(line, UPDATED if item else CREATED, known, written=written)

    def _write(self, reading: Reading, item: KnownItem | None, digest: str) -> Written:
        assert reading.draft is not None
        assert reading.institution is not None
        place = self.places.of(reading.institution, user=self.user)
        if item is None:
            written = self.writer.create_item(reading.draft, place, digest=digest, user=self.user)
        else:
            written = self.writer.update_item(
                item, reading.draft, place, digest=digest, user=self.user
            )
        if self.dry_run:
            _try_to_build(written.page_id)
        return written

    def _report(
        self,
        line: Line,
        outcome: str,
        known: Known,
        *,
        written: Written | None = None,
        errors: tuple[Note, ...] = (),
    ) -> LineReport:
        item = known.get(line.reading.external_id)
        notes = writer_notes(written.notes) if written else ()
        return LineReport(
            line=line.number,
            external_id=line.reading.external_id,
            outcome=outcome,
            page_id=written.page_id if written else item.page_id if item else None,
            path=written.path if written else item.path if item else "",
            errors=errors,
            warnings=(*line.reading.warnings, *notes),
        )

    def _vanished(self) -> Iterator[LineReport]:
        """Items of this source whose line is no longer in the file: told, never deleted."""
        gone = [
            LineReport(None, item.external_id, VANISHED, item.page_id, item.path)
            for item in self.writer.items_of(self.mapping.source)
            if item.external_id not in self._seen
        ]
        if gone:
            self._count(gone)
        yield from gone


def _try_to_build(page_id: int) -> None:
    """What publishing would do at the end of a batch, without a change number."""
    building = Building(clock.now())
    for page in building.load([page_id]).values():
        building.copy(page)
