"""What is listed of some kinds in one locale, with its fallback; patched as documents change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.columns import Counts
from cms.catalogue.orders import Base, Order, Position
from cms.catalogue.selection import Rows, Selection
from cms.catalogue.table import Table

# From so many rows on, sorting anew costs less than inserting one by one.
SORTED_ANEW_FROM = 500
MOST_PASSING = 4


@dataclass(frozen=True)
class Scope:
    """Kinds, and the locales that may stand for the asked one, nearest first."""

    kinds: tuple[str, ...]
    locales: tuple[str, ...]


class View:
    """One row per translation key: the best of the scope's locales."""

    def __init__(self, table: Table, scope: Scope) -> None:
        self.scope = scope
        self._table = table
        self._runs: dict[str, NDArray[np.int32]] = {}
        self._bases: dict[str, Base] = {}
        mask = np.zeros(table.capacity, np.bool_)
        rows = self.rows_of(None)
        mask[rows] = True
        self._changed(mask, len(rows))

    def _changed(self, mask: NDArray[np.bool_], count: int) -> None:
        self.count = count
        self.selection = Selection(mask)
        # Facet counts of the whole view, kept until it changes.
        self.counts: dict[str, Counts] = {}

    def rows_of(self, groups: Rows | None) -> Rows:
        """The rows listed of these groups, or of all."""
        rows = self._table.effective(self.scope.locales, groups)
        kinds = self._table.kinds
        wanted = [kinds.vocabulary.find(kind) or -1 for kind in self.scope.kinds]
        return rows[np.isin(kinds.data.take(rows), wanted)]

    def run(self, base: Base) -> NDArray[np.int32]:
        """The view's rows in the order of `base`; sorted once, then patched."""
        run = self._runs.get(base.name)
        if run is None:
            if base.passing:
                self._make_room()
            rows = np.flatnonzero(self.selection.mask)
            run = self._runs[base.name] = base.sort(self._table, rows)
            self._bases[base.name] = base
        return run

    def _make_room(self) -> None:
        """Runs of moments are kept for now and for a few walks begun earlier."""
        passing = [name for name in self._runs if self._bases[name].passing]
        for name in passing[: max(0, len(passing) - MOST_PASSING + 1)]:
            del self._runs[name], self._bases[name]

    def after(self, order: Order, position: Position | None) -> NDArray[np.int32]:
        """The rows that follow `position` in `order`, without copying them."""
        run = self.run(order.base)
        if order.backwards:
            end = len(run) if position is None else self._find(bisect_left, run, order, position)
            return run[:end][::-1]
        start = 0 if position is None else self._find(bisect_right, run, order, position)
        return run[start:]

    def _find(self, bisect: Any, run: NDArray[np.int32], order: Order, position: Position) -> int:
        table, base = self._table, order.base
        return int(bisect(run, position, key=lambda row: base.position(table, row)))

    def patch(self, before: Rows, after: Rows, rewritten: Rows) -> None:
        """Some groups were listed by the rows `before` and now are by `after`.

        `rewritten` are the rows that hold another document, or another version, than before.
        """
        self._grow()
        stale = np.isin(before, rewritten) | ~np.isin(before, after)
        fresh = np.isin(after, rewritten) | ~np.isin(after, before)
        gone, come = before[stale], after[fresh]
        if not len(gone) and not len(come):
            return
        mask = self.selection.mask
        mask[gone] = False
        mask[come] = True
        self._changed(mask, self.count + len(come) - len(gone))
        if len(gone) + len(come) >= SORTED_ANEW_FROM:
            self._runs.clear()
            self._bases.clear()
        for name, run in list(self._runs.items()):
            self._runs[name] = self._patched(self._bases[name], run, gone, come)

    def _grow(self) -> None:
        missing = self._table.capacity - len(self.selection.mask)
        if missing:
            mask = np.concatenate([self.selection.mask, np.zeros(missing, np.bool_)])
            self._changed(mask, self.count)

    def _patched(
        self, base: Base, run: NDArray[np.int32], gone: Rows, come: Rows
    ) -> NDArray[np.int32]:
        for row in gone.tolist() if len(gone) <= 4 else ():
            run = run[run != row]
        if len(gone) > 4:
            lookup = np.zeros(self._table.capacity, np.bool_)
            lookup[gone] = True
            run = run[~lookup.take(run)]
        if not len(come):
            return run
        come = base.sort(self._table, come)
        order = Order(base)
        places = [
            self._find(bisect_left, run, order, base.position(self._table, row))
            for row in come.tolist()
        ]
        return np.insert(run, places, come)

    @property
    def nbytes(self) -> int:
        return self.selection.mask.nbytes + sum(run.nbytes for run in self._runs.values())


def chunks(rows: NDArray[np.int32], first: int) -> Iterator[NDArray[np.int32]]:
    """`rows` in pieces, each four times the one before."""
    start, size = 0, first
    while start < len(rows):
        yield rows[start : start + size]
        start, size = start + size, size * 4
