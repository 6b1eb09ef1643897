"""Compares live pages, published copies and the change log, names every difference, repairs it.

People go on working meanwhile. An inspection therefore reads without the change lock and finds
*suspects*; each is looked at again under the lock, where pages, copies and log belong together, and
only what differs there is named, and mended there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from cms.publication.copies.projector import project_stale
from cms.publication.log.change_log import hold


@dataclass(frozen=True)
class Difference:
    """What is wrong, with what, and how it is mended; `mend` runs under the change lock.

    `lasting` is what no mending helps: it stays wrong until somebody sees to its cause.
    """

    what: str
    where: str
    mend: Callable[[], object]
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


# Called under the change lock: the difference, if there is one.
Suspect = Callable[[], Difference | None]
Inspection = Callable[[], Iterable[Suspect]]

_inspections: list[Inspection] = []


def inspection(function: Inspection) -> Inspection:
    """Have `reconcile` run this too: how a follower lets itself be compared."""
    if function not in _inspections:
        _inspections.append(function)
    return function


def differences(*, repair: bool = False) -> Iterator[Difference]:
    """Everything that differs, mended one by one with `repair`."""
    for inspect in _inspections:
        yield from differences_of(inspect, repair=repair)


def differences_of(inspect: Inspection, *, repair: bool = False) -> Iterator[Difference]:
    """What one inspection finds."""
    for suspect in inspect():
        difference = _looked_at_again(suspect, repair)
        if difference is not None:
            yield difference


def drain() -> None:
    """Rebuild whatever waits in the queue and can be built."""
    while project_stale():
        continue


def _looked_at_again(suspect: Suspect, repair: bool) -> Difference | None:
    with transaction.atomic():
        hold()
        difference = suspect()
        if difference is not None and repair:
            difference.mend()
    return difference
