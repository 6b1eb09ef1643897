"""Which pages a person has a part in, asked in a way an index can answer."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

STEP = Page.steplen
LAST = "Z" * STEP


def visible_to(user: Any, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `pages` that lie in a subtree where `user` has any right.

    Wagtail's own answer is a list of ids to look into; a subtree is one interval of paths.
    """
    if not user.is_active:
        return pages.none()
    if sees_everything(user):
        return pages
    within = Q(pk__in=())
    for path in subtrees(user):
        within |= below(path) | Q(path=path)
    return pages.filter(within)


def sees_everything(user: Any) -> bool:
    """Whether the person's rights begin at the root of the tree."""
    return user.is_superuser or any(len(path) == STEP for path in subtrees(user))


def subtrees(user: Any) -> list[str]:
    """Paths of the pages at and below which the user's groups have rights; none inside another."""
    permissions = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    paths = sorted({permission.page.path for permission in permissions})
    return [
        path
        for path in paths
        if not any(path != other and path.startswith(other) for other in paths)
    ]


def below(path: str) -> Q:
    """Strictly below `path`: an interval, so that SQLite and PostgreSQL read it from the index."""
    return Q(path__gt=path + "0" * STEP, path__lte=path + LAST)
