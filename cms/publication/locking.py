"""One order of locks: pages by number, their revisions, the change lock, queues and copies.

Whoever needs several pages takes their locks here, before writing any of them (ADR 0006). On SQLite
there is one writer, and nothing to be taken.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from wagtail.models import Page


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


def _are_taken() -> bool:
    return connection.features.has_select_for_update and connection.in_atomic_block


def _take(wanted: Q) -> None:
    """In the order of their numbers. Rows that refer to a page may still be written."""
    locked = Page.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk", flat=True))
