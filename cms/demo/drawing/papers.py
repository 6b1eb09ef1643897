"""Motifs on paper, canvas and film: books, letters, thread, print, pencils, frames, reels."""

import math
from functools import partial

from cms.demo.drawing.brush import Brush, curve
from cms.demo.drawing.canvas import HEIGHT, WIDTH, Colour, Point, mix, turned


def spines(b: Brush) -> None:
    for shelf in (430, 860):
        b.sheet.box(0, shelf - 390, WIDTH, 390, b.ink.dark, opacity=0.45)
        x = b.between(-30, 0)
        while x < WIDTH:
            wide, tall = b.between(34, 92), b.between(240, 365)
            if b.dice.random() < 0.09:
                x += b.between(60, 130)
            tilt = b.between(4, 9) if b.dice.random() < 0.12 else 0
            _book(b, x + (22 if tilt else 0), shelf, wide, tall, tilt)
            x += wide + 3 + (44 if tilt else 0)
        b.sheet.box(0, shelf, WIDTH, 26, mix(b.ink.second, b.ink.dark, 0.55))
        b.sheet.box(0, shelf + 26, WIDTH, 14, b.ink.dark, opacity=0.6)


def _book(b: Brush, x: float, floor: float, wide: float, tall: float, tilt: float) -> None:
    ink = mix(b.any_ink(), b.ink.dark, b.between(0, 0.35))
    corner = (x, floor)

    def slab(left: float, low: float, w: float, h: float, colour: Colour) -> None:
        flat: list[Point] = [(x + left, floor - low - h), (x + left + w, floor - low - h)]
        flat += [(x + left + w, floor - low), (x + left, floor - low)]
        b.sheet.polygon(turned(flat, corner, tilt), colour)

    slab(0, 0, wide, tall, ink)
    slab(0, 0, wide * 0.14, tall, mix(ink, b.ink.dark, 0.35))
    slab(wide * 0.2, 0, wide * 0.08, tall, mix(ink, b.ink.light, 0.3))
    band = b.ink.light if sum(ink) < 380 else b.ink.dark
    for low in b.dice.choice([(0.1, 0.86), (0.12, 0.16, 0.84, 0.88), (0.5,)]):
        slab(0, tall * low, wide, 7, mix(band, ink, 0.25))
    if wide > 58:
        slab(wide * 0.25, tall * 0.38, wide * 0.5, tall * 0.26, mix(band, ink, 0.2))


def letters(b: Brush) -> None:
    for _ in range(b.dice.randint(11, 14)):
        x, y, turn = b.between(60, 1540), b.between(60, 840), b.between(-32, 32)
        wide, tall = b.between(300, 420), b.between(200, 270)
        (_envelope if b.dice.random() < 0.5 else _page)(b, x, y, wide, tall, turn)


def _sheet(x: float, y: float, wide: float, tall: float, turn: float) -> list[Point]:
    flat = [(x - wide / 2, y - tall / 2), (x + wide / 2, y - tall / 2)]
    flat += [(x + wide / 2, y + tall / 2), (x - wide / 2, y + tall / 2)]
    return turned(flat, (x, y), turn)


def _envelope(b: Brush, x: float, y: float, wide: float, tall: float, turn: float) -> None:
    ink = mix(b.any_ink(), b.ink.light, 0.45)
    b.sheet.polygon(_sheet(x + 7, y + 11, wide, tall, turn), b.ink.dark, 0.35)
    b.sheet.polygon(_sheet(x, y, wide, tall, turn), ink)
    flap = [(x - wide / 2, y - tall / 2), (x, y + tall * 0.12), (x + wide / 2, y - tall / 2)]
    b.sheet.polygon(turned(flap, (x, y), turn), mix(ink, b.ink.dark, 0.18))
    b.sheet.line(turned(flap, (x, y), turn), mix(ink, b.ink.dark, 0.4), 2)
    seal = turned([(x, y + tall * 0.1)], (x, y), turn)[0]
    b.sheet.disc(*seal, 22, b.ink.accent)
    b.sheet.disc(*seal, 13, mix(b.ink.accent, b.ink.light, 0.35))


def _page(b: Brush, x: float, y: float, wide: float, tall: float, turn: float) -> None:
    b.sheet.polygon(_sheet(x + 7, y + 11, wide, tall, turn), b.ink.dark, 0.35)
    b.sheet.polygon(_sheet(x, y, wide, tall, turn), mix(b.ink.light, (255, 255, 250), 0.4))
    for row in range(6):
        left, level = x - wide * 0.4, y - tall * 0.34 + row * tall * 0.125
        end = wide * (0.8 if row < 5 else b.between(0.2, 0.6))
        hand = [
            (left + s, level + 5 * math.sin(s * 0.33 + row) * math.sin(s * 0.07 + row * 2))
            for s in range(0, int(end), 4)
        ]
        b.sheet.line(turned(hand, (x, y), turn), mix(b.ink.dark, b.ink.mid, 0.2), 2.4)
    stamp = turned([(x + wide * 0.4, y - tall * 0.36)], (x, y), turn)[0]
    b.sheet.polygon(_sheet(*stamp, 46, 56, turn), b.ink.second)
    b.sheet.hoop(*stamp, 30, b.ink.accent, width=3)


def stitch(b: Brush) -> None:
    for i in range(60):
        b.sheet.line([(0, i * 15), (WIDTH, i * 15)], b.ink.light, 1, opacity=0.1)
        b.sheet.line([(i * 28, 0), (i * 28, HEIGHT)], b.ink.dark, 1, opacity=0.12)
    petals, count = b.dice.choice([5, 6, 8]), 9
    for row in range(count):
        ink, reach = b.ink.inks[row % 4], 70 + row * 44
        path = []
        for step in range(361):
            a = math.radians(step)
            r = reach * (1 + 0.16 * math.cos(petals * a))
            path.append((800 + r * 1.55 * math.cos(a), 450 + r * math.sin(a)))
        for start in range(0, 360, 8):
            piece = path[start : start + 5]
            b.sheet.line([(x + 2, y + 4) for x, y in piece], b.ink.dark, 7, opacity=0.3)
            b.sheet.line(piece, ink, 7)
    x, y = b.between(960, 1150), b.between(500, 620)
    b.sheet.line(curve((x, y), (x - 300, y + 330), (x - 520, y - 20), (800, 450)), b.ink.accent, 6)
    b.sheet.line([(x, y), (x + 270, y - 330)], mix(b.ink.light, b.ink.dark, 0.15), 11)
    b.sheet.line([(x + 14, y - 17), (x + 40, y - 49)], b.ink.dark, 4)


def linocut(b: Brush) -> None:
    """Short cuts that follow hills and circle the sun."""
    b.sheet.box(0, 0, WIDTH, HEIGHT, b.ink.dark)
    sx, sy, sun = b.between(420, 1180), b.between(220, 320), b.between(120, 170)
    shift, steep = b.between(0, 6), b.between(40, 90)
    for y in range(-10, HEIGHT, 19):
        for x in range(-20, WIDTH, 40):
            px, py = x + b.between(-9, 9), y + b.between(-4, 4)
            away = math.hypot(px - sx, py - sy)
            ridge = 560 + steep * math.sin(px * 0.004 + shift)
            if away < sun + 8:
                continue
            if py < ridge:
                angle = math.atan2(py - sy, px - sx) + math.pi / 2
                ink = mix(b.ink.light, b.ink.mid, min(1, (away - sun) / 620))
            else:
                angle = math.atan(steep * 0.004 * math.cos(px * 0.004 + shift) * (1100 - py) / 400)
                ink = b.ink.accent if math.sin(py * 0.05 + px * 0.01) > 0 else b.ink.second
            long = b.between(11, 23)
            dx, dy = long * math.cos(angle), long * math.sin(angle)
            b.sheet.line([(px - dx, py - dy), (px + dx, py + dy)], ink, b.between(3.5, 7))
    b.sheet.disc(sx, sy, sun, b.ink.accent)
    b.sheet.hoop(sx, sy, sun - 16, b.ink.light, width=5)


def pencils(b: Brush) -> None:
    count, middle = 13, 800.0
    for i in range(count):
        angle, ink = -52 + 104 * i / (count - 1), mix(b.any_ink(), b.ink.dark, b.between(0, 0.2))
        tip = 120 + b.between(-30, 40)
        around: Point = (middle, 1150.0)
        for left, right, shade in ((-46, -15, 0.18), (-15, 15, 0.0), (15, 46, 0.32)):
            body = [(middle + left, tip + 150), (middle + right, tip + 150)]
            body += [(middle + right, 1200), (middle + left, 1200)]
            b.sheet.polygon(turned(body, around, angle), mix(ink, b.ink.dark, shade))
        wood = [(middle - 46, tip + 150), (middle, tip), (middle + 46, tip + 150)]
        b.sheet.polygon(turned(wood, around, angle), mix(b.ink.light, b.ink.second, 0.2))
        lead = [(middle - 15, tip + 49), (middle, tip), (middle + 15, tip + 49)]
        b.sheet.polygon(turned(lead, around, angle), ink)
        end = turned([(middle, tip - 6)], around, angle)[0]
        trace = curve(end, (end[0], end[1] - 60), (end[0] + b.between(-90, 90), end[1] - 120))
        b.sheet.line(trace, ink, 5, opacity=0.8)


def frames(b: Brush) -> None:
    b.sheet.box(0, 740, WIDTH, 160, b.ink.dark)
    b.sheet.box(0, 730, WIDTH, 12, mix(b.ink.dark, b.ink.light, 0.4))
    x = b.between(50, 110)
    while x < 1480:
        size, tall = b.dice.choice([(330, 250), (230, 310), (270, 270), (420, 260), (190, 190)])
        wide = min(float(size), 1570 - x)
        y = 360 - tall / 2 + b.between(-36, 36)
        cone = [(x + wide / 2 - 18, 0), (x + wide / 2 + 18, 0)]
        b.sheet.polygon([*cone, (x + wide + 50, 740), (x - 50, 740)], b.ink.light, 0.1)
        b.sheet.box(x + 10, y + 16, wide, tall, b.ink.dark, opacity=0.4)
        b.sheet.box(x, y, wide, tall, mix(b.ink.second, b.ink.dark, 0.25))
        b.sheet.box(x + 10, y + 10, wide - 20, tall - 20, mix(b.ink.second, b.ink.light, 0.35))
        _painting(b, x + 22, y + 22, wide - 44, tall - 44)
        b.sheet.box(x + wide / 2 - 26, y + tall + 22, 52, 16, b.ink.light, opacity=0.8)
        x += wide + b.between(56, 92)
    bench = b.between(420, 900)
    b.sheet.box(bench, 780, 330, 26, b.ink.accent, radius=8)
    for leg in (30, 280):
        b.sheet.box(bench + leg, 806, 18, 56, mix(b.ink.accent, b.ink.dark, 0.5))


def _painting(b: Brush, x: float, y: float, wide: float, tall: float) -> None:
    """A landscape of four bands and a sun, or a figure of circles."""
    if wide < 20:
        return
    inks = list(b.ink.inks)
    b.dice.shuffle(inks)
    b.sheet.box(x, y, wide, tall, inks[0])
    if b.dice.random() < 0.6:
        r = min(wide, tall) * b.between(0.12, 0.2)
        b.sheet.disc(x + wide * b.between(0.3, 0.7), y + tall * 0.35, r, inks[1])
        for i, share in enumerate((0.5, 0.66, 0.82)):
            crest = [
                (
                    x + wide * k / 12,
                    y + tall * (share + 0.05 * math.sin(k * b.between(0.7, 0.8) + i)),
                )
                for k in range(13)
            ]
            b.sheet.polygon(
                [*crest, (x + wide, y + tall), (x, y + tall)], mix(inks[2], b.ink.dark, i * 0.33)
            )
        return
    cx, cy = x + wide / 2, y + tall / 2
    for i, share in enumerate((0.46, 0.33, 0.2, 0.09)):
        b.sheet.disc(cx, cy + i * 5, min(wide, tall) * share, inks[(i + 1) % 4])


def film(b: Brush) -> None:
    b.sheet.glow(800, 450, 800, b.ink.mid, 0.6)
    for level, tilt in zip((170, 470, 770), (b.between(-9, 9) for _ in range(3)), strict=True):
        pivot: Point = (800.0, float(level))

        slab = partial(_slab, b, pivot, tilt)
        slab(-200, level - 128, 2000, 256, b.ink.dark)
        for i in range(-6, 68):
            for edge in (-116, 92):
                slab(i * 28, level + edge, 15, 24, mix(b.ink.light, b.ink.bottom, 0.3))
        for i in range(-1, 7):
            sky = mix(b.ink.second, b.ink.accent, (i + 1) / 7)
            slab(i * 262 + 14, level - 80, 244, 160, sky)
            sun = turned([(i * 262 + 60 + i * 22, level + 45 - i * 17)], pivot, tilt)[0]
            b.sheet.disc(*sun, 30, b.ink.light)
            slab(i * 262 + 14, level + 40, 244, 40, mix(b.ink.mid, b.ink.dark, 0.35))


def _slab(
    b: Brush, pivot: Point, tilt: float, x: float, y: float, w: float, h: float, ink: Colour
) -> None:
    b.sheet.polygon(turned([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], pivot, tilt), ink)


def reel(b: Brush) -> None:
    b.sheet.polygon([(1600, 60), (1600, 840), (560, 450)], b.ink.light, 0.16)
    b.sheet.polygon([(1600, 200), (1600, 700), (560, 450)], b.ink.light, 0.16)
    tail = curve((420, 800), (800, 960), (1000, 560), (1200, 760), (1680, 640))
    b.sheet.line(tail, b.ink.dark, 92)
    for x, y in tail[1:-1]:
        b.sheet.disc(x, y - 35, 6, b.ink.light)
        b.sheet.disc(x, y + 35, 6, b.ink.light)
        b.sheet.box(x - 18, y - 18, 36, 36, b.ink.second, radius=4)
    spin = b.between(0, 72)
    for cx, cy, r, ink in ((500, 430, 350, b.ink.accent), (1180, 240, 190, b.ink.second)):
        b.sheet.disc(cx + 12, cy + 18, r, b.ink.dark, opacity=0.4)
        b.sheet.disc(cx, cy, r, mix(ink, b.ink.dark, 0.25))
        b.sheet.disc(cx, cy, r * 0.93, ink)
        for i in range(5):
            a = math.radians(spin + i * 72)
            hole = (cx + r * 0.55 * math.cos(a), cy + r * 0.55 * math.sin(a))
            b.sheet.disc(*hole, r * 0.24, mix(b.ink.top, b.ink.dark, 0.45))
            b.sheet.hoop(*hole, r * 0.24, mix(ink, b.ink.light, 0.4), width=4)
        b.sheet.disc(cx, cy, r * 0.15, b.ink.light)
        b.sheet.disc(cx, cy, r * 0.06, b.ink.dark)


MOTIFS = {
    "spines": spines,
    "letters": letters,
    "stitch": stitch,
    "linocut": linocut,
    "pencils": pencils,
    "frames": frames,
    "film": film,
    "reel": reel,
}
