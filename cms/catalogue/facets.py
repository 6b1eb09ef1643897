"""Counts per value, so that a reader can see what each further choice would leave."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cms.catalogue.columns import Counts
from cms.catalogue.conditions import Countable
from cms.catalogue.filters import Filter
from cms.catalogue.references import References
from cms.catalogue.selection import Selection
from cms.catalogue.table import Table
from cms.catalogue.views import View
from cms.core import locales

# A facet over thousands of institutions or themes shows the largest.
MOST_VALUES = 100

Buckets = list[dict[str, Any]]


def counts_of(facet: Filter, table: Table, selection: Selection, view: View) -> Counts:
    """How many selected rows hold each value; kept with the view when that is all of it."""
    if selection is not view.selection:
        return _countable(facet).counts(table, selection)
    if facet.name not in view.counts:
        view.counts[facet.name] = _countable(facet).counts(table, selection)
    return view.counts[facet.name]


def buckets(
    facet: Filter, counts: Counts, table: Table, references: References, locale: str
) -> Buckets:
    """`{"code", "label", "count"}` of each value that occurs, the most frequent first."""
    words = _countable(facet).words(table)
    labels = _labels(facet, references, locale)
    largest = sorted(_largest(counts, words), key=lambda number: (-counts[number], words[number]))
    rows = [
        {
            "code": words[number],
            "label": labels(words[number]),
            "count": int(counts[number]),
        }
        for number in largest[:MOST_VALUES]
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["label"], row["code"]))


def _largest(counts: Counts, words: Sequence[str]) -> list[int]:
    """Numbers of the values that occur, at least the MOST_VALUES most frequent of them."""
    found = np.flatnonzero(counts)
    if not words[0]:  # "no value" is no value
        found = found[found > 0]
    if len(found) > MOST_VALUES:
        least = np.partition(counts[found], -MOST_VALUES)[-MOST_VALUES]
        found = found[counts[found] >= least]
    numbers: list[int] = found.tolist()
    return numbers


def _labels(facet: Filter, references: References, locale: str) -> Callable[[str], str]:
    """Labels by code, each worked out once."""
    known = references.labels.setdefault((facet.name, locale), {})
    chain = locales.chain(locale)

    def label(code: str) -> str:
        if code not in known:
            known[code] = facet.values.label(code, references, locale, chain)
        return known[code]

    return label


def _countable(facet: Filter) -> Countable:
    if facet.facet is None:
        raise LookupError(f"{facet.name} is no facet.")
    return facet.facet
