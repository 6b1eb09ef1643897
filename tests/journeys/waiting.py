"""Waiting for what a journey expects: looked for again and again, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

from selenium.common.exceptions import WebDriverException

PATIENCE = 20  # seconds until what never comes is given up; nothing is measured by it
PAUSE = 0.05

T = TypeVar("T")


def until(
    holds: Callable[[], T | None], otherwise: str | Callable[[], str], *, seconds: float = PATIENCE
) -> T:
    """The first answer that is neither false nor nothing. Raises AssertionError with `otherwise`.

    What a browser cannot do yet, because the page is still being drawn, is tried again.
    """
    deadline = time.monotonic() + seconds
    last: WebDriverException | None = None
    while True:
        try:
            if answer := holds():
                return answer
            last = None
        except WebDriverException as problem:
            last = problem
        if time.monotonic() > deadline:
            said = otherwise if isinstance(otherwise, str) else otherwise()
            raise AssertionError(said) from last
        time.sleep(PAUSE)
