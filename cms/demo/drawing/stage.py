"""Motifs of the stage: curtains, lamps, tents, dancers, lanterns, hands, a wooden horse."""

import math

from cms.demo.drawing.brush import BLACK, Brush, curve
from cms.demo.drawing.canvas import HEIGHT, WIDTH, Point, mix, ring, turned


def curtain(b: Brush) -> None:
    middle, gap = WIDTH * b.between(0.42, 0.58), b.between(250, 430)
    b.sheet.glow(middle, 560, 760, b.ink.light, 0.75)
    b.sheet.polygon([(0, 760), (WIDTH, 760), (WIDTH, HEIGHT), (0, HEIGHT)], b.ink.dark)
    for i in range(-9, 10):
        top = (middle + i * 90, 760.0)
        b.sheet.line([top, (middle + i * 190, HEIGHT)], mix(b.ink.dark, b.ink.mid, 0.5), 2)
    b.sheet.disc(middle, 830, gap * 1.15, b.ink.light, squash=0.14, opacity=0.5)
    b.sheet.line([(middle, 830), (middle, 560)], b.ink.dark, 7)
    b.sheet.disc(middle, 832, 46, b.ink.dark, squash=0.2)
    b.sheet.glow(middle, 540, 170, b.ink.second, 0.95)
    b.sheet.disc(middle, 540, 17, mix(b.ink.light, (255, 255, 240), 0.6))
    folds = b.dice.randint(9, 14)
    for side in (-1, 1):
        edge = 0 if side < 0 else WIDTH
        inner = middle + side * gap * b.between(0.55, 0.8)
        for i in range(folds, -1, -1):
            _fold(b, edge, edge + (inner - edge) * (i + 1) / (folds + 1), side, i)
    for i in range(6):
        x = (i + 0.5) * WIDTH / 6
        for depth, shade in ((150, 0.1), (110, 0.35), (70, 0.0)):
            colour = mix(b.ink.accent, b.ink.dark, shade + 0.15)
            b.sheet.disc(x, -12, WIDTH / 10.5, colour, squash=depth / (WIDTH / 10.5) * 0.9)
        b.sheet.hoop(x, -12, WIDTH / 10.5, b.ink.second, start=20, end=160, width=6, squash=0.89)


def _fold(b: Brush, edge: float, to: float, side: int, i: int) -> None:
    """One hanging fold, gathered below the middle, lit on the side of the stage."""
    waist = edge + (to - edge) * 0.62
    right = curve((to, -20), (to, 330), (waist, 470), (waist + side * 14, 900))
    colour = mix(b.ink.accent, b.ink.dark, 0.12 + 0.55 * (0.5 + 0.5 * math.sin(i * 2.1)))
    b.sheet.polygon([(edge, -20), *right, (edge, HEIGHT)], colour)
    shine = [(x - side * 7, y) for x, y in right]
    b.sheet.line(shine, mix(colour, b.ink.light, 0.25), 4, opacity=0.5)


def spotlights(b: Brush) -> None:
    b.sheet.box(0, 40, WIDTH, 16, b.ink.dark)
    b.sheet.box(0, 90, WIDTH, 10, b.ink.dark)
    for truss in range(0, WIDTH, 50):
        b.sheet.line([(truss, 48), (truss + 50, 94)], b.ink.dark, 5)
    b.sheet.polygon([(0, 780), (WIDTH, 780), (WIDTH, HEIGHT), (0, HEIGHT)], b.ink.dark)
    for i in range(b.dice.randint(3, 5)):
        x, to = 250.0 + i * 290 + b.between(-60, 60), b.between(300, 1300)
        wide, colour = b.between(120, 220), b.any_ink()
        for share in (1.0, 0.72, 0.42):
            cone = [
                (x - 10, 130),
                (x + 10, 130),
                (to + wide * share, 810),
                (to - wide * share, 810),
            ]
            b.sheet.polygon(cone, colour, 0.16)
        b.sheet.disc(to, 812, wide, mix(colour, b.ink.light, 0.5), squash=0.16, opacity=0.75)
        lamp = turned([(x - 30, 80), (x + 30, 80), (x + 42, 150), (x - 42, 150)], (x, 90), 0)
        b.sheet.polygon(lamp, mix(b.ink.dark, BLACK, 0.4))
    for _ in range(160):
        dust = b.between(0.1, 0.5)
        b.sheet.disc(b.between(0, WIDTH), b.between(160, 800), 1.7, b.ink.light, opacity=dust)
    _chair(b, b.between(600, 1000))


def _chair(b: Brush, x: float) -> None:
    """An empty chair waits in the light."""
    ink = mix(b.ink.dark, BLACK, 0.5)
    for points in (
        [(x - 45, 690), (x + 45, 690)],
        [(x - 45, 690), (x - 52, 810)],
        [(x + 45, 690), (x + 52, 810)],
        [(x - 45, 690), (x - 52, 560)],
        [(x - 52, 560), (x - 22, 555)],
    ):
        b.sheet.line(points, ink, 11)


def bigtop(b: Brush) -> None:
    b.stars(170, 600)
    x, top, base = WIDTH * b.between(0.4, 0.6), 150.0, 600.0
    half, count = b.between(560, 680), 14
    b.sheet.glow(x, 780, 700, b.ink.second, 0.6)
    for i in range(count):
        left, right = x - half + 2 * half * i / count, x - half + 2 * half * (i + 1) / count
        colour = b.ink.accent if i % 2 else b.ink.light
        shade = abs((i + 0.5) / count - 0.38)
        roof = [(x, top), *curve((x, top), ((x + right) / 2, base - 70), (right, base))]
        roof += curve((left, base), ((x + left) / 2, base - 70), (x, top))
        b.sheet.polygon(roof, mix(colour, b.ink.dark, shade))
        wall = [(left, base), (right, base), (x + (right - x) * 0.93, 860)]
        b.sheet.polygon(
            [*wall, (x + (left - x) * 0.93, 860)], mix(colour, b.ink.dark, shade + 0.22)
        )
        b.sheet.disc((left + right) / 2, base, half / count, mix(colour, b.ink.dark, shade * 0.6))
    b.sheet.polygon([(0, 850), (WIDTH, 830), (WIDTH, HEIGHT), (0, HEIGHT)], b.ink.dark)
    b.sheet.polygon([(x - 70, 860), (x, 640), (x + 70, 860)], mix(b.ink.second, b.ink.light, 0.4))
    b.sheet.line([(x, top), (x, 70)], b.ink.light, 6)
    b.sheet.polygon([(x, 70), (x + 90, 92), (x, 118)], b.ink.second)
    for side in (-1, 1):
        rope = curve((x, 120), (x + side * 400, 330), (x + side * 790, 380))
        b.sheet.line(rope, b.ink.light, 2, opacity=0.7)
        for lamp in rope[4::4]:
            b.sheet.glow(*lamp, 34, b.ink.second, 0.9)
            b.sheet.disc(*lamp, 7, b.ink.light)


def dancers(b: Brush) -> None:
    for i, shade in enumerate(b.shades(4)):
        b.sheet.disc(WIDTH * b.between(0.2, 0.8), 1000, 900 - i * 170, shade, opacity=0.35)
    count = b.dice.randint(4, 6)
    for i in range(count):
        x = 210 + i * 1200 / (count - 1) + b.between(-40, 40)
        lean, tall = b.dice.choice([-1, 1]) * b.between(60, 130), b.between(0.85, 1.15)
        ink = b.ink.inks[i % 4]
        for echo in (3, 2, 1, 0):
            _dancer(b, x - echo * lean * 0.34, lean, tall, ink, 1.0 if not echo else 0.2)
    b.sheet.disc(800, 905, 980, b.ink.dark, squash=0.1, opacity=0.75)


def _dancer(
    b: Brush, x: float, lean: float, tall: float, ink: tuple[int, int, int], opacity: float
) -> None:
    floor, hip, neck = 850.0, 850 - 300 * tall, 850 - 540 * tall
    body = curve((x, hip), (x + lean * 0.1, (hip + neck) / 2), (x + lean * 0.6, neck))
    b.sheet.line(body, ink, 54, opacity=opacity)
    b.sheet.disc(x + lean * 0.85, neck - 72, 36, ink, opacity=opacity)
    ends: list[tuple[Point, Point, Point, float]] = [
        ((x, hip), (x - lean * 0.5, floor - 150), (x - lean * 0.2, floor), 34),
        ((x, hip), (x + lean * 1.3, hip + 60), (x - lean * 1.4, floor - 90), 34),
        ((x + lean * 0.6, neck + 20), (x + lean * 2, neck), (x + lean * 1.9, neck - 210), 22),
        ((x + lean * 0.6, neck + 20), (x - lean, neck + 60), (x - lean * 1.6, neck - 60), 22),
    ]
    for start, bend, end, width in ends:
        b.sheet.line(curve(start, bend, end), ink, width, opacity=opacity)


def lanterns(b: Brush) -> None:
    b.sheet.box(0, 600, WIDTH, 300, b.ink.dark)
    for shade in b.shades(3):
        b.hills(b.between(520, 590), b.between(20, 46), shade)
    b.sheet.box(0, 640, WIDTH, 260, mix(b.ink.dark, b.ink.top, 0.35))
    for row in range(3):
        height, sag, size = 60 + row * 95, b.between(90, 170), 20 + row * 14
        cord = curve((-40, height), (WIDTH * b.between(0.3, 0.7), height + sag * 2), (1640, height))
        b.sheet.line(cord, b.ink.dark, 3)
        for x, y in cord[1 + row :: 3]:
            _lantern(b, x, y + size * 1.4, size * b.between(0.85, 1.15))
    for _ in range(46):
        y = b.between(660, 890)
        wide = b.between(20, 90)
        b.sheet.box(b.between(0, WIDTH), y, wide, 4, b.any_ink(), opacity=0.5, radius=2)


def _lantern(b: Brush, x: float, y: float, size: float) -> None:
    ink = b.dice.choice([b.ink.accent, b.ink.second, b.ink.light])
    b.sheet.glow(x, y, size * 4.2, ink, 0.55)
    b.sheet.disc(x, y, size, ink, squash=1.2)
    b.sheet.disc(x, y, size * 0.6, mix(ink, (255, 255, 240), 0.55), squash=1.7)
    for cap in (-1.25, 1.05):
        b.sheet.box(x - size * 0.4, y + size * cap, size * 0.8, size * 0.22, b.ink.dark, radius=2)
    for i in range(3):
        wide = max(4.0, size * (1.2 - i * 0.3))
        b.sheet.disc(x, 700 + y * 0.2 + i * 26, wide, ink, squash=0.12, opacity=0.35)


def hands(b: Brush) -> None:
    for radius in range(900, 100, -130):
        b.sheet.hoop(800, 470, radius, b.ink.light, width=3, opacity=0.25)
    for side, ink in ((-1, b.ink.accent), (1, b.ink.second)):
        x, y, tilt = 800 + side * 330, 560 + b.between(-30, 30), side * b.between(6, 22)
        spread = b.between(13, 21)
        wrist = turned([(x - 80, y), (x + 80, y), (x + 95, 960), (x - 95, 960)], (x, y), tilt * 0.3)
        b.sheet.polygon(wrist, mix(ink, b.ink.dark, 0.25))
        for i, length in enumerate((250, 300, 315, 275)):
            angle = math.radians(-90 + tilt + side * (i - 1.5) * spread)
            start = (x + side * (i - 1.5) * 50, y - 55)
            end = (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))
            b.sheet.line([start, end], ink, 50)
            for knuckle in (0.38, 0.7):
                at = [s + (e - s) * knuckle for s, e in zip(start, end, strict=True)]
                b.sheet.hoop(
                    at[0], at[1], 17, mix(ink, b.ink.dark, 0.4), start=200, end=340, width=4
                )
        thumb = math.radians(-90 - side * 62 + tilt)
        tip = (x - side * 60 + 210 * math.cos(thumb), y + 25 + 210 * math.sin(thumb))
        b.sheet.line([(x - side * 60, y + 25), tip], ink, 56)
        b.sheet.disc(x, y, 128, ink)
        b.sheet.hoop(x, y, 78, mix(ink, b.ink.dark, 0.35), start=200, end=330, width=5)
        b.sheet.hoop(x, y + 26, 92, mix(ink, b.ink.dark, 0.35), start=210, end=320, width=5)


def horse(b: Brush) -> None:
    b.sheet.glow(800, 430, 720, b.ink.light, 0.55)
    for x, y in ring((800, 430), 640, 24, b.between(0, 15)):
        b.sheet.disc(x, y, 15, b.any_ink(), opacity=0.9)
    b.sheet.hoop(800, 120, 700, b.ink.dark, start=52, end=128, width=30)
    ink, dim = b.ink.accent, mix(b.ink.accent, b.ink.dark, 0.3)
    for x, to, colour in ((640, 560, dim), (990, 1060, dim), (690, 650, ink), (940, 970, ink)):
        b.sheet.line([(x, 560), (to, 790)], colour, 44)
    b.sheet.line(curve((560, 480), (420, 460), (400, 700)), b.ink.second, 36)
    b.sheet.disc(800, 510, 245, ink, squash=0.55)
    b.sheet.polygon([(880, 560), (1050, 480), (1120, 250), (1000, 200), (860, 400)], ink)
    b.sheet.polygon([(1000, 200), (1120, 190), (1250, 300), (1225, 350), (1060, 330)], ink)
    b.sheet.polygon([(1010, 215), (1025, 130), (1070, 200)], dim)
    for i in range(7):
        start = (1010 - i * 26, 200 + i * 42)
        lock = curve(start, (start[0] - 70, start[1]), (start[0] - 66, start[1] + 88))
        b.sheet.line(lock, b.ink.second, 24)
    b.sheet.disc(1105, 248, 12, b.ink.dark)
    b.sheet.polygon([(700, 390), (890, 390), (870, 500), (720, 500)], b.ink.second)
    for i in range(5):
        b.sheet.disc(725 + i * 35, 520, 11, b.ink.light)
    for x, y in ((640, 500), (930, 520)):
        for px, py in ring((x, y), 30, 6):
            b.sheet.disc(px, py, 12, b.ink.light)
        b.sheet.disc(x, y, 13, b.ink.second)


MOTIFS = {
    "curtain": curtain,
    "spotlights": spotlights,
    "bigtop": bigtop,
    "dancers": dancers,
    "lanterns": lanterns,
    "hands": hands,
    "horse": horse,
}
