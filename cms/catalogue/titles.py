"""Titles as lists order them: without case and accents."""

import unicodedata
from collections.abc import Sequence

import numpy as np

from cms.catalogue.selection import Rows

# Bytes of titles no longer in use, from which on the rest is written anew.
WORTH_COMPACTING = 1_000_000

# й is a letter of its own, not an accented и; these do not decompose though they look like it.
_BY_HAND = {"й": "й", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}


class _Plain(dict[int, str]):
    """For `str.translate`: what each letter is without accents (NFKD), worked out once."""

    def __missing__(self, letter: int) -> str:
        text = chr(letter)
        plain = _BY_HAND.get(text) or "".join(
            part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part)
        )
        self[letter] = plain
        return plain


_PLAIN = _Plain()
LONGEST = 400  # bytes; 200 letters of Cyrillic


def fold(title: str) -> bytes:
    """The key a title is ordered by: case folded, accents dropped, spaces collapsed.

    Of a title that folds to more than LONGEST bytes the beginning: cursors carry it.
    """
    if not title.isascii():
        title = unicodedata.normalize("NFC", title).casefold().translate(_PLAIN)
    return " ".join(title.lower().split()).encode("utf-8", "replace")[:LONGEST]


class TitleColumn:
    """The folded title of each row, all of them in one run of bytes."""

    def __init__(self) -> None:
        self._start = np.zeros(0, np.int32)
        self._length = np.zeros(0, np.uint16)
        self._bytes = bytearray()
        self._garbage = 0

    def resize(self, capacity: int) -> None:
        self._start = np.concatenate([self._start, np.zeros(capacity - len(self._start), np.int32)])
        self._length = np.concatenate(
            [self._length, np.zeros(capacity - len(self._length), np.uint16)]
        )

    def write(self, rows: Rows, values: Sequence[str]) -> None:
        keys = [fold(title) for title in values]
        lengths = np.array([len(key) for key in keys], np.int64)
        starts = len(self._bytes) + np.cumsum(lengths) - lengths
        self._start[rows] = starts
        self._length[rows] = lengths
        self._bytes += b"".join(keys)

    def clear(self, rows: Rows) -> None:
        self._garbage += int(self._length[rows].sum())
        self._length[rows] = 0
        if self._garbage > WORTH_COMPACTING and 2 * self._garbage > len(self._bytes):
            self._compact()

    def _compact(self) -> None:
        kept = np.flatnonzero(self._length)
        keys = self.keys(kept)
        lengths = self._length[kept].astype(np.int64)
        self._start[kept] = np.cumsum(lengths) - lengths
        self._bytes = bytearray(b"".join(keys))
        self._garbage = 0

    def keys(self, rows: Rows) -> list[bytes]:
        starts, lengths = self._start[rows].tolist(), self._length[rows].tolist()
        with memoryview(self._bytes) as held:
            return [
                bytes(held[start : start + length])
                for start, length in zip(starts, lengths, strict=True)
            ]

    def key(self, row: int) -> bytes:
        start = int(self._start[row])
        return bytes(self._bytes[start : start + int(self._length[row])])

    @property
    def nbytes(self) -> int:
        return self._start.nbytes + self._length.nbytes + len(self._bytes)
