"""Refuses to start with a filter that nothing indexes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from cms.catalogue.filters import FILTERS, KINDS, Filter
from cms.catalogue.query import page_parameters
from cms.catalogue.schema import columns_of


def check_filters(
    app_configs: Sequence[Any] | None = None,
    filters: Iterable[Filter] = tuple(FILTERS.values()),
    **kwargs: Any,
) -> list[CheckMessage]:
    """Every filter reads columns the snapshot keeps for each of its kinds."""
    errors: list[CheckMessage] = []
    for entry in filters:
        for kind in sorted(entry.kinds):
            if kind not in KINDS:
                errors.append(_error(entry, f"there are no lists of {kind!r}", "catalogue.E001"))
            for column in set(entry.condition.columns) - columns_of(kind):
                why = f"the snapshot keeps no column {column!r} of {kind!r}"
                errors.append(_error(entry, why, "catalogue.E002"))
        if entry.name in {one.name for kind in KINDS for one in page_parameters(kind)}:
            errors.append(
                _error(entry, "every list has a parameter of this name", "catalogue.E003")
            )
    return errors


def _error(entry: Filter, why: str, code: str) -> Error:
    return Error(
        f"Filter {entry.name!r}: {why}.",
        hint="Facts and their columns stand in cms/catalogue/schema.py.",
        obj=entry.name,
        id=code,
    )
