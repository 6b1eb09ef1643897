"""Columns of the snapshot: one value, or a few, per row.

All columns of a table have the same capacity, a multiple of 64; rows beyond those in use hold no
value. A row is written once and cleared before it is used again.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.selection import Mask, Rows, Selection
from cms.catalogue.vocabulary import Vocabulary

Counts = NDArray[np.integer[Any]]


class Column(Protocol):
    """What the table asks of every column."""

    def resize(self, capacity: int) -> None: ...

    def write(self, rows: Rows, values: Sequence[Any]) -> None: ...

    def clear(self, rows: Rows) -> None: ...

    @property
    def nbytes(self) -> int: ...


class NumberColumn:
    """A whole number per row, kept within the range of its type; `null` says there is none."""

    def __init__(self, dtype: type[np.integer[Any]], null: int = 0) -> None:
        self.null = null
        self._limits = np.iinfo(dtype)
        self.data: NDArray[Any] = np.full(0, null, dtype)

    def resize(self, capacity: int) -> None:
        grown = np.full(capacity, self.null, self.data.dtype)
        grown[: len(self.data)] = self.data
        self.data = grown

    def write(self, rows: Rows, values: Sequence[Any]) -> None:
        numbers = np.array([self.null if value is None else value for value in values])
        self.data[rows] = np.clip(numbers, self._limits.min, self._limits.max)

    def clear(self, rows: Rows) -> None:
        self.data[rows] = self.null

    def at_least(self, limit: int) -> Mask:
        """Rows that hold `limit` or more; `null` must lie below every limit."""
        return self.data >= limit

    def at_most(self, limit: int) -> Mask:
        """Rows that hold `limit` or less."""
        return (self.data <= limit) & (self.data != self.null)

    @property
    def nbytes(self) -> int:
        return self.data.nbytes


class CodeColumn(NumberColumn):
    """One word of a vocabulary per row, or none."""

    def __init__(self, dtype: type[np.integer[Any]]) -> None:
        super().__init__(dtype)
        self.vocabulary = Vocabulary()

    def write(self, rows: Rows, values: Sequence[Any]) -> None:
        codes = self.vocabulary.numbers(values)
        if len(self.vocabulary) > np.iinfo(self.data.dtype).max:
            self.data = self.data.astype(np.int32)
        self.data[rows] = codes

    def any_of(self, words: Iterable[str]) -> Mask:
        """Rows that hold one of `words`."""
        mask = np.zeros(len(self.data), np.bool_)
        for word in words:
            if (code := self.vocabulary.find(word)) is not None:
                mask |= self.data == code
        return mask

    def counts(self, selection: Selection) -> Counts:
        """How many selected rows hold each word, by its number."""
        codes = self.data.take(selection.rows)
        return np.bincount(codes, minlength=len(self.vocabulary))


class BitmapColumn:
    """Several words per row out of a small vocabulary: a bit per row and word."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._bits = np.zeros((1, 0), np.uint8)

    def resize(self, capacity: int) -> None:
        self._reshape(len(self._bits), capacity // 8)

    def _reshape(self, words: int, width: int) -> None:
        grown = np.zeros((words, width), np.uint8)
        grown[: self._bits.shape[0], : self._bits.shape[1]] = self._bits
        self._bits = grown

    def write(self, rows: Rows, values: Sequence[Any]) -> None:
        owners, words = flattened(rows, values)
        codes = self.vocabulary.numbers(words)
        if len(self.vocabulary) > len(self._bits):
            self._reshape(len(self.vocabulary), self._bits.shape[1])
        bits = (1 << (owners & 7)).astype(np.uint8)
        np.bitwise_or.at(self._bits, (np.array(codes, np.int64), owners >> 3), bits)

    def clear(self, rows: Rows) -> None:
        for row in rows.tolist():
            self._bits[:, row >> 3] &= 255 - (1 << (row & 7))

    def any_of(self, words: Iterable[str]) -> Mask:
        """Rows that hold at least one of `words`."""
        found = np.zeros(self._bits.shape[1], np.uint8)
        for word in words:
            if (code := self.vocabulary.find(word)) is not None:
                found |= self._bits[code]
        return _unpacked(found)

    def all_of(self, words: Iterable[str]) -> Mask:
        """Rows that hold every one of `words`."""
        found = np.full(self._bits.shape[1], 255, np.uint8)
        for word in words:
            found &= self._bits[self.vocabulary.find(word) or 0]
        return _unpacked(found)

    def counts(self, selection: Selection) -> Counts:
        """How many selected rows hold each word, by its number."""
        bits, words = self._bits.view(np.uint64), selection.words
        if selection.count * 8 < len(words):
            used = np.flatnonzero(words)
            bits, words = bits[:, used], words[used]
        hits = np.bitwise_count(bits & words)
        return hits.sum(axis=1, dtype=np.int64)

    @property
    def nbytes(self) -> int:
        return self._bits.nbytes


def _unpacked(bits: NDArray[np.uint8]) -> Mask:
    return np.unpackbits(bits, bitorder="little").view(np.bool_)


def flattened(rows: Rows, values: Sequence[Any]) -> tuple[Rows, list[Any]]:
    """Row and value of each single value; `values` holds a list, one value or None per row."""
    lists = [
        value if isinstance(value, list) else () if value is None else (value,) for value in values
    ]
    owners = np.repeat(rows, [len(several) for several in lists])
    return owners, list(chain.from_iterable(lists))
