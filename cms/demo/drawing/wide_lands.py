"""Motifs of far views: sand and savanna, stars, planets, a rocket."""

import itertools
import math
from collections.abc import Sequence

from cms.demo.drawing.brush import BLACK, Brush, curve
from cms.demo.drawing.canvas import HEIGHT, Colour, Point, mix, turned


def tracks(b: Brush) -> None:
    b.sheet.disc(b.between(300, 1300), 170, 80, b.ink.light)
    for i in range(5):
        b.hills(330 + i * 120, 50, mix(b.ink.light, b.ink.second, 0.25 + i * 0.16))
    for trail in range(b.dice.randint(2, 3)):
        start, end = (b.between(-50, 700), 930.0), (b.between(700, 1500), 340.0)
        path = curve(start, (b.between(200, 1400), 700), (b.between(200, 1400), 480), end, steps=17)
        for i, ((x, y), (nx, ny)) in enumerate(itertools.pairwise(path)):
            size = 1.15 * (y / HEIGHT) ** 1.4
            heading = math.degrees(math.atan2(ny - y, nx - x)) + 90
            _print(b, x + (22 if i % 2 else -22) * size, y, size, heading, trail)


def _print(b: Brush, x: float, y: float, size: float, heading: float, kind: int) -> None:
    ink = mix(b.ink.dark, b.ink.accent, 0.25)
    if kind == 1:
        for turn in (-28, 0, 28):
            toe = turned(
                [(x, y + 10 * size), (x, y - 36 * size)], (x, y + 10 * size), heading + turn
            )
            b.sheet.line(toe, ink, max(2, 8 * size))
        return
    b.sheet.disc(x, y, 24 * size, ink, squash=0.85)
    for spread in (-54, -18, 18, 54):
        pad = turned([(x, y - 38 * size)], (x, y), heading + spread)[0]
        b.sheet.disc(*pad, 10.5 * size, ink)


def savanna(b: Brush) -> None:
    sx, r = b.between(500, 1100), b.between(170, 220)
    b.sheet.glow(sx, 470, r * 2.6, b.ink.light, 0.75)
    b.sheet.disc(sx, 470, r, b.ink.second)
    for i, shade in enumerate(b.shades(3)):
        b.hills(600 + i * 70, 18, shade)
    black = mix(b.ink.dark, BLACK, 0.45)
    b.hills(810, 14, black)
    tx = b.between(150, 420)
    b.sheet.line(curve((tx, 830), (tx + 30, 640), (tx - 10, 520)), black, 30)
    b.sheet.line(curve((tx + 12, 650), (tx + 70, 560), (tx + 140, 520)), black, 16)
    for dx, dy, wide in ((0, 470, 230), (130, 490, 170), (-110, 500, 140), (40, 425, 150)):
        b.sheet.disc(tx + dx, dy, wide, black, squash=0.24)
    for gx, size in (
        (b.between(760, 900), 1.0),
        (b.between(1040, 1180), 0.78),
        (b.between(1300, 1420), 0.55),
    ):
        _giraffe(b, gx, 815, size * b.between(0.92, 1.08), black)
    for _ in range(7):
        x, y = b.between(200, 1400), b.between(90, 300)
        b.sheet.line(curve((x - 26, y), (x - 12, y - 16), (x, y)), black, 4)
        b.sheet.line(curve((x, y), (x + 12, y - 16), (x + 26, y)), black, 4)


# A giraffe as tall as 1, its feet at 0: across, up.
NECK_AND_BODY = (
    [(-92, 255), (60, 312), (100, 242), (60, 188), (-80, 194)],
    [(40, 290), (98, 240), (172, 535), (138, 550)],
    [(134, 566), (230, 528), (218, 508), (150, 522)],
)
LEGS_AND_HORNS: tuple[tuple[Sequence[Point], float], ...] = (
    *(([(leg, 230), (leg * 1.05, 0)], 17) for leg in (-70, -48, 50, 72)),
    *(([(horn, 556), (horn, 592)], 7) for horn in (146, 164)),
    (curve((-90, 240), (-130, 190), (-112, 120)), 6),
)


def _giraffe(b: Brush, x: float, floor: float, size: float, ink: Colour) -> None:
    def placed(points: Sequence[Point]) -> list[Point]:
        return [(x + px * size, floor - py * size) for px, py in points]

    for shape in NECK_AND_BODY:
        b.sheet.polygon(placed(shape), ink)
    for path, width in LEGS_AND_HORNS:
        b.sheet.line(placed(path), ink, width * size)


def stars(b: Brush) -> None:
    pole = (b.between(300, 1300), b.between(-100, 250))
    for _ in range(90):
        r, start = b.between(60, 1300), b.between(0, 360)
        b.sheet.hoop(
            *pole,
            r,
            b.any_ink(),
            start=start,
            end=start + b.between(14, 60),
            width=b.dice.choice([1, 2, 3]),
            opacity=0.55,
        )
    b.stars(240, 760)
    for _ in range(b.dice.randint(3, 4)):
        x, y = b.between(120, 1300), b.between(90, 480)
        points = [(x, y)]
        for _ in range(b.dice.randint(4, 6)):
            points.append((points[-1][0] + b.between(30, 130), points[-1][1] + b.between(-95, 95)))
        b.sheet.line(points, b.ink.light, 2, opacity=0.7)
        for px, py in points:
            b.sheet.glow(px, py, 30, b.ink.light, 0.9)
            b.sheet.disc(px, py, b.dice.choice([5, 7, 9]), b.ink.light)
    for shade in b.shades(2):
        b.hills(b.between(740, 800), 34, shade)
    dx = b.between(300, 1300)
    roof = mix(b.ink.dark, BLACK, 0.5)
    b.sheet.box(dx - 120, 740, 240, 170, roof)
    b.sheet.disc(dx, 745, 120, roof)
    b.sheet.polygon([(dx - 16, 745), (dx + 18, 745), (dx + 66, 635), (dx + 34, 625)], b.ink.second)


def orbit(b: Brush) -> None:
    b.stars(260)
    x, y, r = b.between(480, 1120), b.between(400, 500), b.between(170, 230)
    tilt = b.between(0.22, 0.4)
    rings = [r * k for k in (1.55, 2.1, 2.75, 3.5)]
    for size in rings:
        b.sheet.hoop(
            x, y, size, b.ink.light, squash=tilt, start=180, end=360, width=3, opacity=0.45
        )
    b.sheet.glow(x, y, r * 2.1, b.ink.accent, 0.6)
    b.sheet.disc(x, y, r, b.ink.accent)
    for i in range(7):
        level = -0.8 + i * 0.26
        half = r * math.sqrt(max(0.0, 1 - level**2))
        wide = half * b.between(0.5, 0.95)
        b.sheet.box(
            x - wide, y + level * r, wide * 1.7, r * 0.1, b.any_ink(), radius=r * 0.05, opacity=0.6
        )
    b.sheet.hoop(x, y, r - 8, mix(b.ink.accent, b.ink.light, 0.5), start=190, end=290, width=10)
    for size in rings:
        b.sheet.hoop(x, y, size, b.ink.light, squash=tilt, start=0, end=180, width=4, opacity=0.9)
        a = b.between(0.1, 3.0)
        at = (x + size * math.cos(a), y + size * tilt * math.sin(a))
        b.sheet.glow(*at, 60, b.ink.second, 0.6)
        b.sheet.disc(*at, b.between(14, 34), b.dice.choice([b.ink.second, b.ink.light, b.ink.mid]))
    _probe(b, b.between(120, 420), b.between(110, 240))


def _probe(b: Brush, sx: float, sy: float) -> None:
    """A little satellite with two wings."""
    for side in (-1, 1):
        b.sheet.polygon(
            turned(
                [
                    (sx + side * 22, sy - 20),
                    (sx + side * 110, sy - 20),
                    (sx + side * 110, sy + 20),
                    (sx + side * 22, sy + 20),
                ],
                (sx, sy),
                -18,
            ),
            b.ink.second,
        )
    b.sheet.disc(sx, sy, 26, b.ink.light)


def rocket(b: Brush) -> None:
    b.stars(150, 700)
    b.sheet.disc(b.between(1150, 1420), 190, 110, b.ink.light)
    lean, x, y = b.between(16, 30), b.between(760, 960), 330.0
    trail = curve((x - 40, y + 150), (x - 150, 640), (x - 420, 720), (x - 560, 960))
    for width, share in ((120, 0.75), (74, 0.4), (34, 0.0)):
        b.sheet.line(trail, mix(mix(b.ink.second, b.ink.light, 0.4), b.ink.bottom, share), width)

    def part(points: list[Point], ink: Colour) -> None:
        b.sheet.polygon(turned([(x + px, y + py) for px, py in points], (x, y), lean), ink)

    for side in (-1, 1):
        part([(side * 62, 60), (side * 150, 190), (side * 58, 160)], b.ink.accent)
    hull = curve((0, -260), (96, -120), (86, 60), (60, 170))
    part([*hull, *[(-px, py) for px, py in reversed(hull)]], b.ink.light)
    part([(0, -260), *hull[:25], (30, 170), (16, 0)], mix(b.ink.light, b.ink.mid, 0.4))
    part(
        [
            *curve((0, -260), (52, -190), (62, -130), steps=10),
            *curve((-62, -130), (-52, -190), (0, -260), steps=10),
        ],
        b.ink.accent,
    )
    window = turned([(x, y - 50)], (x, y), lean)[0]
    b.sheet.disc(*window, 38, b.ink.accent)
    b.sheet.disc(*window, 26, b.ink.dark)
    b.sheet.hoop(*window, 18, b.ink.light, start=190, end=270, width=5)
    for _ in range(9):
        cx, cy = b.between(0, 1600), b.between(800, 900)
        for k in range(3):
            b.sheet.disc(
                cx + k * 70,
                cy + abs(k - 1) * 22,
                b.between(60, 110),
                mix(b.ink.light, b.ink.mid, b.between(0.1, 0.5)),
            )


MOTIFS = {
    "tracks": tracks,
    "savanna": savanna,
    "stars": stars,
    "orbit": orbit,
    "rocket": rocket,
}
