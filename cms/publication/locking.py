"""One order of locks: pages by number, their revisions, the change lock, queues and copies.

Whoever needs several pages takes their locks here, before writing any of them (ADR 0006). On SQLite
there is one writer, and nothing to be taken.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.models import Q
from wagtail.models import Page

# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
TURN_LOST = {"40001", "40P01"}
TRIES = 5
PAUSE = 0.1  # seconds, at most, and as much more at each attempt

Written = TypeVar("Written")
logger = logging.getLogger(__name__)


def lock_pages(
    page_ids: Iterable[int] = (), *, trees: Iterable[int] = (), parents: bool = False
) -> None:
    """Keep others from writing these pages and whole subtrees until the transaction ends.

    With `parents` those of the subtrees too, of which a deletion or a move changes the children.
    """
    if not _are_taken():
        return
    wanted = Q(pk__in=list(page_ids))
    for path in Page.objects.filter(pk__in=list(trees)).values_list("path", flat=True):
        wanted |= Q(path__startswith=path)
        if parents:
            wanted |= Q(path=path[: -Page.steplen])
    _take(wanted)


def lock_for_move(page: Page, before: Page, after: Page) -> None:
    """What a move writes: the subtree and both parents; siblings too if it only changes places."""
    if _are_taken():
        moved = before.path if before.pk == after.pk else page.path
        _take(Q(path__startswith=moved) | Q(pk__in=[before.pk, after.pk]))


def until_its_turn(write: Callable[[], Written], *, undo: Callable[[], object]) -> Written:
    """Call `write`, which opens its own transaction, again when another was given its way.

    `undo` forgets what a lost attempt remembered. After some attempts the error is raised.
    """
    for attempt in range(1, TRIES):
        try:
            return write()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in TURN_LOST:
                raise
            logger.info("A transaction lost its turn; it is tried again", exc_info=True)
        undo()
        # Not in step with whoever won: it may be at the same again.
        time.sleep(random.uniform(0, PAUSE * attempt))  # noqa: S311
    return write()


def _are_taken() -> bool:
    return connection.features.has_select_for_update and connection.in_atomic_block


def _take(wanted: Q) -> None:
    """In the order of their numbers. Rows that refer to a page may still be written."""
    locked = Page.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk", flat=True))
