"""Translation keys, numbered: each number is a group of translations."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Keys met since the last merge are kept in a dict: quick to add to, ten times as large.
MERGED_FROM = 4096


class KeyIndex:
    """16 bytes a key, sorted, and a few recent ones beside."""

    def __init__(self) -> None:
        self._sorted: NDArray[Any] = np.zeros(0, "S16")
        self._recent: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._sorted) + len(self._recent)

    def fill(self, keys: bytes | bytearray) -> NDArray[np.integer[Any]]:
        """Begin with these, 16 bytes each and any of them repeated; returns the group of each."""
        self._sorted, groups = np.unique(np.frombuffer(keys, "S16"), return_inverse=True)
        self._recent = {}
        return groups

    def find(self, key: bytes) -> int | None:
        recent = self._recent.get(key)
        if recent is not None:
            return recent
        probe = np.array(key, "S16")
        at = int(np.searchsorted(self._sorted, probe))
        return at if at < len(self._sorted) and self._sorted[at] == probe else None

    def number(self, key: bytes) -> int:
        """The group of `key`, a new one when it was never met."""
        known = self.find(key)
        if known is None:
            known = self._recent[key] = len(self)
        return known

    def key(self, group: int) -> bytes:
        """The key of a group."""
        if group < len(self._sorted):
            return bytes(self._sorted[group]).ljust(16, b"\0")
        return next(key for key, number in self._recent.items() if number == group)

    @property
    def is_crowded(self) -> bool:
        return len(self._recent) >= MERGED_FROM

    def merge(self) -> NDArray[np.integer[Any]]:
        """Sort the recent ones in; returns, for every new group number, the former one."""
        recent = np.array(list(self._recent), "S16")
        merged = np.concatenate([self._sorted, recent])
        former = np.argsort(merged, kind="stable")
        self._sorted, self._recent = merged[former], {}
        return former

    @property
    def nbytes(self) -> int:
        return self._sorted.nbytes + 180 * len(self._recent)
