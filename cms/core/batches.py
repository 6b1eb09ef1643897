"""Many values, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")
ROWS_AT_ONCE = 500  # what one statement names; SQLite takes no unlimited number


def batches(values: Iterable[Value], size: int = ROWS_AT_ONCE) -> Iterator[list[Value]]:
    """The values, `size` at a time, the last of them fewer; read as they are asked for."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
