"""What becomes of one line: an item made, changed, submitted, published, or a reason why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring.lines import Reading
from cms.authoring.mapping import Mapping as FileMapping
from cms.authoring.places import Places
from cms.authoring.report import (
    CREATED,
    REJECTED,
    SUBMITTED,
    UNCHANGED,
    UPDATED,
    LineReport,
    Note,
    notes_of,
    writer_notes,
)
from cms.authoring.waiting import Waiting, publish_waiting
from cms.core import clock
from cms.publication.copies.building import Building
from cms.publication.page_writer import CategoryDraft, KnownItem, PageWriter, Standing, Written

Known = Mapping[str, KnownItem]


@dataclass(frozen=True)
class Line:
    """A line of the file and what was understood of it."""

    number: int
    reading: Reading


class LineWriter:
    """Writes lines, each in a savepoint of its own, on record of `user`.

    `dry_run` builds the copies that publishing would, at once: the transaction is undone.
    """

    user: User

    def __init__(
        self, *, writer: PageWriter, places: Places, waiting: Waiting, mapping: FileMapping
    ) -> None:
        self.writer, self.places, self.waiting = writer, places, waiting
        self.mapping = mapping
        self.dry_run = False

    def begin(self, user: User) -> None:
        """What every line leans on: who is on record, who answers for it, and the categories."""
        self.user = user
        if self.writer.authority is not None:
            self.writer.authority = replace(self.writer.authority, actor=user)
        drafts = [CategoryDraft(*pair) for pair in self.mapping.category_titles.items()]
        self.waiting.note(self.writer.ensure_categories(drafts, user=user))
        if self.writer.authority is None:
            return
        for page_id, digest in self.waiting.digests(self.writer.draft_categories()).items():
            try:
                with transaction.atomic():
                    self._publish(page_id, digest)
            except ValidationError:
                continue  # somebody has decided otherwise; items are public without it
        self.writer.forget()

    def write(self, lines: Sequence[Line]) -> list[LineReport]:
        """All of a batch, and what waits after it; locks first what is known to be written."""
        mark = self.places.mark()
        known = self.known(lines)
        waiting = self.waiting.digests(item.page_id for item in known.values())
        self._lock(lines, known, waiting)
        written: list[Written] = []
        reports = [self._line(line, known, waiting, written) for line in lines]
        self.waiting.note([*self.places.made_since(mark), *written])
        return reports

    def known(self, lines: Sequence[Line]) -> Known:
        return self.writer.known_items(
            self.mapping.source, [line.reading.external_id for line in lines]
        )

    def _lock(self, lines: Sequence[Line], known: Known, waiting: Mapping[int, str]) -> None:
        digests = {
            line.reading.external_id: line.reading.digest()
            for line in lines
            if line.reading.draft is not None and line.reading.institution is not None
        }
        changed = [
            item
            for item in known.values()
            if item.digest != digests.get(item.external_id) or item.page_id in waiting
        ]
        self.writer.lock(
            changed, self.places.remembered(line.reading.institution for line in lines)
        )

    def _line(
        self, line: Line, known: Known, waiting: Mapping[int, str], written: list[Written]
    ) -> LineReport:
        reading = line.reading
        item = known.get(reading.external_id)
        if reading.draft is None or reading.institution is None:
            return report(line, REJECTED, item, errors=tuple(reading.errors))
        digest = reading.digest()
        if item is not None and item.page_id is None:
            note = Note("id", _("The item was deleted here and is not made again."), "deleted")
            return report(line, REJECTED, item, errors=(note,))
        left = waiting.get(item.page_id or 0, "") if item else ""
        if item is not None and item.digest == digest:
            return self._unchanged(line, item, left)
        mark = self.places.mark()
        try:
            with transaction.atomic():
                done = self._write(reading, item, digest, left)
        except ValidationError as error:
            self.places.undo(mark)
            return report(line, REJECTED, item, errors=notes_of(error))
        written.append(done)
        outcome = UPDATED if item else CREATED
        if done.standing == Standing.SUBMITTED:
            outcome = SUBMITTED
        return report(line, outcome, item, written=done)

    def _unchanged(self, line: Line, item: KnownItem, left: str) -> LineReport:
        """What an earlier import left waiting is public once its file is decided."""
        if not left or self.writer.authority is None or item.page_id is None:
            return report(line, UNCHANGED, item)
        mark = self.places.mark()
        try:
            with transaction.atomic():
                if line.reading.institution is not None:
                    self.places.of(line.reading.institution, user=self.user)
                published = self._publish(item.page_id, left)
        except ValidationError as refusal:
            self.places.undo(mark)
            return report(line, UNCHANGED, item, warnings=notes_of(refusal))
        return report(line, UPDATED if published else UNCHANGED, item)

    def _write(
        self, reading: Reading, item: KnownItem | None, digest: str, waiting: str
    ) -> Written:
        assert reading.draft is not None
        assert reading.institution is not None
        place = self.places.of(reading.institution, user=self.user)
        if item is None:
            written = self.writer.create_item(reading.draft, place, digest=digest, user=self.user)
        else:
            written = self.writer.update_item(
                item, reading.draft, place, digest=digest, user=self.user, waiting=waiting
            )
        if self.dry_run and written.standing == Standing.PUBLIC:
            _try_to_build(written.page_id)
        return written

    def _publish(self, page_id: int, digest: str) -> bool:
        assert self.writer.authority is not None
        return publish_waiting(page_id, digest, user=self.user, authority=self.writer.authority)


def report(
    line: Line,
    outcome: str,
    item: KnownItem | None,
    *,
    written: Written | None = None,
    errors: tuple[Note, ...] = (),
    warnings: tuple[Note, ...] = (),
) -> LineReport:
    """`item` is what was known of it before."""
    notes = writer_notes(written) if written else ()
    return LineReport(
        line=line.number,
        external_id=line.reading.external_id,
        outcome=outcome,
        page_id=written.page_id if written else item.page_id if item else None,
        path=written.path if written else item.path if item else "",
        errors=errors,
        warnings=(*line.reading.warnings, *notes, *warnings),
    )


def _try_to_build(page_id: int) -> None:
    """What publishing would do at the end of a batch, without a change number."""
    building = Building(clock.now())
    for page in building.load([page_id]).values():
        building.copy(page)
