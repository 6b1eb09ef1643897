"""One transaction around a publication and everything that follows from it.

Wagtail saves a page, then signals, without a transaction around both. Inside `publishing()` every
page that a signal names is remembered, and just before the outermost block commits their published
copies are written: a process killed at any point leaves the old state or the new one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from asgiref.local import Local
from django.db import transaction

from cms.publication.projector import project

_state = Local()


class Unit:
    """The pages touched so far, and those that show something which changed."""

    def __init__(self) -> None:
        self.touched: set[int] = set()
        self.dependents: set[int] = set()


@contextmanager
def publishing() -> Iterator[Unit]:
    """Join the unit of work in progress, or open one that projects and commits at its end."""
    current: Unit | None = getattr(_state, "unit", None)
    if current is not None:
        yield current
        return
    with transaction.atomic():
        unit = _state.unit = Unit()
        try:
            yield unit
            if not transaction.get_rollback():
                project(unit.touched, unit.dependents)
        finally:
            _state.unit = None


def touch(page_ids: Iterable[int]) -> None:
    """These pages may have changed: look at them again before the transaction commits."""
    with publishing() as unit:
        unit.touched.update(page_ids)


def refresh(page_ids: Iterable[int]) -> None:
    """Something these pages show has changed: build them again, many of them a little later."""
    with publishing() as unit:
        unit.dependents.update(page_ids)
