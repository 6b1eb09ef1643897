"""The import itself: batches of lines, each batch one publication, each line on its own in it.

A dry run does every batch too, and undoes it: nothing is written, and between two batches nobody is
kept waiting. What an earlier batch would have made (an institution, a category) is made again in
the batch that needs it.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.authoring.line_writing import Line, LineWriter, report
from cms.authoring.lines import LineReader, ragged
from cms.authoring.places import Places
from cms.authoring.report import REJECTED, VANISHED, LineReport, Note, ReportFile, Tally
from cms.authoring.source_file import Inspection, SourceFile
from cms.authoring.waiting import Waiting
from cms.core.batches import batches
from cms.core.database import UNAVAILABLE, insist, let_others_write
from cms.publication.page_writer import PageWriter
from cms.publication.unit_of_work import publishing

BATCH = 40
logger = logging.getLogger(__name__)


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
    after it) and may raise Superseded; `tell` and `pause` are called between batches. `waiting`
    notes what is left for a review or a decision.
    """

    def __init__(
        self,
        *,
        file: SourceFile,
        inspection: Inspection,
        writer: PageWriter,
        operator: Callable[[], User],
        report: ReportFile,
        waiting: Waiting | None = None,
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
        self.lines = LineWriter(
            writer=writer,
            places=self.places,
            waiting=waiting or Waiting(),
            mapping=file.mapping,
        )
        self._seen: set[str] = set()

    def run(self, *, dry_run: bool = False) -> Tally:
        """Import every line; a dry run does all of it and undoes it, batch by batch.

        Raises BrokenFile when the file is no longer the one that was inspected, a database error
        when trying again did not help, and what `keep`, `tell` and `pause` raise.
        """
        self.dry_run = self.lines.dry_run = dry_run
        if not dry_run:
            insist(self._begin)
        for lines in batches(self._lines(), BATCH):
            self._finish(self._batch(lines))
            let_others_write()
            self.pause()
        self._finish(list(self._vanished()))
        return self.tally

    def _begin(self) -> None:
        user = self.operator()
        with by_path(Decision.Path.IMPORT), publishing():
            self.lines.begin(user)

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
        known = self.lines.known([line]).get(line.reading.external_id)
        told = report(line, REJECTED, known, errors=(note,))
        self._count([told])
        return told

    def _commit(self, lines: Sequence[Line]) -> list[LineReport]:
        """Write a batch and its published copies; the tally grows only when all of it holds."""
        tally = self.tally.copy()
        with by_path(Decision.Path.IMPORT), self._unit():
            reports = self.lines.write(lines)
            tally.add(reports)
            if not self.dry_run:
                self.keep(tally)
        if self.dry_run:
            self.keep(tally)
        self.tally = tally
        return reports

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
