"""One order of locks: pages by number, their revisions, the change lock, queues and copies.

Whoever needs several pages takes their locks here, before writing any of them (ADR 0006). On SQLite
there is one writer, and nothing to be taken.
"""

from collections.abc import Iterable

from django.db import OperationalError, connection
from django.db.models import Q, QuerySet
from wagtail.models import Page

# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
TURN_LOST = {"40001", "40P01"}


def lock_pages(page_ids: Iterable[int], *, below: bool = False) -> None:
    """Keep others from writing these pages, or with `below` whole subtrees, until the commit."""
    wanted = Page.objects.filter(pk__in=list(page_ids))
    if below:
        paths = list(wanted.values_list("path", flat=True))
        if not paths:
            return
        under = Q()
        for path in paths:
            under |= Q(path__startswith=path)
        wanted = Page.objects.filter(under)
    _take(wanted)


def lock_for_move(page: Page, before: Page, after: Page) -> None:
    """What a move writes: the subtree and both parents; siblings too if it only changes places."""
    moved = Q(path__startswith=before.path if before.pk == after.pk else page.path)
    _take(Page.objects.filter(moved | Q(pk__in=[before.pk, after.pk])))


def lock_for_delete(page: Page) -> None:
    """What a deletion writes: the subtree and, of its parent, how many children it has."""
    parent = Page.objects.filter(path=page._get_basepath(page.path, page.depth - 1))
    _take(Page.objects.filter(path__startswith=page.path) | parent)


def turn_lost(error: OperationalError) -> bool:
    """Whether the database gave another transaction its way: the same again may go through."""
    return getattr(error.__cause__, "sqlstate", None) in TURN_LOST


def _take(pages: QuerySet[Page]) -> None:
    """In the order of their numbers. Rows that refer to a page may still be written."""
    if connection.features.has_select_for_update and connection.in_atomic_block:
        locked = pages.order_by("pk").select_for_update(no_key=True)
        list(locked.values_list("pk", flat=True))
