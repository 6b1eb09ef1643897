"""The orders of lists: each total, by a value and then by the document's number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.schema import UNKNOWN_DURATION
from cms.catalogue.selection import Rows
from cms.catalogue.table import Table

# Value and document number; values are whole numbers, or bytes for titles.
Position = tuple[Any, int]
LONGEST = 2**31 - 1


@dataclass(frozen=True)
class Base:
    """A sorted run of rows, which an order reads forwards or backwards."""

    name: str
    values: Callable[[Table, Rows], Sequence[Any] | NDArray[Any]]
    value: Callable[[Table, int], Any]
    textual: bool = False

    def sort(self, table: Table, rows: Rows) -> NDArray[np.int32]:
        values, ids = self.values(table, rows), table.ids.data[rows]
        if isinstance(values, np.ndarray):
            return rows[np.lexsort((ids, values))].astype(np.int32)
        in_order = sorted(zip(values, ids.tolist(), rows.tolist(), strict=True))
        return np.array([row for _, _, row in in_order], np.int32)

    def position(self, table: Table, row: int) -> Position:
        return self.value(table, row), int(table.ids.data[row])


@dataclass(frozen=True)
class Order:
    """How `order=` names a base and the direction it is read in."""

    name: str
    base: Base
    backwards: bool = False
    kinds: frozenset[str] | None = None


def _published(table: Table, rows: Rows) -> NDArray[Any]:
    return table.published.data[rows]


def _titles(table: Table, rows: Rows) -> Sequence[bytes]:
    return table.titles.keys(rows)


def _durations(table: Table, rows: Rows) -> NDArray[Any]:
    return table.column("duration").data[rows]


def _duration(table: Table, row: int) -> int:
    return int(table.column("duration").data[row])


def _durations_unknown_last(table: Table, rows: Rows) -> NDArray[Any]:
    durations = _durations(table, rows)
    return np.where(durations == UNKNOWN_DURATION, LONGEST, durations)


def _duration_unknown_last(table: Table, row: int) -> int:
    duration = _duration(table, row)
    return LONGEST if duration == UNKNOWN_DURATION else duration


PUBLISHED = Base("published", _published, lambda table, row: int(table.published.data[row]))
TITLE = Base("title", _titles, lambda table, row: table.titles.key(row), textual=True)
# Two bases, since what has no duration comes last in both directions.
DURATION = Base("duration", _durations_unknown_last, _duration_unknown_last)
DURATION_BACKWARDS = Base("duration_backwards", _durations, _duration)
ITEMS = frozenset({"item"})

ORDERS: dict[str, Order] = {
    order.name: order
    for order in (
        Order("-published", PUBLISHED, backwards=True),
        Order("published", PUBLISHED),
        Order("title", TITLE),
        Order("duration", DURATION, kinds=ITEMS),
        Order("-duration", DURATION_BACKWARDS, backwards=True, kinds=ITEMS),
    )
}
DEFAULT_ORDER = "-published"


def orders_of(kind: str) -> list[str]:
    """The names of the orders a list of `kind` offers, the default first."""
    return [order.name for order in ORDERS.values() if order.kinds is None or kind in order.kinds]
