"""The import itself: batches of lines, each batch one publication, each line on its own in it."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice

import orjson
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.models import User
from cms.authoring.lines import LineReader, Reading
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
)
from cms.authoring.source_file import Inspection, Row, SourceFile
from cms.core import clock, drafts
from cms.core.drafts import CategoryDraft, Desk, KnownItem, Written
from cms.publication.building import Building
from cms.publication.locking import until_its_turn
from cms.publication.unit_of_work import publishing

BATCH = 40
BREATH = 0.12  # seconds: a waiting writer looks again every 0.1 s
# The database itself is in trouble: no line is to blame.
FATAL = (OperationalError, InterfaceError)
Known = Mapping[str, KnownItem]
logger = logging.getLogger(__name__)

_NOTES: dict[str, tuple[str, str | Promise]] = {
    drafts.NOTE_NOT_LIVE: (
        "page",
        gettext_lazy("The item was taken down here; the change was saved as a draft."),
    ),
    drafts.NOTE_DRAFT_SET_ASIDE: (
        "page",
        gettext_lazy("An editor's unpublished changes were set aside; they are in its history."),
    ),
    drafts.NOTE_MOVED: (
        "institution",
        gettext_lazy("The item moved below another institution; its address changed."),
    ),
}


@dataclass(frozen=True)
class Line:
    """A line of the file and what was understood of it."""

    number: int
    reading: Reading


class _TriedOut(Exception):
    """Ends a dry run: everything it wrote is rolled back."""


class Importing:
    """Brings one sound file in. `keep` is called in each batch's transaction, `tell` after it."""

    def __init__(
        self,
        *,
        file: SourceFile,
        inspection: Inspection,
        desk: Desk,
        user: User,
        report: ReportFile,
        keep: Callable[[Tally], None] = lambda tally: None,
        tell: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        self.file, self.desk, self.user, self.report = file, desk, user, report
        self.keep, self.tell = keep, tell
        self.mapping = file.mapping
        self.dry_run = False
        self.tally = Tally()
        self.places = Places(desk=desk, mapping=file.mapping, roster=inspection.roster, user=user)
        self._seen: set[str] = set()

    def run(self, *, dry_run: bool = False) -> Tally:
        """Import every line; a dry run does all of it and then undoes it.

        Raises BrokenFile when the file is no longer the one that was inspected.
        """
        self.dry_run = dry_run
        if not dry_run:
            self._go()
            return self.tally
        try:
            # The unit of work never ends in a projection: the change log is not touched.
            with publishing():
                self._go()
                raise _TriedOut
        except _TriedOut:
            return self.tally

    def _go(self) -> None:
        with publishing():
            self.desk.ensure_categories(
                [CategoryDraft(*pair) for pair in self.mapping.category_titles.items()],
                user=self.user,
            )
        for lines in _batches(self._lines(), BATCH):
            self._finish(self._batch(lines))
            self._let_others_write()
        self._finish(list(self._vanished()))

    def _let_others_write(self) -> None:
        """SQLite has one writer and no queue: without a pause an editor's save never gets in."""
        if connection.vendor == "sqlite" and not self.dry_run:
            time.sleep(BREATH)

    def _lines(self) -> Iterator[Line]:
        reader = LineReader(self.mapping)
        for row in self.file.rows():
            if row.external_id:
                self._seen.add(row.external_id)
            yield Line(row.line, reader.read(row.cells) if row.cells else _ragged(row))

    def _finish(self, reports: Sequence[LineReport]) -> None:
        self.report.write(reports)
        self.tell(self.tally)

    # Batches

    def _batch(self, lines: Sequence[Line]) -> list[LineReport]:
        """All lines in one transaction; if it fails as a whole, one by one to find the culprit."""
        known = self.desk.known_items(
            self.mapping.source, [line.reading.external_id for line in lines]
        )
        mark = self.places.mark()
        try:
            return self._commit(lines, known)
        except FATAL:
            raise
        except Exception:
            logger.warning("A batch failed; its lines are tried one by one", exc_info=True)
        self.places.undo(mark)
        return [self._alone(line, known) for line in lines]

    def _alone(self, line: Line, known: Known) -> LineReport:
        mark = self.places.mark()
        try:
            return self._commit([line], known)[0]
        except FATAL:
            raise
        except Exception:
            logger.exception("Line %s could not be published", line.number)
        self.places.undo(mark)
        note = Note("page", _("The item could not be made public."), "not_publishable")
        report = self._report(line, REJECTED, known, errors=(note,))
        self._count([report])
        return report

    def _commit(self, lines: Sequence[Line], known: Known) -> list[LineReport]:
        """Write a batch; again when the database let somebody else go first."""
        undo = partial(self.places.undo, self.places.mark())
        return until_its_turn(partial(self._commit_once, lines, known), undo=undo)

    def _commit_once(self, lines: Sequence[Line], known: Known) -> list[LineReport]:
        """Write a batch and its published copies; the tally grows only when all of it holds."""
        tally = self.tally.copy()
        with transaction.atomic(), publishing():
            self._lock(lines, known)
            reports = [self._line(line, known) for line in lines]
            tally.add(reports)
            self.keep(tally)
        self.tally = tally
        return reports

    def _lock(self, lines: Sequence[Line], known: Known) -> None:
        """What will be written, as far as it is known beforehand."""
        readings = [line.reading for line in lines if line.reading.draft and line.reading.identity]
        digests = {one.external_id: _digest(one) for one in readings}
        changed = [item for item in known.values() if item.digest != digests.get(item.external_id)]
        self.desk.lock(changed, self.places.remembered(one.identity for one in readings))

    def _count(self, reports: Sequence[LineReport]) -> None:
        self.tally.add(reports)
        self.keep(self.tally)

    # Lines

    def _line(self, line: Line, known: Known) -> LineReport:
        reading = line.reading
        if reading.draft is None or reading.identity is None:
            return self._report(line, REJECTED, known, errors=tuple(reading.errors))
        digest = _digest(reading)
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
        assert reading.identity is not None
        place = self.places.of(reading.identity)
        if item is None:
            written = self.desk.create_item(reading.draft, place, digest=digest, user=self.user)
        else:
            written = self.desk.update_item(
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
        notes = [
            Note(_NOTES[code][0], str(_NOTES[code][1]), code)
            for code in (written.notes if written else ())
        ]
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
            for item in self.desk.items_of(self.mapping.source)
            if item.external_id not in self._seen
        ]
        if gone:
            self._count(gone)
        yield from gone


def _batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, size)):
        yield batch


def _ragged(row: Row) -> Reading:
    reading = Reading(external_id=row.external_id)
    reading.refuse(
        "line",
        _("The line has %(width)d columns, the header %(expected)d.")
        % {"width": row.width, "expected": row.expected},
        "columns",
    )
    return reading


def _digest(reading: Reading) -> str:
    """Of everything the line says about its item: what tells a changed line from the same."""
    assert reading.draft is not None
    assert reading.identity is not None
    said = {"item": asdict(reading.draft), "institution": asdict(reading.identity)}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _try_to_build(page_id: int) -> None:
    """What publishing would do at the end of a batch, without a change number."""
    building = Building(clock.now())
    for page in building.load([page_id]).values():
        building.copy(page)
