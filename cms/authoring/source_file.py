"""Reading a file of lines as it comes from outside, without trusting any of it.

`inspect` reads the whole file once, in bounded memory, before anything is written: a file that is
broken anywhere is refused with the line and the reason. CSV as in RFC 4180, quoting strict.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from cms.authoring.mapping import Mapping
from cms.authoring.roster import Roster

if TYPE_CHECKING:
    from _csv import Reader

MAX_FIELD = 100_000  # characters
MAX_LINE = 1_000_000  # bytes: a header of hundreds of columns fits, a runaway does not
CHUNK = 64 * 1024
OTHER_DELIMITERS = (";", ",", "\t", "|")

csv.field_size_limit(MAX_FIELD)


class BrokenFile(Exception):
    """The file cannot be read as what it should be; nothing was written."""

    def __init__(self, reason: str, *, line: int | None = None, code: str = "broken") -> None:
        super().__init__(reason)
        self.reason, self.line, self.code = reason, line, code

    def told_of(self, file: str) -> str:
        """`file, line 12: reason`."""
        if self.line is None:
            return f"{file}: {self.reason}"
        return _("%(file)s, line %(line)d: %(reason)s") % {
            "file": file,
            "line": self.line,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Row:
    """One record: the line it begins on and its cells by our column names; None when ragged."""

    line: int
    cells: dict[str, str] | None
    width: int
    expected: int
    external_id: str


@dataclass(frozen=True)
class Inspection:
    """What one reading of a sound file has found out."""

    digest: str
    lines: int
    roster: Roster


class SourceFile:
    """A file and the mapping it is read with."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path = path
        self.mapping = mapping

    def inspect(self) -> Inspection:
        """Read everything and keep what the import needs to know beforehand.

        Raises BrokenFile. Memory grows with the number of different ids and institutions only.
        """
        digest = _digest(self.path)
        roster = Roster(self.mapping)
        seen: dict[str, int] = {}
        lines = 0
        for row in self.rows():
            lines += 1
            if row.external_id:
                if row.external_id in seen:
                    raise BrokenFile(
                        _("The id %(id)s was already used on line %(first)d.")
                        % {"id": row.external_id[:80], "first": seen[row.external_id]},
                        line=row.line,
                        code="duplicate_id",
                    )
                seen[row.external_id] = row.line
            if row.cells is not None:
                roster.note(row.cells)
        if not lines:
            raise BrokenFile(_("There is no line below the header."), code="empty")
        return Inspection(digest=digest, lines=lines, roster=roster)

    def rows(self) -> Iterator[Row]:
        """Every record; raises BrokenFile at the first place that cannot be read."""
        try:
            with self.path.open("rb") as stream:
                yield from self._rows(stream)
        except OSError as error:
            reason = error.strerror or str(error)
            raise BrokenFile(reason, code="unreadable") from None

    def _rows(self, stream: BinaryIO) -> Iterator[Row]:
        lines = _Lines(stream, self.mapping.encoding)
        reader = csv.reader(lines, delimiter=self.mapping.delimiter, strict=True)
        header = self._next(reader, lines)
        if header is None:
            raise BrokenFile(_("The file is empty."), code="empty")
        columns = self._columns(header)
        while True:
            first = reader.line_num + 1
            cells = self._next(reader, lines)
            if cells is None:
                return
            if cells:
                yield _row(first, cells, columns, len(header))

    def _next(self, reader: "Reader", lines: "_Lines") -> list[str] | None:
        first = reader.line_num + 1
        try:
            return next(reader)
        except StopIteration:
            return None
        except csv.Error as error:
            raise _unreadable(str(error), first, lines.number) from None

    def _columns(self, header: list[str]) -> dict[str, int]:
        columns = self.mapping.columns_of(header)
        if columns is not None:
            return columns
        for delimiter in OTHER_DELIMITERS:
            again = next(csv.reader([self.mapping.delimiter.join(header)], delimiter=delimiter), [])
            if delimiter != self.mapping.delimiter and self.mapping.columns_of(again) is not None:
                raise BrokenFile(
                    _("The columns are separated by “%(found)s” and not by “%(wanted)s”.")
                    % {"found": delimiter, "wanted": self.mapping.delimiter},
                    line=1,
                    code="delimiter",
                )
        missing = ", ".join(self.mapping.missing_from(header))
        raise BrokenFile(
            _("These columns are missing: %(columns)s.") % {"columns": missing},
            line=1,
            code="missing_column",
        )


class _Lines:
    """The file's lines as text: bounded, decoded, without what no text holds."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.stream = stream
        self.encoding = encoding
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(MAX_LINE + 1):
            self.number += 1
            if self.number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            yield self._checked(line)

    def _checked(self, line: bytes) -> str:
        if b"\0" in line:
            raise BrokenFile(_("This is a binary file, not text."), line=self.number, code="binary")
        if len(line) > MAX_LINE:
            raise BrokenFile(
                _("The line is longer than %(limit)d bytes.") % {"limit": MAX_LINE},
                line=self.number,
                code="too_long",
            )
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError as error:
            raise BrokenFile(
                _("Byte %(place)d of the line is not %(encoding)s text.")
                % {"place": error.start + 1, "encoding": self.encoding.upper()},
                line=self.number,
                code="encoding",
            ) from None


def _row(line: int, cells: list[str], columns: dict[str, int], expected: int) -> Row:
    place = columns["id"]
    return Row(
        line=line,
        cells={column: cells[at] for column, at in columns.items()}
        if len(cells) == expected
        else None,
        width=len(cells),
        expected=expected,
        external_id=cells[place].strip() if place < len(cells) else "",
    )


def _unreadable(message: str, first: int, last: int) -> BrokenFile:
    """What the reader's complaint means to whoever has to mend the file."""
    if "field limit" in message:
        return BrokenFile(
            _("A field has more than %(limit)d characters; was a quote never closed?")
            % {"limit": MAX_FIELD},
            line=first,
            code="field_too_long",
        )
    if "unexpected end of data" in message:
        return BrokenFile(
            _("A quote opened in this line is never closed."), line=first, code="open_quote"
        )
    if "new-line character" in message:
        return BrokenFile(_("Lines must end with a line feed."), line=first, code="line_ends")
    return BrokenFile(
        _("The quotes of the record that ends on line %(last)d do not match.") % {"last": last},
        line=first,
        code="quotes",
    )


def _digest(path: Path) -> str:
    """SHA-256 of a regular file; raises BrokenFile for what cannot be read twice."""
    if not path.is_file():
        reason = _("This is not a file.") if path.exists() else _("There is no such file.")
        raise BrokenFile(reason, code="unreadable")
    whole = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                whole.update(chunk)
    except OSError as error:
        raise BrokenFile(error.strerror or str(error), code="unreadable") from None
    return whole.hexdigest()
