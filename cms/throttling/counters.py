"""Where attempts are counted: the memory of this process, or a Redis all processes share."""

import logging
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from limits.util import WindowStats

logger = logging.getLogger(__name__)

# So many keys are remembered; who comes with ever new ones pushes out the oldest.
MOST_KEYS = 50_000


class BoundedMemory(MemoryStorage):
    """The library's, which forgets what is over, and no more than MOST_KEYS at once."""

    STORAGE_SCHEME = ["bounded-memory"]

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        if key not in self.storage and len(self.storage) >= MOST_KEYS:
            oldest = next(iter(self.expirations), None)
            if oldest is not None:
                self.clear(oldest)
        return super().incr(key, expiry, amount)


@cache
def _limiter() -> FixedWindowRateLimiter:
    uri = settings.RATE_LIMIT_STORAGE
    storage: Storage = (
        BoundedMemory()
        if uri.startswith("memory:")
        else storage_from_string(uri, wrap_exceptions=True)  # type: ignore[assignment]
    )
    return FixedWindowRateLimiter(storage)


@cache
def rate(name: str) -> RateLimitItem:
    """A rate of the settings, such as `10 per 5 minutes`, by its name there."""
    return parse(settings.RATE_LIMITS[name])


def stats(name: str, key: Sequence[str]) -> WindowStats | None:
    """How many attempts remain, and when the window ends; None where nobody can say."""
    try:
        return _limiter().get_window_stats(rate(name), name, *key)
    except StorageError:
        logger.exception("Attempts are not counted: %s does not answer", name)
        return None


def hit(name: str, key: Sequence[str]) -> None:
    """Counts one attempt."""
    try:
        _limiter().hit(rate(name), name, *key)
    except StorageError:
        logger.exception("An attempt was not counted: %s", name)


def clear(name: str, key: Sequence[str]) -> None:
    """Forgets the attempts of this key."""
    try:
        _limiter().clear(rate(name), name, *key)
    except StorageError:
        logger.exception("Attempts are not forgotten: %s", name)


def forget() -> None:
    """What was counted in this process's memory, and the settings it was counted by."""
    _limiter.cache_clear()
    rate.cache_clear()
