"""One seed for a whole run: whatever a test draws, it draws from this number.

Fresh each run at a desk, so that it looks where none has looked before; `SEED=…` in the environment
(`make test SEED=…`) has a run drawn again, and `.ci/run` always draws the same. It lies in the
environment so that the processes of pytest-xdist, and those the tests start, have the same.
"""

import os
import random

SEED = int(os.environ.setdefault("SEED", str(random.SystemRandom().randrange(2**32))))


def dice(*about: object) -> random.Random:
    """Dice of their own for one purpose: a test that throws more often moves no other's luck."""
    return random.Random(":".join(map(str, (SEED, *about))))
