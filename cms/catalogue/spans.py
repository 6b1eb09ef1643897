"""The column of occurrences: spans of time, any number per row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.moments import NEVER, kept, seconds
from cms.catalogue.pairs import PairsColumn
from cms.catalogue.selection import Mask, Rows

# Moments of which it is known what follows: now, and those of a few walks begun earlier.
MOST_MOMENTS = 4


class SpansColumn(PairsColumn):
    """Spans of time, `start/end` in ISO 8601; whole seconds since 1970 are kept.

    Past spans stay: a walk through a list sees it as of the moment it began.
    """

    dtype = np.dtype([("start", np.uint32), ("end", np.uint32)])

    def __init__(self) -> None:
        super().__init__()
        self._following: dict[int, NDArray[np.uint32]] = {}
        # The last end before a moment that was asked about, and the first after it.
        self._between: tuple[int, int] | None = None

    def encode(self, values: list[Any]) -> list[Any]:
        return [tuple(kept(seconds(end)) for end in value.split("/")) for value in values]

    def resize(self, capacity: int) -> None:
        more = np.full(max(0, capacity - self._capacity), NEVER, np.uint32)
        for moment, found in self._following.items():
            self._following[moment] = np.concatenate([found, more])
        super().resize(capacity)

    def write(self, rows: Rows, values: Sequence[Any]) -> None:
        before = self._used
        super().write(rows, values)
        self._between = None
        for moment, found in self._following.items():
            self._note(found, moment, before)

    def clear(self, rows: Rows) -> None:
        super().clear(rows)
        self._between = None
        for found in self._following.values():
            found[rows] = NEVER

    def _note(self, found: NDArray[np.uint32], moment: int, first: int) -> None:
        """Of the spans from number `first` on, those to come at `moment` go into `found`."""
        spans = self.values[first:]
        to_come = spans["end"] > moment
        np.minimum.at(found, self.rows[first:][to_come], spans["start"][to_come])

    def during(self, start: int, end: int, moment: int) -> Mask:
        """Rows with a span that is not over at `moment` and touches the time from start to end."""
        starts, ends = self.values["start"], self.values["end"]
        touching = (starts < end) & ((ends > start) | (starts >= start))
        return self._mask(touching & (ends > moment))

    def following(self, moment: int) -> NDArray[np.uint32]:
        """For every row, when the first span that is not over at `moment` starts; else NEVER."""
        found = self._following.get(moment)
        if found is None:
            if len(self._following) >= MOST_MOMENTS:
                del self._following[next(iter(self._following))]
            found = self._following[moment] = np.full(self._capacity, NEVER, np.uint32)
            self._note(found, moment, 0)
        return found

    def last_end(self, moment: int) -> int:
        """When the last of those spans ended that are over at `moment`; 0 when none is."""
        if self._between is None or not self._between[0] <= moment < self._between[1]:
            ends = self.values["end"]
            over = ends <= moment
            last, following = ends[over].max(initial=0), ends[~over].min(initial=NEVER)
            self._between = int(last), int(following)
        return self._between[0]

    @property
    def nbytes(self) -> int:
        return super().nbytes + sum(found.nbytes for found in self._following.values())
