"""Refuses to start with a filter that nothing indexes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from cms.catalogue.filters import FILTERS, Filter
from cms.catalogue.query import page_parameters
from cms.catalogue.schema import ALWAYS, COLUMNS, columns_of
from cms.publication.documents.kinds import LISTED


def check_filters(
    app_configs: Sequence[Any] | None = None,
    filters: Iterable[Filter] = tuple(FILTERS.values()),
    **kwargs: Any,
) -> list[CheckMessage]:
    """Every filter reads columns, all of which some kind of list keeps; no two have one name."""
    errors: list[CheckMessage] = []
    for entry in filters:
        errors += [
            _error(entry, f"there is no column {column!r}", "catalogue.E001")
            for column in sorted(set(entry.condition.columns) - {*ALWAYS, *COLUMNS})
        ]
        if not any(columns_of(kind).issuperset(entry.condition.columns) for kind in LISTED):
            why = "no kind of document states all that it reads"
            errors.append(_error(entry, why, "catalogue.E002"))
        if entry.name in {one.name for kind in LISTED for one in page_parameters(kind)}:
            errors.append(
                _error(entry, "every list has a parameter of this name", "catalogue.E003")
            )
    return errors


def _error(entry: Filter, why: str, code: str) -> Error:
    return Error(
        f"Filter {entry.name!r}: {why}.",
        hint="Columns: cms/catalogue/schema.py; facts: cms/publication/documents/kinds.py.",
        obj=entry.name,
        id=code,
    )
