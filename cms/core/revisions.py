"""Which versions of a page stay as they are.

Autosave writes over its own last one again and again. One that is public, goes live later, or was
decided about is not written over: what is typed on becomes a version of its own.
"""

from collections.abc import Callable

from wagtail.models import Page, Revision

# Whether something a room above keeps hangs on what this version says.
Keeper = Callable[[Revision], bool]

_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Have this asked too; registering twice changes nothing."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept(revision: Revision) -> bool:
    return bool(
        revision.approved_go_live_at
        or Page.objects.filter(live_revision=revision).exists()
        or any(keeper(revision) for keeper in _keepers)
    )
