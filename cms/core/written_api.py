"""What is below the API's base and is not for reading: each room names its own and describes it.

The read API is answered in front of Django and leaves these addresses to it; the one OpenAPI
document tells of both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class WrittenAPI:
    """`first` is the first part of its addresses; `describe` gives OpenAPI's paths and shapes,
    `security` the schemes its operations name."""

    first: str
    describe: Callable[[], tuple[dict[str, Any], dict[str, Any]]] | None = None
    security: Mapping[str, Any] = field(default_factory=dict)


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


def security_schemes() -> dict[str, Any]:
    return {name: scheme for one in _known.values() for name, scheme in one.security.items()}
