"""Which facts of published documents the snapshot keeps, and in which kind of column."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from cms.catalogue.columns import BitmapColumn, CodeColumn, Column, NumberColumn
from cms.catalogue.pairs import MomentColumn, WordsColumn
from cms.catalogue.spans import SpansColumn


@dataclass(frozen=True)
class Fact:
    """A fact of `kinds`, kept in the column of its name; a second kind may share the column."""

    name: str
    kinds: frozenset[str]
    column: Callable[[], Column]


def _fact(name: str, kinds: str, column: Callable[[], Column]) -> Fact:
    return Fact(name, frozenset(kinds.split()), column)


def _short_code() -> Column:
    return CodeColumn(np.int8)


# Age limits keep to a byte; no limit is 0 below and 127 above.
OLDEST = 127
# Unknown durations are -1: below every filter's limit.
UNKNOWN_DURATION = -1

FACTS: tuple[Fact, ...] = (
    _fact("category", "item", BitmapColumn),
    _fact("format", "item", _short_code),
    _fact("institution", "item", lambda: CodeColumn(np.int16)),
    _fact("audience", "item", BitmapColumn),
    _fact("accessibility", "item", BitmapColumn),
    _fact("language", "item", BitmapColumn),
    _fact("access_mode", "item", _short_code),
    _fact("attendance", "item", _short_code),
    _fact("theme", "item", WordsColumn),
    _fact("programme", "item", WordsColumn),
    _fact("age_min", "item", lambda: NumberColumn(np.int8, 0)),
    _fact("age_max", "item", lambda: NumberColumn(np.int8, OLDEST)),
    _fact("free", "item", lambda: NumberColumn(np.int8, 0)),
    _fact("duration", "item", lambda: NumberColumn(np.int32, UNKNOWN_DURATION)),
    _fact("occurrences", "item", SpansColumn),
    _fact("territory", "item institution", _short_code),
    _fact("guide_kind", "guide", WordsColumn),
    _fact("topic", "guide", WordsColumn),
    _fact("level", "guide", WordsColumn),
    _fact("role", "guide", WordsColumn),
    _fact("output", "guide", WordsColumn),
    _fact("institution_kind", "institution", WordsColumn),
    _fact("ownership", "institution", WordsColumn),
    _fact("ancestors", "category", WordsColumn),
    _fact("starts_at", "programme", MomentColumn),
    _fact("ends_at", "programme", MomentColumn),
    _fact("date", "news", MomentColumn),
)

# Columns that every document has, whatever its kind.
ALWAYS = ("published", "updated")


@cache
def facts_of(kind: str) -> tuple[str, ...]:
    """The facts kept of documents of `kind`."""
    return tuple(fact.name for fact in FACTS if kind in fact.kinds)


def columns_of(kind: str) -> frozenset[str]:
    """The columns in which documents of `kind` hold something."""
    return frozenset((*ALWAYS, *facts_of(kind)))
