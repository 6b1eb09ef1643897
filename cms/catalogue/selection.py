"""A set of rows, in the shapes in which columns count them."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.integer[Any]]


class Selection:
    """The rows where `mask` is true; it must not be changed while the selection is in use."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.mask))

    @cached_property
    def rows(self) -> Rows:
        return np.flatnonzero(self.mask)

    @cached_property
    def words(self) -> NDArray[np.uint64]:
        """One bit per row, 64 rows a word."""
        return np.packbits(self.mask, bitorder="little").view(np.uint64)
