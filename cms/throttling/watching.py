"""One request held against the table: may it pass, and what does its answer count as."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from limits.util import WindowStats

from cms.core.http import Request
from cms.core.problems import TooManyRequests
from cms.throttling import counters
from cms.throttling.rules import RULES, Rule


@dataclass(frozen=True)
class Watched:
    """A rule that is about the request, and whose attempts it counts."""

    rule: Rule
    key: tuple[str, ...]

    def stats(self) -> WindowStats | None:
        return counters.stats(self.rule.name, self.key)


class Watch:
    """The limits that are about one request; false where there is none."""

    def __init__(self, request: Request, rules: Sequence[Rule] = RULES) -> None:
        about = [(rule, rule.key(request)) for rule in rules if rule.about(request)]
        watched = [Watched(rule, key) for rule, key in about if key is not None]
        self._later = [one for one in watched if one.rule.afterwards]
        self._watched = [one for one in watched if not one.rule.afterwards]

    def __bool__(self) -> bool:
        return bool(self._watched or self._later)

    def require(self) -> None:
        """Raises TooManyRequests, with all its headers, when no attempt is left."""
        spent = [(one, stats) for one in self._watched if (stats := one.stats()) is not None]
        waits = [_seconds(stats) for _, stats in spent if stats.remaining <= 0]
        if waits:
            raise TooManyRequests(
                "Too many attempts; `Retry-After` says in how many seconds to try again.",
                headers=self.headers() | {"Retry-After": str(max(waits))},
            )

    def settle(self, status: int) -> None:
        """Counts the request by what it was answered with.

        Raises TooManyRequests where a limit is asked only now; the answer is then that one.
        """
        if later := [one for one in self._later if status in one.rule.counted]:
            self._watched += later
            self._later = []
            self.require()
        for one in self._watched:
            if status in one.rule.counted:
                counters.hit(one.rule.name, one.key)
            elif status in one.rule.forgiven:
                counters.clear(one.rule.name, one.key)

    def headers(self) -> dict[str, str]:
        """How much is left of the tightest limit (draft-ietf-httpapi-ratelimit-headers-06)."""
        known = [(one, stats) for one in self._watched if (stats := one.stats()) is not None]
        if not known:
            return {}
        tightest, stats = min(known, key=lambda pair: (pair[1].remaining, -pair[1].reset_time))
        return {
            "RateLimit-Limit": str(counters.rate(tightest.rule.name).amount),
            "RateLimit-Remaining": str(max(0, stats.remaining)),
            "RateLimit-Reset": str(_seconds(stats)),
        }


def _seconds(stats: WindowStats) -> int:
    """Until the window ends; one at least, so that nobody comes back too early."""
    return max(1, math.ceil(stats.reset_time - time.time()))
