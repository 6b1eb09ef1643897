"""A table drawn as bars: SVG of our own making, beside the numbers it shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.editorial.oversight.figures import Row, Table

# The bars' room, in units of the drawing.
WIDTH = 300.0


@dataclass(frozen=True)
class Segment:
    """One number of a row: where its part of the bar begins, how long it is, which colour."""

    x: float
    width: float
    colour: int


@dataclass(frozen=True)
class Bar:
    row: Row
    segments: tuple[Segment, ...]


def bars(table: Table) -> list[Bar]:
    """A bar per row, its numbers end to end, all to one scale."""
    return [Bar(row, tuple(_segments(row, table.largest))) for row in table.shown]


def _segments(row: Row, largest: float) -> Iterator[Segment]:
    at = 0.0
    for colour, value in enumerate(row.values):
        width = WIDTH * value / largest if largest else 0.0
        if width:
            yield Segment(round(at, 2), round(width, 2), colour)
        at += width
