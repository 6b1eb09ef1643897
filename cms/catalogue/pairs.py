"""Columns of which a row holds any number of values, and most rows hold none."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.columns import Counts, flattened
from cms.catalogue.moments import seconds
from cms.catalogue.selection import Mask, Rows, Selection
from cms.catalogue.vocabulary import Vocabulary


class PairsColumn:
    """Any number of values per row, as (row, value) pairs.

    For vocabularies without end (themes) and for what few rows have (a guide's topic).
    """

    dtype: Any = np.int32

    def __init__(self) -> None:
        self._capacity = 0
        self._used = 0
        self._rows = np.zeros(0, np.int32)
        self._values: NDArray[Any] = np.zeros(0, self.dtype)

    def resize(self, capacity: int) -> None:
        self._capacity = capacity

    def _append(self, rows: Rows, values: list[Any]) -> None:
        end = self._used + len(rows)
        if end > len(self._rows):
            room = end + end // 16 + 16
            self._rows = np.concatenate([self.rows, np.zeros(room - self._used, np.int32)])
            self._values = np.concatenate([self.values, np.zeros(room - self._used, self.dtype)])
        self._rows[self._used : end] = rows
        self._values[self._used : end] = np.array(values, self.dtype)
        self._used = end

    @property
    def rows(self) -> Rows:
        return self._rows[: self._used]

    @property
    def values(self) -> NDArray[Any]:
        return self._values[: self._used]

    def write(self, rows: Rows, values: Sequence[Any]) -> None:
        """`values` holds a list, a single value or None per row."""
        owners, single = flattened(rows, values)
        self._append(owners, self.encode(single))

    def encode(self, values: list[Any]) -> list[Any]:
        raise NotImplementedError

    def clear(self, rows: Rows) -> None:
        if not self._used:
            return
        if len(rows) <= 8:
            gone = np.zeros(self._used, np.bool_)
            for row in rows.tolist():
                gone |= self.rows == row
        else:
            lookup = np.zeros(self._capacity, np.bool_)
            lookup[rows] = True
            gone = lookup.take(self.rows)
        if not gone.any():
            return
        # The order of pairs means nothing: the last ones move into the gaps.
        holes = np.flatnonzero(gone)
        end = self._used - len(holes)
        gaps, last = holes[holes < end], np.flatnonzero(~gone[end:]) + end
        self._rows[gaps], self._values[gaps] = self._rows[last], self._values[last]
        self._used = end

    def _mask(self, hits: Mask) -> Mask:
        mask = np.zeros(self._capacity, np.bool_)
        mask[self.rows[hits]] = True
        return mask

    @property
    def nbytes(self) -> int:
        return self._rows.nbytes + self._values.nbytes


class WordsColumn(PairsColumn):
    """Pairs whose values are words."""

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary = Vocabulary()

    def encode(self, values: list[Any]) -> list[int]:
        return self.vocabulary.numbers(values)

    def any_of(self, words: Iterable[str]) -> Mask:
        """Rows that hold at least one of `words`."""
        hits = np.zeros(self._used, np.bool_)
        for word in words:
            if (code := self.vocabulary.find(word)) is not None:
                hits |= self.values == code
        return self._mask(hits)

    def counts(self, selection: Selection) -> Counts:
        """How many selected rows hold each word, by its number."""
        hits = self.values.compress(selection.mask.take(self.rows))
        return np.bincount(hits, minlength=len(self.vocabulary))


class MomentColumn(PairsColumn):
    """Pairs whose values are moments: ISO 8601 in, whole seconds since 1970 kept."""

    dtype = np.int64

    def encode(self, values: list[Any]) -> list[int]:
        return [seconds(value) for value in values]

    def at_least(self, limit: int) -> Mask:
        return self._mask(self.values >= limit)

    def at_most(self, limit: int) -> Mask:
        return self._mask(self.values <= limit)
