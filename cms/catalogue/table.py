"""The columns themselves: one row per public document, and which row is which translation."""

import logging
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.catalogue.columns import CodeColumn, Column, NumberColumn
from cms.catalogue.keys import KeyIndex
from cms.catalogue.moments import NEVER
from cms.catalogue.reading import Batch
from cms.catalogue.schema import COLUMNS, facts_of
from cms.catalogue.selection import Rows
from cms.catalogue.titles import TitleColumn

NOWHERE = -1
# What a column raises of a fact it cannot read.
UNREADABLE = (OverflowError, TypeError, ValueError)
logger = logging.getLogger(__name__)


class Table:
    """Rows of published documents. `slots[group, locale]` is the row of a translation, or -1."""

    def __init__(self) -> None:
        self.capacity = 0
        self.ids = NumberColumn(np.int64)
        self.kinds = CodeColumn(np.int8)
        self.locales = CodeColumn(np.int8)
        self.published = NumberColumn(np.uint32)
        self.updated = NumberColumn(np.uint32)
        self.until = NumberColumn(np.uint32, NEVER)
        self.titles = TitleColumn()
        self.facts: dict[str, Column] = {name: column() for name, column in COLUMNS.items()}
        self.keys = KeyIndex()
        self.slots: NDArray[np.int32] = np.full((0, 0), NOWHERE, np.int32)
        self._locales: dict[str, int] = {}
        self._used = 0
        self._free: list[int] = []

    @property
    def columns(self) -> list[Column]:
        own: list[Column] = [self.ids, self.kinds, self.locales, self.published]
        return [*own, self.updated, self.until, self.titles, *self.facts.values()]

    @property
    def nbytes(self) -> int:
        held = sum(column.nbytes for column in self.columns)
        return held + self.keys.nbytes + self.slots.nbytes

    def column(self, name: str) -> Any:
        """A column by its name in filters: a fact, or `published` or `updated`."""
        return self.facts[name] if name in self.facts else getattr(self, name)

    def fill(self, batches: Iterable[Batch], expected: int) -> None:
        """Write every document into an empty table; `expected` is about how many there are."""
        self._resize(expected)
        keys, locales = bytearray(), list[NDArray[np.int8]]()
        for batch in batches:
            self._write(self._take(len(batch)), batch)
            keys += batch.packed
            codes = [self._locale(locale) for locale in batch.locales]
            locales.append(np.array(codes, np.int8))
        if locales:
            groups = self.keys.fill(keys)
            self._room_for(len(self.keys))
            self.slots[groups, np.concatenate(locales)] = np.arange(len(groups))

    def add(self, batch: Batch) -> Rows:
        """Write documents that are not in the table; returns their rows."""
        rows = self._take(len(batch))
        self._write(rows, batch)
        for at, row in enumerate(rows.tolist()):
            group, code = self.keys.number(batch.key(at)), self._locale(batch.locales[at])
            self._room_for(group + 1)
            self.slots[group, code] = row
        return rows

    def remove(self, translations: Iterable[tuple[bytes, str]]) -> Rows:
        """Clear the rows of these (key, locale), where there are any; returns those rows."""
        cleared = []
        for key, locale in translations:
            group, code = self.keys.find(key), self._locales.get(locale)
            if group is None or code is None or group >= len(self.slots):
                continue
            row = int(self.slots[group, code])
            if row != NOWHERE:
                self.slots[group, code] = NOWHERE
                cleared.append(row)
        rows = np.array(cleared, np.int64)
        if cleared:
            for column in self.columns:
                column.clear(rows)
            self._free.extend(cleared)
        return rows

    def groups_of(self, keys: Iterable[bytes]) -> Rows:
        """The groups of keys, new ones for keys never met, each once."""
        groups = np.unique(np.array([self.keys.number(key) for key in keys], np.int64))
        self._room_for(len(self.keys))
        return groups

    def tidy(self) -> None:
        """Merge recent keys into the sorted ones when there are many."""
        if self.keys.is_crowded:
            former = self.keys.merge()
            self.slots[: len(former)] = self.slots[former]

    def effective(self, locales: Iterable[str], groups: Rows | None = None) -> Rows:
        """For each group, its row in the first of `locales` it has; groups without are left out."""
        slots = self.slots if groups is None else self.slots[groups]
        best: NDArray[np.int32] = np.full(len(slots), NOWHERE, np.int32)
        for locale in reversed(list(locales)):
            if (code := self._locales.get(locale)) is not None:
                own = slots[:, code]
                best = np.where(own != NOWHERE, own, best)
        return best[best != NOWHERE]

    def expired(self, now: float) -> list[tuple[bytes, str]]:
        """The translations whose public time is over."""
        over = np.flatnonzero(self.until.data <= now)
        names = {code: locale for locale, code in self._locales.items()}
        places = np.argwhere(np.isin(self.slots, over)) if len(over) else ()
        return [(self.keys.key(int(group)), names[int(code)]) for group, code in places]

    def _take(self, count: int) -> Rows:
        """Numbers of rows to write: freed ones first."""
        reused = [self._free.pop() for _ in range(min(count, len(self._free)))]
        fresh = np.arange(self._used, self._used + count - len(reused))
        self._used += len(fresh)
        if self._used > self.capacity:
            self._resize(self._used + self._used // 16)
        return np.concatenate([np.array(reused, np.int64), fresh])

    def _resize(self, wanted: int) -> None:
        self.capacity = (wanted // 64 + 2) * 64
        for column in self.columns:
            column.resize(self.capacity)

    def _write(self, rows: Rows, batch: Batch) -> None:
        self.ids.data[rows] = batch.ids
        self.kinds.write(rows, batch.kinds)
        self.locales.write(rows, batch.locales)
        self.published.data[rows] = batch.published
        self.updated.data[rows] = batch.updated
        self.until.data[rows] = batch.until
        self.titles.write(rows, batch.titles)
        places: dict[str, list[int]] = {}
        for at, kind in enumerate(batch.kinds):
            places.setdefault(kind, []).append(at)
        for kind, held in places.items():
            facts = [batch.facts[at] for at in held]
            names = facts_of(kind)
            for name, values in zip(names, _columnar(facts, names), strict=True):
                self._write_fact(name, rows[held], values)

    def _write_fact(self, name: str, rows: Rows, values: Sequence[Any]) -> None:
        """A document whose fact cannot be kept goes without it: lists stand whatever one holds."""
        try:
            self.facts[name].write(rows, values)
        except UNREADABLE:
            for row, value in zip(np.split(rows, len(rows)), values, strict=True):
                try:
                    self.facts[name].write(row, [value])
                except UNREADABLE:
                    logger.exception("Document %s: %s cannot be kept", self.ids.data[row], name)

    def _locale(self, locale: str) -> int:
        code = self._locales.get(locale)
        if code is None:
            code = self._locales[locale] = len(self._locales)
            if code >= self.slots.shape[1]:
                self._reshape(len(self.slots), code + 1)
        return code

    def _room_for(self, groups: int) -> None:
        if groups > len(self.slots):
            self._reshape(groups + groups // 16 + 16, max(len(self._locales), 1))

    def _reshape(self, groups: int, locales: int) -> None:
        grown = np.full((groups, locales), NOWHERE, np.int32)
        grown[: self.slots.shape[0], : self.slots.shape[1]] = self.slots
        self.slots = grown


def _columnar(facts: list[dict[str, Any]], names: tuple[str, ...]) -> Iterable[Sequence[Any]]:
    """For each name, its value in every one of `facts`."""
    try:
        # Builders state all facts of their kind; `itemgetter` reads them at the speed of C.
        rows = [*map(itemgetter(*names), facts)] if len(names) > 1 else None
    except KeyError:
        rows = None
    if rows is None:
        return [[one.get(name) for one in facts] for name in names]
    return zip(*rows, strict=True)
