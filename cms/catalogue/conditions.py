"""How a filter reads its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from cms.catalogue.columns import Counts
from cms.catalogue.selection import Mask, Selection
from cms.catalogue.table import Table


class Condition(Protocol):
    """`columns` are those it reads; `values` come resolved, at least one."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def mask(self, table: Table, values: Sequence[Any]) -> Mask: ...


class Countable(Condition, Protocol):
    """A condition whose values can be counted: numbers of rows, each at the number of its word."""

    def counts(self, table: Table, selection: Selection) -> Counts: ...

    def words(self, table: Table) -> list[str]: ...


@dataclass(frozen=True)
class OneColumn:
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)


class AnyOf(OneColumn):
    """The column holds one of the values."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).any_of(values)

    def counts(self, table: Table, selection: Selection) -> Counts:
        return table.column(self.column).counts(selection)

    def words(self, table: Table) -> list[str]:
        return table.column(self.column).vocabulary.words


class AllOf(AnyOf):
    """The column holds every one of the values."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).all_of(values)


class IsFlag(OneColumn):
    """The column is 1 for true and 0 for false."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).data == (values[0] == "true")

    def counts(self, table: Table, selection: Selection) -> Counts:
        flags = table.column(self.column).data.take(selection.rows)
        return np.bincount(flags, minlength=2)

    def words(self, table: Table) -> list[str]:
        return ["false", "true"]


class AtLeast(OneColumn):
    """The column holds the value or more."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).at_least(values[0])


class AtMost(OneColumn):
    """The column holds the value or less, and not nothing."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).at_most(values[0])


class During(OneColumn):
    """A span of the column that is not over touches the time asked for."""

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        return table.column(self.column).during(*values[0])


@dataclass(frozen=True)
class Within:
    """The value lies between two columns, both ends included."""

    low: str
    high: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.low, self.high)

    def mask(self, table: Table, values: Sequence[Any]) -> Mask:
        low, high = table.column(self.low).data, table.column(self.high).data
        return (low <= values[0]) & (high >= values[0])
