"""What became of every line: one JSON object per line (https://jsonlines.org)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

import orjson
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.publication import page_writer

# Outcomes, in the order they are told.
CREATED, UPDATED, UNCHANGED, SUBMITTED, REJECTED, VANISHED = OUTCOMES = (
    "created",
    "updated",
    "unchanged",
    "submitted",
    "rejected",
    "vanished",
)


@dataclass(frozen=True)
class Note:
    """One thing to know about a line: the field, in words, and as a stable code."""

    field: str
    reason: str
    code: str


@dataclass(frozen=True)
class LineReport:
    """One line of the report. `line` is None for an item whose line vanished from the file."""

    line: int | None
    external_id: str
    outcome: str
    page_id: int | None = None
    path: str = ""
    errors: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()

    def as_json(self) -> bytes:
        page = {"id": self.page_id, "path": self.path} if self.page_id else None
        return orjson.dumps(
            {
                "line": self.line,
                "external_id": self.external_id,
                "outcome": self.outcome,
                "page": page,
                "errors": [asdict(note) for note in self.errors],
                "warnings": [asdict(note) for note in self.warnings],
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )


@dataclass
class Tally:
    """How many lines came out how, and how many warnings were given."""

    outcomes: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    done: int = 0

    def add(self, reports: Iterable[LineReport]) -> None:
        for report in reports:
            self.outcomes[report.outcome] += 1
            self.warnings += len(report.warnings)
            self.done += report.line is not None

    def copy(self) -> "Tally":
        return Tally(Counter(self.outcomes), self.warnings, self.done)

    def as_dict(self) -> dict[str, int]:
        return {name: self.outcomes[name] for name in OUTCOMES} | {"warnings": self.warnings}


class ReportFile:
    """Appends to an open text file; without one, reports go nowhere."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, reports: Iterable[LineReport]) -> None:
        if self._stream is None:
            return
        for report in reports:
            self._stream.write(report.as_json().decode())
        self._stream.flush()


def read_again(path: Path) -> Tally:
    """What a report that was cut short says of its lines, so that an import goes on after them.

    What follows the last whole line is cut off, items that vanished too: they are told again.
    """
    tally, end = Tally(), 0
    path.touch()
    with path.open("rb+") as report:
        for raw in report:
            told = orjson.loads(raw) if raw.endswith(b"\n") else None
            if told is None or told["line"] is None:
                break
            tally.outcomes[told["outcome"]] += 1
            tally.warnings += len(told["warnings"])
            tally.done += 1
            end += len(raw)
        report.truncate(end)
    return tally


_DESK_NOTES: dict[str, tuple[str, str | Promise]] = {
    page_writer.NOTE_NOT_LIVE: (
        "page",
        gettext_lazy("The item was taken down here; the change was saved as a draft."),
    ),
    page_writer.NOTE_DRAFT_SET_ASIDE: (
        "page",
        gettext_lazy("An editor's unpublished changes were set aside; they are in its history."),
    ),
    page_writer.NOTE_TURNED_DOWN: (
        "page",
        gettext_lazy("The item was turned down in its review; the change was saved as a draft."),
    ),
    page_writer.NOTE_INSTITUTION_WAITS: (
        "institution",
        gettext_lazy("The institution's page is not public: it waits for its own review."),
    ),
    page_writer.NOTE_CATEGORY_WAITS: (
        "category",
        gettext_lazy("The category is not public: it waits for its own review."),
    ),
    page_writer.NOTE_MOVED: (
        "institution",
        gettext_lazy("The item moved below another institution; its address changed."),
    ),
}


def writer_notes(written: page_writer.Written) -> tuple[Note, ...]:
    """What the page writer had to decide on its own, told to whoever reads the report, and why
    what it wrote could not be submitted."""
    notes = [Note(_DESK_NOTES[code][0], str(_DESK_NOTES[code][1]), code) for code in written.notes]
    if written.refusal is not None:
        if written.standing == page_writer.Standing.DRAFT:
            notes.append(Note("page", _("It is a draft: it could not be submitted."), "draft"))
        notes.extend(notes_of(written.refusal))
    return tuple(notes)


def notes_of(refusal: ValidationError) -> tuple[Note, ...]:
    """A ValidationError as notes, a field after the other."""
    by_field: dict[str, list[ValidationError]] = refusal.update_error_dict({})
    return tuple(
        Note(name, " ".join(error.messages), error.code or "invalid")
        for name, rows in by_field.items()
        for error in rows
    )
