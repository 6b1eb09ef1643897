"""The orders of lists: each total, by a value and then by the document's number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.schema import UNKNOWN_DURATION, facts_of
from cms.catalogue.selection import Rows
from cms.catalogue.table import Table

# Value and document number; values are whole numbers, or bytes for titles.
Position = tuple[Any, int]
LONGEST = 2**31 - 1


@dataclass(frozen=True)
class Base:
    """A sorted run of rows, which an order reads forwards or backwards.

    One that is `passing` is of a moment: others will soon be asked for.
    """

    name: str
    values: Callable[[Table, Rows], Sequence[Any] | NDArray[Any]]
    value: Callable[[Table, int], Any]
    passing: bool = False

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
    """A base and the direction it is read in."""

    base: Base
    backwards: bool = False


@dataclass(frozen=True)
class Offer:
    """An order as `order=` names it, of lists whose documents state `fact`.

    Its base may depend on the asked locale and the moment.
    """

    name: str
    base: Callable[[str, int], Base]
    backwards: bool = False
    fact: str = ""
    textual: bool = False
    timed: bool = False

    def order(self, locale: str, moment: int) -> Order:
        return Order(self.base(locale, moment), self.backwards)


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
TITLE = Base("title", _titles, lambda table, row: table.titles.key(row))
# Two bases, since what has no duration comes last in both directions.
DURATION = Base("duration", _durations_unknown_last, _duration_unknown_last)
DURATION_BACKWARDS = Base("duration_backwards", _durations, _duration)


@lru_cache(maxsize=64)
def next_occurrence(locale: str, moment: int) -> Base:
    """By the start of the first occurrence not over at `moment`; those without come last."""

    def values(table: Table, rows: Rows) -> NDArray[Any]:
        following: NDArray[Any] = table.column("occurrences").following(moment)[rows]
        return following

    def value(table: Table, row: int) -> int:
        return int(table.column("occurrences").following(moment)[row])

    return Base(f"next_occurrence {moment}", values, value, passing=True)


@lru_cache(maxsize=64)
def language(locale: str, moment: int) -> Base:
    """What is published in `locale` itself above what stands in for it; then by publication."""

    def values(table: Table, rows: Rows) -> NDArray[Any]:
        own = table.locales.data[rows] == (table.locales.vocabulary.find(locale) or -1)
        return (own.astype(np.int64) << 32) | table.published.data[rows].astype(np.int64)

    def value(table: Table, row: int) -> int:
        return int(values(table, np.array([row]))[0])

    return Base("language", values, value)


def _always(base: Base) -> Callable[[str, int], Base]:
    return lambda locale, moment: base


ORDERS: dict[str, Offer] = {
    order.name: order
    for order in (
        Offer("-published", _always(PUBLISHED), backwards=True),
        Offer("published", _always(PUBLISHED)),
        Offer("title", _always(TITLE), textual=True),
        Offer("language", language, backwards=True),
        Offer("duration", _always(DURATION), fact="duration"),
        Offer("-duration", _always(DURATION_BACKWARDS), backwards=True, fact="duration"),
        Offer("next_occurrence", next_occurrence, fact="occurrences", timed=True),
    )
}
DEFAULT_ORDER = "-published"


def orders_of(kind: str) -> list[str]:
    """The names of the orders a list of `kind` offers, the default first."""
    return [
        name for name, order in ORDERS.items() if not order.fact or order.fact in facts_of(kind)
    ]
