"""What is below the API's base and is not for reading: each room names its own and describes it.

The read API is answered in front of Django and leaves these addresses to it; the one OpenAPI
document tells of both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WrittenAPI:
    """`first` is the first part of its addresses; `describe` gives OpenAPI's paths and shapes."""

    first: str
    describe: Callable[[], tuple[dict[str, Any], dict[str, Any]]] | None = None


_known: dict[str, WrittenAPI] = {}


def register(one: WrittenAPI) -> None:
    """Called in `AppConfig.ready()`."""
    _known[one.first] = one


def is_written(first: str) -> bool:
    return first in _known


def descriptions() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for _first, one in sorted(_known.items()):
        if one.describe is not None:
            yield one.describe()
