"""One order of locks: pages by number, their revisions, the change lock, queues and copies.

Whoever needs several pages takes their locks here, before writing any of them (ADR 0006). On SQLite
there is one writer, and nothing to be taken.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from wagtail.models import Page

PLACE = ("path", "depth", "numchild", "url_path")


def lock_pages(
    page_ids: Iterable[int] = (), *, trees: Iterable[int] = (), parents: bool = False
) -> None:
    """Keep others from writing these pages and whole subtrees until the transaction ends.

    With `parents` those of the subtrees too, of which a deletion or a move changes the children.
    """
    if not _are_taken():
        return
    page_ids, tree_ids = list(page_ids), list(trees)
    paths: list[str] | None = None
    # Whoever was waited for may have moved a tree: its lock is taken where it is now.
    while paths != (found := _paths(tree_ids)):
        paths = found
        wanted = Q(pk__in=page_ids)
        for path in paths:
            wanted |= Q(path__startswith=path)
            if parents:
                wanted |= Q(path=path[: -Page.steplen])
        _take(wanted)


def look_again(*pages: Page | None) -> None:
    """Where these pages are now. Call it when their locks are held.

    What was read before a lock was waited for is the tree as it was, and a save would write that.
    """
    known = {page.pk: page for page in pages if page is not None}
    for pk, *place in Page.objects.filter(pk__in=known).values_list("pk", *PLACE):
        for page in (one for one in pages if one is not None and one.pk == pk):
            for name, value in zip(PLACE, place, strict=True):
                setattr(page, name, value)
            page.__dict__.pop("_cached_parent_obj", None)


def lock_for_move(page: Page, before: Page, after: Page) -> None:
    """What a move writes: the subtree and both parents; siblings too if it only changes places."""
    if _are_taken():
        moved = before.path if before.pk == after.pk else page.path
        _take(Q(path__startswith=moved) | Q(pk__in=[before.pk, after.pk]))


def _paths(tree_ids: list[int]) -> list[str]:
    trees = Page.objects.filter(pk__in=tree_ids).order_by("pk")
    return list(trees.values_list("path", flat=True)) if tree_ids else []


def _are_taken() -> bool:
    return connection.features.has_select_for_update and connection.in_atomic_block


def _take(wanted: Q) -> None:
    """In the order of their numbers. Rows that refer to a page may still be written."""
    locked = Page.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk", flat=True))
