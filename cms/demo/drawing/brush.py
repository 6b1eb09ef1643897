"""What every motif is given: the sheet, its colours and its own dice."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from cms.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mix

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Palette:
    """Seven colours that go together: a sky, three depths and two accents."""

    top: Colour
    bottom: Colour
    dark: Colour
    mid: Colour
    light: Colour
    accent: Colour
    second: Colour

    @property
    def inks(self) -> tuple[Colour, ...]:
        return self.mid, self.light, self.accent, self.second


@dataclass(frozen=True)
class Brush:
    sheet: Canvas
    ink: Palette
    dice: Random

    def between(self, low: float, high: float) -> float:
        return self.dice.uniform(low, high)

    def any_ink(self) -> Colour:
        return self.dice.choice(self.ink.inks)

    def stars(self, count: int, lowest: float = HEIGHT, colour: Colour | None = None) -> None:
        """Points of light above `lowest`, few of them bright."""
        for _ in range(count):
            size = self.dice.choice([0.9, 1.2, 1.2, 1.8, 2.6])
            x, y = self.between(0, WIDTH), self.between(0, lowest)
            opacity = self.between(0.4, 1)
            self.sheet.disc(x, y, size, colour or self.ink.light, opacity=opacity)

    def hills(self, base: float, swing: float, colour: Colour, step: float = 20) -> list[Point]:
        """A soft ridge around height `base`, filled down to the ground; returns its outline."""
        one, other = self.between(0.0015, 0.004), self.between(0.005, 0.011)
        shift, slip = self.between(0, 7), self.between(0, 7)
        xs = [i * step for i in range(int(WIDTH / step) + 2)]
        ridge = [
            (x, base - swing * (math.sin(x * one + shift) + 0.35 * math.sin(x * other + slip)))
            for x in xs
        ]
        self.sheet.polygon([*ridge, (WIDTH + step, HEIGHT), (0, HEIGHT)], colour)
        return ridge

    def shades(self, count: int) -> list[Colour]:
        """From the far, pale colour to the near, dark one."""
        return [mix(self.ink.mid, self.ink.dark, (i + 1) / count) for i in range(count)]


Motif = Callable[[Brush], None]


def curve(*points: Point, steps: int = 24) -> list[Point]:
    """A Bézier curve through its first and last point, drawn towards those between."""
    found = []
    for i in range(steps + 1):
        t, left = i / steps, list(points)
        while len(left) > 1:
            left = [
                (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
                for a, b in itertools.pairwise(left)
            ]
        found.append(left[0])
    return found
