"""Lists in one cell, and the ones an earlier hand split in the wrong places.

`LITTÉRATURE|SCIENCES HUMAINES|LANGUES` was one value with commas in it. Values a mapping knows are
put together again, longest first, whatever they were split on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cms.authoring.wording import fold, one_line

_APART = re.compile(r"[|,;\n]")
# A bracket that is still open after so many pieces was never closed.
BRACKET_PIECES = 12


@dataclass(frozen=True)
class Listed:
    """What a cell lists: known values, and what no mapping knows, as it was written."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The values a column may hold, by how they are written; an empty value says nothing."""

    values: Mapping[str, str] = field(default_factory=dict)
    longest: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        folded = {fold(written): value for written, value in self.values.items()}
        object.__setattr__(self, "values", folded)
        object.__setattr__(self, "longest", max((len(key.split()) for key in folded), default=0))

    def one(self, cell: str) -> str | None:
        """The value of a cell that holds one; None when it is not known."""
        return self.values.get(fold(cell))

    def read(self, cell: str) -> Listed:
        """Everything a cell lists, in its order, nothing twice."""
        pieces = [piece for piece in (one_line(part) for part in _APART.split(cell)) if piece]
        known: dict[str, None] = {}
        unknown: list[str] = []
        start = 0
        while start < len(pieces):
            length = self._longest(pieces[start : start + self.longest])
            if length:
                known[self.values[fold(" ".join(pieces[start : start + length]))]] = None
            else:
                length = _until_closed(pieces[start : start + BRACKET_PIECES])
                unknown.append(", ".join(pieces[start : start + length]))
            start += length
        return Listed(tuple(value for value in known if value), tuple(unknown))

    def _longest(self, pieces: Sequence[str]) -> int:
        """How many of the first pieces, at most, together are a known value; 0 for none."""
        for length in range(len(pieces), 0, -1):
            if fold(" ".join(pieces[:length])) in self.values:
                return length
        return 0


def _until_closed(pieces: Sequence[str]) -> int:
    """How many pieces it takes until every bracket opened in the first is closed."""
    open_brackets = 0
    for count, piece in enumerate(pieces, start=1):
        open_brackets += piece.count("(") - piece.count(")")
        if open_brackets <= 0:
            return count
    return 1
