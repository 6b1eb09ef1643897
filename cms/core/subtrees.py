"""Subtrees as intervals of paths: what an index answers, whatever their size."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

STEP = Page.steplen
LAST = "Z" * STEP


def page_paths(user: Any) -> list[str]:
    """Paths of the pages at and below which the user's groups have rights; none inside another."""
    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return _outermost(right.page.path for right in rights)


def collection_paths(user: Any, *models: type[Model]) -> list[str]:
    """Paths of the collections where the user has any right on files of `models`.

    Told by the permission's codename alone, as Wagtail does: its own models' permissions and those
    of ours stand for the same right.
    """
    if not models:
        return []
    names = {one._meta.model_name for one in models}
    rights = policy_registry.get_by_type(models[0]).get_cached_permissions_for_user(user)
    return _outermost(
        right.collection.path
        for right in rights
        if right.permission.codename.rpartition("_")[2] in names
    )


def within_one_root(paths: Iterable[str]) -> bool:
    """Whether rights begin at the root."""
    return any(len(path) == STEP for path in paths)


def at_and_below(paths: Iterable[str], field: str = "path") -> Q:
    """In one of the subtrees; `field` leads to the path."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{field: path}) | below(path, field)
    return found


def below(path: str, field: str = "path") -> Q:
    """Strictly below `path`: an interval, so that SQLite and PostgreSQL read it from the index."""
    return Q(**{f"{field}__gt": path + "0" * STEP, f"{field}__lte": path + LAST})


def above(paths: Iterable[str]) -> Q:
    """On the way from the root to one of the subtrees."""
    return Q(path__in={path[:end] for path in paths for end in range(STEP, len(path), STEP)})


def holds(paths: Iterable[str], path: str) -> bool:
    """The same question as `at_and_below`, of a path already read."""
    return any(path.startswith(one) for one in paths)


def _outermost(paths: Iterable[str]) -> list[str]:
    known = sorted(set(paths))
    return [
        path
        for path in known
        if not any(path != other and path.startswith(other) for other in known)
    ]


assert Collection.steplen == STEP, "collections and pages share their intervals"
