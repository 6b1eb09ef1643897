"""One transaction around a publication and everything that follows from it.

Wagtail saves a page, then signals, without a transaction around both. Inside `publishing()` every
page that a signal names is remembered, and just before the outermost block commits their published
copies are written: a process killed at any point leaves the old state or the new one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from asgiref.local import Local
from django.db import transaction

from cms.audit import chain
from cms.publication.copies.projector import Work, project

_state = Local()


@contextmanager
def publishing() -> Iterator[Work]:
    """Join the unit of work in progress, or open one that projects and commits at its end."""
    current: Work | None = getattr(_state, "unit", None)
    if current is not None:
        yield current
        return
    with transaction.atomic(), chain.numbered_at_end():
        work = _state.unit = Work()
        try:
            yield work
            if not transaction.get_rollback():
                chain.number_pending()  # before the change lock: those who hold it wait for nobody
                project(work)
        finally:
            _state.unit = None


def published(page_ids: Iterable[int]) -> None:
    """These pages are being published: their copies commit with them, or neither does."""
    with publishing() as work:
        work.published.update(page_ids)


def touch(page_ids: Iterable[int]) -> None:
    """These pages changed: what must not be public any more is withdrawn before the transaction
    commits, the rest built again then or soon after."""
    with publishing() as work:
        work.touched.update(page_ids)


def touch_tree(page_id: int) -> None:
    """As `touch`, of a page and everything below it."""
    with publishing() as work:
        work.trees.add(page_id)


def refresh(page_ids: Iterable[int]) -> None:
    """Something these pages show has changed: build them again, many of them a little later."""
    with publishing() as work:
        work.dependents.update(page_ids)
