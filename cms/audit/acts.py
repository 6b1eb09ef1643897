"""What can be decided: the code of each act, and what people call it.

Rooms above register theirs in `AppConfig.ready()`, each once.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # the stubs' name for a lazy translation

_labels: "dict[str, str | _StrPromise]" = {}


def register(labels: "Mapping[str, str | _StrPromise]") -> None:
    """Add acts by code; a code means one thing: the last label said of it counts."""
    _labels.update(labels)


def known(act: str) -> bool:
    return act in _labels


def label_of(act: str) -> str:
    """What people call it; its code, for one that nobody knows any more."""
    return str(_labels.get(act, act))


def choices() -> list[tuple[str, str]]:
    return sorted(((code, str(label)) for code, label in _labels.items()), key=lambda one: one[1])
