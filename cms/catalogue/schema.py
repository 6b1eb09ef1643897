"""Which facts of published documents the snapshot keeps, and in which sort of column.

Which documents state them is said once, by their kind (`cms.publication.documents.kinds`).
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from cms.catalogue.columns import BitmapColumn, CodeColumn, Column, NumberColumn
from cms.catalogue.pairs import MomentColumn, WordsColumn
from cms.catalogue.spans import SpansColumn
from cms.publication.documents.kinds import KINDS


def _short_code() -> Column:
    return CodeColumn(np.int8)


# Age limits keep to a byte; no limit is 0 below and 127 above.
OLDEST = 127
# Unknown durations are -1: below every filter's limit.
UNKNOWN_DURATION = -1

COLUMNS: Mapping[str, Callable[[], Column]] = {
    "category": BitmapColumn,
    "format": _short_code,
    "institution": lambda: CodeColumn(np.int16),
    "audience": BitmapColumn,
    "accessibility": BitmapColumn,
    "language": BitmapColumn,
    "access_mode": _short_code,
    "attendance": _short_code,
    "theme": WordsColumn,
    "programme": WordsColumn,
    "age_min": lambda: NumberColumn(np.int8, 0),
    "age_max": lambda: NumberColumn(np.int8, OLDEST),
    "free": lambda: NumberColumn(np.int8, 0),
    "duration": lambda: NumberColumn(np.int32, UNKNOWN_DURATION),
    "occurrences": SpansColumn,
    "territory": _short_code,
    "guide_kind": WordsColumn,
    "topic": WordsColumn,
    "level": WordsColumn,
    "role": WordsColumn,
    "output": WordsColumn,
    "institution_kind": WordsColumn,
    "ownership": WordsColumn,
    "ancestors": WordsColumn,
    "starts_at": MomentColumn,
    "ends_at": MomentColumn,
    "date": MomentColumn,
}

# Columns that every document has, whatever its kind.
ALWAYS = ("published", "updated")


@cache
def facts_of(kind: str) -> tuple[str, ...]:
    """The facts kept of documents of `kind`."""
    stated = KINDS[kind].facts if kind in KINDS else ()
    return tuple(name for name in COLUMNS if name in stated)


@cache
def columns_of(kind: str) -> frozenset[str]:
    """The columns in which documents of `kind` hold something."""
    return frozenset((*ALWAYS, *facts_of(kind)))
