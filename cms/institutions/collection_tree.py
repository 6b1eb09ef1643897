"""A collection's place among its siblings, which Wagtail keeps in the order of their names.

The library that keeps the tree puts a new one where its name belongs by moving every one behind it
a step on: with thousands of institutions that is most of taking one in. Here places are handed out
with room between them. The library goes on in whatever order it finds, so the order must hold: one
that is not in its place makes adding the next one fail.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr
from wagtail.models import Collection

STEP = Collection.steplen
LAST = len(Collection.alphabet) ** STEP - 1
# Beside the first and the last, this part of the room is left to those that come between.
OUTWARD = 64
# No path begins with it: where rows wait while others take their places.
ASIDE = "~"


def add_collection(name: str) -> Collection:
    """A new collection below the root, in the place its name has among the others."""
    root = lock_root()
    place = _free_place(root, name)
    if place is None:
        spread(Collection, root.path)
        place = _free_place(root, name)
    if place is None:  # a million of them; the library says it is full
        return root.add_child(name=name)
    Collection.objects.filter(pk=root.pk).update(numchild=F("numchild") + 1)
    path = Collection._get_path(root.path, root.depth + 1, place)
    return Collection.objects.create(name=name, path=path, depth=root.depth + 1)


def keep_in_place(collection: Collection) -> None:
    """Put one that was renamed where its new name belongs."""
    if collection.depth == 1:
        return
    lock_root()
    siblings = collection.get_siblings(inclusive=False)
    if (
        siblings.filter(path__lt=collection.path, name__gt=collection.name).exists()
        or siblings.filter(path__gt=collection.path, name__lt=collection.name).exists()
    ):
        collection.move(collection.get_parent(), "sorted-child")


def move_below(collection: Collection, parent: Collection) -> None:
    """Put one, with all below it, among those below another."""
    lock_root()
    moved, place = (Collection.objects.get(pk=one.pk) for one in (collection, parent))
    moved.move(place, "sorted-child")


def lock_root() -> Collection:
    """Who adds, renames or moves a collection does so one after the other."""
    return Collection.objects.select_for_update().get(depth=1)


def _free_place(parent: Collection, name: str) -> int | None:
    """A number between those of its neighbours by name; None where they leave no room.

    Names are compared by the database: its collation is what the order follows.
    """
    children = _children(Collection, parent.path)
    right = children.filter(name__gt=name).order_by("path").values_list("path", flat=True).first()
    left = (
        (children.filter(path__lt=right) if right else children)
        .order_by("-path")
        .values_list("path", flat=True)
        .first()
    )
    low = _number(left) if left else 0
    high = _number(right) if right else LAST + 1
    room = high - low
    if room < 2:
        return None
    if (left is None) == (right is None):
        return low + room // 2
    outward = max(1, room // OUTWARD)
    return low + outward if right is None else high - outward


@transaction.atomic
def spread(model: Any, parent_path: str, *, order: str = "path") -> None:
    """Give the children of a collection places that are evenly apart, in this order.

    `model` is Collection, or what a migration knows of it.
    """
    children = list(_children(model, parent_path).order_by(order).values_list("path", "numchild"))
    apart = LAST // (len(children) + 1)
    below = model.objects.filter(path__startswith=parent_path).exclude(path=parent_path)
    below.update(path=Concat(Value(ASIDE), F("path")))
    for number, (path, numchild) in enumerate(children, start=1):
        place = Collection._get_path(parent_path, len(parent_path) // STEP + 1, number * apart)
        waiting = {"path__startswith" if numchild else "path": ASIDE + path}
        model.objects.filter(**waiting).update(
            path=Concat(Value(place), Substr("path", len(ASIDE + path) + 1))
        )


def is_sorted(model: Any, parent_path: str) -> bool:
    """Whether the children of a collection stand in the order of their names."""
    children = _children(model, parent_path)
    by_path = children.order_by("path").values_list("name", flat=True)
    return list(by_path) == list(children.order_by("name", "path").values_list("name", flat=True))


def _children(model: Any, parent_path: str) -> QuerySet[Any]:
    depth = len(parent_path) // STEP + 1
    children: QuerySet[Any] = model.objects.filter(path__startswith=parent_path, depth=depth)
    return children


def _number(path: str) -> int:
    return int(path[-STEP:], 36)
