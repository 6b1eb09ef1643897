"""A sheet to draw on in units of 1600 × 900, twice as fine underneath so that edges are smooth."""

import io
import math
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 1600, 900, 2
QUALITY = 76
GRAIN = 200  # steps of light: 255 of them, a tenth brighter, still fit 16 bits

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(code: str) -> Colour:
    """`#rrggbb` as numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0 gives the first colour, 1 the second."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def turned(points: Iterable[Point], centre: Point, degrees: float) -> list[Point]:
    """The points, turned clockwise around `centre`."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x0, y0 = centre
    return [(x0 + (x - x0) * c - (y - y0) * s, y0 + (x - x0) * s + (y - y0) * c) for x, y in points]


def ring(centre: Point, radius: float, count: int, start: float = 0.0) -> list[Point]:
    """`count` points around a circle, from `start` degrees on."""
    x, y = centre
    return [
        (x + radius * math.cos(a), y + radius * math.sin(a))
        for a in (math.radians(start + 360 * i / count) for i in range(count))
    ]


@cache
def _paper() -> np.ndarray:
    """Light, shade towards the corners and a little grain: what keeps flat colours from glaring."""
    noise = np.random.default_rng(7).normal(0, 0.009, (HEIGHT // 2, WIDTH // 2, 1))
    fine = noise.repeat(2, axis=0).repeat(2, axis=1)
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    shade = 1.03 - 0.16 * np.clip(x**2 * 0.55 + y**2 * 0.6, 0, 1)
    return ((shade[:, :, None] + fine) * GRAIN).astype(np.uint16)


class Canvas:
    """Colours may carry an opacity from 0 to 1; everything drawn later lies on top."""

    def __init__(self, top: Colour, bottom: Colour) -> None:
        column = Image.new("RGB", (1, 64))
        column.putdata([mix(top, bottom, i / 63) for i in range(64)])
        size = (WIDTH * FINE, HEIGHT * FINE)
        self.image = column.resize(size, Image.Resampling.BILINEAR)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def polygon(self, points: Sequence[Point], colour: Colour, opacity: float = 1.0) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=_fill(colour, opacity))

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, **how: float) -> None:
        """A rectangle from its upper left corner; `radius` rounds it, `opacity` thins it."""
        self.pen.rounded_rectangle(
            (x * FINE, y * FINE, (x + w) * FINE, (y + h) * FINE),
            radius=how.get("radius", 0) * FINE,
            fill=_fill(colour, how.get("opacity", 1.0)),
        )

    def disc(self, x: float, y: float, r: float, colour: Colour, **how: float) -> None:
        """`squash` makes an ellipse: its height as a share of its width."""
        tall = r * how.get("squash", 1.0)
        self.pen.ellipse(
            ((x - r) * FINE, (y - tall) * FINE, (x + r) * FINE, (y + tall) * FINE),
            fill=_fill(colour, how.get("opacity", 1.0)),
        )

    def hoop(self, x: float, y: float, r: float, colour: Colour, **how: float) -> None:
        """An arc of a circle or ellipse: `width`, `squash`, `start` and `end` in degrees."""
        tall = r * how.get("squash", 1.0)
        self.pen.arc(
            ((x - r) * FINE, (y - tall) * FINE, (x + r) * FINE, (y + tall) * FINE),
            how.get("start", 0),
            how.get("end", 360),
            fill=_fill(colour, how.get("opacity", 1.0)),
            width=max(1, round(how.get("width", 2) * FINE)),
        )

    def line(self, points: Sequence[Point], colour: Colour, width: float, **how: float) -> None:
        """Rounded ends and joints."""
        fill = _fill(colour, how.get("opacity", 1.0))
        fine = [(x * FINE, y * FINE) for x, y in points]
        self.pen.line(fine, fill=fill, width=max(1, round(width * FINE)), joint="curve")
        if width >= 4 and how.get("opacity", 1.0) == 1.0:
            r = width * FINE / 2
            # Pillow leaves notches in the joints of thick lines.
            for x, y in fine if width >= 12 else (fine[0], fine[-1]):
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float = 0.6) -> None:
        """Light that fades from its centre outwards."""
        small = 200
        ys, xs = np.mgrid[-1 : 1 : small * 1j, -1 : 1 : small * 1j]
        fade = np.clip(1 - np.sqrt(xs**2 + ys**2), 0, 1) ** 2 * 255 * strength
        side = round(2 * r * FINE)
        mask = Image.fromarray(fade.astype(np.uint8)).resize(
            (side, side), Image.Resampling.BILINEAR
        )
        self.image.paste(colour, (round((x - r) * FINE), round((y - r) * FINE)), mask)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def jpeg(self, width: int = WIDTH) -> bytes:
        small = np.asarray(self.image.reduce(FINE), dtype=np.uint16)
        lit = np.clip((small * _paper()) // GRAIN, 0, 255).astype(np.uint8)
        picture = Image.fromarray(lit)
        if width != WIDTH:
            picture = picture.resize((width, width * HEIGHT // WIDTH), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=QUALITY, optimize=False, progressive=True)
        return out.getvalue()


def _fill(colour: Colour, opacity: float) -> tuple[int, int, int, int]:
    return (*colour, round(255 * opacity))
