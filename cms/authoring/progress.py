"""How far an import is: a bar with the time left on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cms.authoring.report import OUTCOMES, Tally

SECONDS_BETWEEN_LINES = 5.0


class Output(Protocol):
    """A stream as management commands have it."""

    def isatty(self) -> bool: ...

    def write(self, text: str) -> object: ...


@contextmanager
def shown(output: Output, total: int) -> Iterator[Callable[[Tally], None]]:
    """A function that shows a tally, for as long as the block lasts."""
    if not output.isatty():
        yield _Lines(output, total).show
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stdout)) as progress:
        task = progress.add_task(_("Importing"), total=total)
        yield lambda tally: progress.update(
            task, completed=tally.done, description=brief(tally) or _("Importing")
        )


def brief(tally: Tally) -> str:
    """`12 created, 3 rejected`: only what there is."""
    return ", ".join(f"{tally.outcomes[name]} {name}" for name in OUTCOMES if tally.outcomes[name])


class _Lines:
    """For logs and pipes: no control characters, not too many lines."""

    def __init__(self, output: Output, total: int) -> None:
        self.output, self.total = output, total
        self.began = self.last = time.monotonic()

    def show(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_LINES or not tally.done:
            return
        self.last = now
        rate = tally.done / (now - self.began)
        self.output.write(
            _("%(done)d of %(total)d lines, %(rate).0f a second, %(left)d s left: %(brief)s")
            % {
                "done": tally.done,
                "total": self.total,
                "rate": rate,
                "left": (self.total - tally.done) / rate,
                "brief": brief(tally),
            }
        )
