"""Motifs of nature: water, sky, snow, ice, animals and their tracks."""

import math

from cms.demo.drawing.brush import BLACK, Brush, curve
from cms.demo.drawing.canvas import WIDTH, Point, mix, ring


def waves(b: Brush) -> None:
    sx, r = b.between(300, 1300), b.between(100, 150)
    b.sheet.glow(sx, 250, 420, b.ink.light, 0.7)
    b.sheet.disc(sx, 250, r, b.ink.light)
    for row in range(9):
        base, pace, shift = 330 + row * 66, b.between(0.004, 0.008), b.between(0, 6)
        swing = 22 + row * 4
        ink = (
            mix(b.ink.mid, b.ink.dark, row / 9)
            if row % 3
            else mix(b.ink.accent, b.ink.dark, row / 14)
        )
        crest = [(x, base + swing * math.sin(x * pace + shift)) for x in range(-20, 1640, 16)]
        b.sheet.polygon([*crest, (1640, 900), (-20, 900)], ink)
        b.sheet.line(crest, mix(ink, b.ink.light, 0.6), 4)
        for x in range(-20, 1640, 74):
            y = base + swing * math.sin(x * pace + shift) + 34
            for k in range(3):
                b.sheet.hoop(
                    x, y + 10, 32 - k * 9, mix(ink, b.ink.light, 0.3), start=180, end=360, width=2
                )
    boat = b.between(200, 1400)
    b.sheet.polygon(
        [(boat - 46, 560), (boat + 46, 560), (boat + 28, 586), (boat - 28, 586)], b.ink.dark
    )
    b.sheet.polygon([(boat, 552), (boat, 452), (boat + 50, 540)], b.ink.light)
    b.sheet.polygon([(boat - 6, 552), (boat - 6, 474), (boat - 38, 546)], b.ink.second)


def ripples(b: Brush) -> None:
    drops = [(b.between(120, 1480), b.between(150, 800)) for _ in range(b.dice.randint(4, 5))]
    for i in range(24):
        y = i * 40 + b.between(-8, 8)
        b.sheet.box(
            b.between(-100, 1300), y, b.between(200, 800), 12, b.any_ink(), opacity=0.13, radius=6
        )
    for x, y in drops:
        for r in range(360, 10, -34):
            b.sheet.hoop(
                x, y, r, b.ink.light, squash=0.42, width=5, opacity=max(0.12, 0.85 - r / 430)
            )
        b.sheet.disc(x, y, 16, b.ink.light, squash=0.5)
    for _ in range(7):
        x, y = b.between(80, 1520), b.between(80, 830)
        wide, turn = b.between(46, 92), b.between(0, 360)
        b.sheet.disc(x + 5, y + 10, wide, b.ink.dark, squash=0.45, opacity=0.3)
        b.sheet.pen.pieslice(
            [(x - wide) * 2, (y - wide * 0.45) * 2, (x + wide) * 2, (y + wide * 0.45) * 2],
            turn,
            turn + 320,
            fill=(*mix(b.ink.accent, b.ink.dark, b.between(0, 0.3)), 255),
        )
        if b.dice.random() < 0.5:
            for px, py in ring((x, y - 12), 15, 6):
                b.sheet.disc(px, py, 10, b.ink.second)
            b.sheet.disc(x, y - 12, 9, b.ink.light)


def moon(b: Brush) -> None:
    b.stars(220, 620)
    x, y, r = b.between(450, 1150), b.between(270, 340), b.between(180, 240)
    b.sheet.glow(x, y, r * 2.6, b.ink.light, 0.55)
    b.sheet.disc(x, y, r, b.ink.light)
    for _ in range(9):
        a, d, s = b.between(0, 6.28), r * b.between(0.1, 0.72), r * b.between(0.05, 0.17)
        cx, cy = x + d * math.cos(a), y + d * math.sin(a)
        b.sheet.disc(cx, cy, s, mix(b.ink.light, b.ink.mid, 0.28))
        b.sheet.hoop(cx, cy, s, mix(b.ink.light, b.ink.mid, 0.5), start=200, end=340, width=3)
    for _ in range(5):
        cx, cy, wide = b.between(0, 1600), b.between(180, 480), b.between(160, 330)
        for k in range(4):
            b.sheet.box(
                cx + k * 34 - wide / 2, cy + k * 15, wide, 14, b.ink.mid, radius=7, opacity=0.7
            )
    for i, shade in enumerate(b.shades(4)):
        b.hills(620 + i * 62, 46 - i * 6, shade)
    hx = b.between(250, 1350)
    b.sheet.polygon([(hx - 60, 800), (hx, 750), (hx + 60, 800)], BLACK, 0.7)
    b.sheet.box(hx - 46, 798, 92, 70, BLACK, opacity=0.7)
    b.sheet.box(hx - 12, 816, 24, 28, b.ink.second)


def sun(b: Brush) -> None:
    x, y, r = b.between(480, 1120), 400.0, b.between(210, 260)
    b.sheet.glow(x, y, r * 2.4, b.ink.light, 0.7)
    b.sheet.disc(x, y, r, b.ink.second)
    for i in range(8):
        level = y - 20 + i * 30
        b.sheet.box(
            x - r - 5, level, 2 * r + 10, 4 + i * 2.4, mix(b.ink.top, b.ink.bottom, level / 900)
        )
    b.sheet.box(0, 590, WIDTH, 120, mix(b.ink.mid, b.ink.accent, 0.2))
    for _k in range(46):
        near = b.between(0, 1)
        wide = b.between(20, 160)
        b.sheet.box(
            x + b.between(-420, 420) - wide / 2, 596 + near * 108, wide, 4, b.ink.light, opacity=0.6
        )
    b.sheet.polygon(
        [(0, 712), (WIDTH, 690), (WIDTH, 900), (0, 900)], mix(b.ink.light, b.ink.second, 0.35)
    )
    for i in range(6):
        px, py = 120 + i * 270 + b.between(-50, 50), 740 + b.between(0, 60)
        b.sheet.line([(px, py - 70), (px + 12, py + 70)], b.ink.dark, 5)
        for part in range(6):
            a1, a2 = 180 + part * 30, 210 + part * 30
            ink = b.ink.accent if part % 2 else b.ink.light
            b.sheet.pen.pieslice(
                [(px - 92) * 2, (py - 130) * 2, (px + 92) * 2, (py + 10) * 2],
                a1,
                a2,
                fill=(*ink, 255),
            )


def snow(b: Brush) -> None:
    b.sheet.glow(b.between(300, 1300), 200, 460, b.ink.light, 0.5)
    for depth in range(4):
        ground, size = 520 + depth * 95, 70 + depth * 48
        pale = mix(b.ink.light, b.ink.mid, 0.65 - depth * 0.18)
        ridge = b.hills(ground, 26, pale)
        for x, y in ridge[b.dice.randint(0, 3) :: b.dice.choice([5, 6, 7])]:
            _fir(
                b,
                x,
                y + 14,
                size * b.between(0.75, 1.25),
                mix(b.ink.mid, b.ink.dark, 0.2 + depth * 0.24),
            )
    hx = b.between(350, 1250)
    b.sheet.box(hx - 80, 742, 160, 96, mix(b.ink.accent, b.ink.dark, 0.2))
    b.sheet.polygon([(hx - 110, 746), (hx, 650), (hx + 110, 746)], b.ink.light)
    b.sheet.glow(hx, 790, 120, b.ink.second, 0.7)
    for dx in (-44, 14):
        b.sheet.box(hx + dx, 770, 32, 36, mix(b.ink.second, (255, 250, 210), 0.5))
    for _ in range(360):
        flake = b.dice.choice([1.5, 2.2, 3.2, 5])
        b.sheet.disc(
            b.between(0, 1600), b.between(0, 900), flake, (255, 255, 255), opacity=b.between(0.5, 1)
        )


def _fir(b: Brush, x: float, y: float, size: float, ink: tuple[int, int, int]) -> None:
    for tier in range(4):
        half, top = size * (0.5 - tier * 0.09), y - size * (0.25 + tier * 0.42)
        b.sheet.polygon(
            [(x - half, top + size * 0.32), (x + half, top + size * 0.32), (x, top - size * 0.4)],
            ink,
        )
        cap = [
            (x - half * 0.4, top - size * 0.04),
            (x, top - size * 0.4),
            (x + half * 0.1, top - size * 0.1),
        ]
        b.sheet.polygon(cap, b.ink.light, 0.85)


def ice(b: Brush) -> None:
    plates: list[list[Point]] = [[(-20, -20), (1620, -20), (1620, 920), (-20, 920)]]
    for _ in range(7):
        plates = [piece for plate in plates for piece in _crack(b, plate)]
    cx, cy = b.between(400, 1200), b.between(250, 650)
    for plate in plates:
        mx = sum(x for x, _ in plate) / len(plate)
        my = sum(y for _, y in plate) / len(plate)
        near = max(0.0, 1 - math.hypot(mx - cx, my - cy) / 900)
        ink = mix(
            mix(b.ink.dark, b.ink.mid, b.between(0.2, 1)), b.ink.light, near * b.between(0.2, 0.85)
        )
        if b.dice.random() < 0.05:
            ink = b.ink.accent
        b.sheet.polygon(plate, ink)
        b.sheet.line(
            [*plate, plate[0]], mix(b.ink.light, (255, 255, 255), 0.5), b.dice.choice([1, 2, 4])
        )
    for _ in range(60):
        x, y, r = b.between(0, 1600), b.between(0, 900), b.between(3, 13)
        b.sheet.hoop(x, y, r, (255, 255, 255), width=2, opacity=0.5)


def _crack(b: Brush, plate: list[Point]) -> list[list[Point]]:
    """The plate broken in two along a line from one side to another."""
    n = len(plate)
    first = b.dice.randrange(n)
    second = (first + n // 2) % n
    if second == first:
        return [plate]
    low, high = sorted((first, second))

    def on(i: int) -> Point:
        (ax, ay), (bx, by) = plate[i], plate[(i + 1) % n]
        t = b.between(0.3, 0.7)
        return ax + (bx - ax) * t, ay + (by - ay) * t

    p, q = on(low), on(high)
    return [[p, *plate[low + 1 : high + 1], q], [q, *plate[high + 1 :], *plate[: low + 1], p]]


def owl(b: Brush) -> None:
    b.stars(150, 800)
    mx = b.between(500, 1100)
    b.sheet.disc(mx, 330, 270, b.ink.light, opacity=0.9)
    branch = curve((-20, 760), (500, 700), (1000, 790), (1620, 690))
    b.sheet.line(branch, mix(b.ink.dark, BLACK, 0.3), 40)
    for x, y in branch[2::4]:
        for side in (-1, 1):
            leaf = curve((x, y), (x + 40, y + side * 50), (x + 100, y + side * 60))
            b.sheet.line(leaf, mix(b.ink.mid, b.ink.dark, 0.3), 16)
    count = b.dice.choice([1, 2, 3])
    for i in range(count):
        _owl(b, mx + (i - (count - 1) / 2) * 330, 600 + b.between(-20, 20), b.between(0.85, 1.1), i)


def _owl(b: Brush, x: float, y: float, size: float, i: int) -> None:
    ink = mix(b.ink.inks[(i + 2) % 4], b.ink.dark, 0.3)
    belly = mix(ink, b.ink.light, 0.35)
    for side in (-1, 1):
        ear = [(x + side * 40 * size, y - 175 * size), (x + side * 105 * size, y - 262 * size)]
        b.sheet.polygon([*ear, (x + side * 118 * size, y - 130 * size)], ink)
    b.sheet.disc(x, y, 128 * size, ink, squash=1.3)
    b.sheet.disc(x, y - 105 * size, 122 * size, ink, squash=0.92)
    b.sheet.disc(x, y + 45 * size, 84 * size, belly, squash=1.2)
    for row in range(4):
        for k in range(-2, 3):
            at = (x + k * 30 * size + (row % 2) * 15 * size, y + (row * 30 - 10) * size)
            b.sheet.hoop(*at, 15 * size, mix(ink, b.ink.dark, 0.3), start=0, end=180, width=4)
    for side in (-1, 1):
        eye = (x + side * 54 * size, y - 115 * size)
        b.sheet.disc(*eye, 58 * size, mix(ink, b.ink.light, 0.6))
        b.sheet.disc(*eye, 38 * size, b.ink.second)
        b.sheet.disc(*eye, 22 * size, mix(b.ink.dark, BLACK, 0.6))
        b.sheet.disc(eye[0] + 8 * size, eye[1] - 9 * size, 7 * size, (255, 255, 255))
        wing = curve(
            (x + side * 120 * size, y - 70 * size),
            (x + side * 175 * size, y + 60 * size),
            (x + side * 62 * size, y + 165 * size),
        )
        b.sheet.polygon(wing, mix(ink, b.ink.dark, 0.4))
    b.sheet.polygon(
        [(x - 17 * size, y - 100 * size), (x + 17 * size, y - 100 * size), (x, y - 56 * size)],
        b.ink.accent,
    )


MOTIFS = {
    "waves": waves,
    "ripples": ripples,
    "moon": moon,
    "sun": sun,
    "snow": snow,
    "ice": ice,
    "owl": owl,
}
