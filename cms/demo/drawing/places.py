"""Motifs of built places: windows, bridges, plans, posters, a mill, a lighthouse, a sea chart."""

import math

from cms.demo.drawing.brush import BLACK, Brush, curve
from cms.demo.drawing.canvas import HEIGHT, WIDTH, Point, mix, ring, turned


def windows(b: Brush) -> None:
    b.stars(90, 300)
    b.sheet.disc(b.between(200, 1400), 130, 66, b.ink.light)
    x = -20.0
    while x < WIDTH:
        wide, top = b.between(210, 340), b.between(120, 330)
        wall = mix(b.any_ink(), b.ink.dark, b.between(0.5, 0.75))
        b.sheet.box(x, top, wide, HEIGHT, wall)
        b.sheet.box(x - 8, top - 16, wide + 16, 20, mix(wall, b.ink.dark, 0.5))
        b.sheet.box(x + wide * b.between(0.1, 0.7), top - 66, 34, 54, mix(wall, b.ink.dark, 0.4))
        columns = max(2, round(wide / 92))
        for row in range(8):
            for column in range(columns):
                left = x + 22 + column * (wide - 28) / columns
                _window(b, left, top + 34 + row * 112, wall)
        x += wide + 6


def _window(b: Brush, x: float, y: float, wall: tuple[int, int, int]) -> None:
    lit = b.dice.random() < 0.52
    warm = mix(b.dice.choice([b.ink.light, b.ink.second, b.ink.accent]), (255, 240, 200), 0.35)
    pane = mix(warm, wall, b.between(0, 0.25)) if lit else mix(wall, BLACK, 0.35)
    b.sheet.box(x, y, 54, 76, pane, radius=3)
    if lit and b.dice.random() < 0.45:
        shape = b.dice.randint(0, 2)
        if shape == 0:
            b.sheet.disc(x + 27, y + 52, 10, b.ink.dark, opacity=0.8)
            b.sheet.polygon([(x + 9, y + 76), (x + 27, y + 56), (x + 45, y + 76)], b.ink.dark, 0.8)
        elif shape == 1:
            b.sheet.polygon([(x, y), (x + 18, y), (x + 6, y + 76), (x, y + 76)], b.ink.accent, 0.7)
        else:
            b.sheet.line([(x + 40, y), (x + 40, y + 24)], b.ink.dark, 2)
            b.sheet.disc(x + 40, y + 30, 8, b.ink.dark, opacity=0.8)
    b.sheet.line([(x + 27, y), (x + 27, y + 76)], mix(wall, b.ink.dark, 0.4), 3)
    b.sheet.line([(x, y + 30), (x + 54, y + 30)], mix(wall, b.ink.dark, 0.4), 3)
    b.sheet.box(x - 5, y + 77, 64, 6, mix(wall, b.ink.light, 0.3))


def bridge(b: Brush) -> None:
    b.stars(80, 300)
    mx = b.between(250, 1350)
    b.sheet.glow(mx, 210, 380, b.ink.light, 0.6)
    b.sheet.disc(mx, 210, 84, b.ink.light)
    for shade in b.shades(3)[:2]:
        b.hills(b.between(470, 540), b.between(20, 50), shade)
    water = mix(b.ink.mid, b.ink.dark, 0.45)
    b.sheet.box(0, 600, WIDTH, 300, water)
    stone, count = mix(b.ink.accent, b.ink.dark, 0.15), b.dice.choice([3, 4, 5])
    span = 1720 / count
    deck = curve((-60, 470), (800, 300), (1660, 470))
    b.sheet.polygon([*deck, (1660, 640), (-60, 640)], stone)
    for i in range(count):
        cx = -60 + span * (i + 0.5)
        r = span * 0.38
        for ring_width, colour in (
            (r + 18, mix(stone, b.ink.light, 0.3)),
            (r, mix(water, b.ink.mid, 0.6)),
        ):
            b.sheet.disc(cx, 640, ring_width, colour, squash=min(1.0, 210 / r))
    b.sheet.box(0, 640, WIDTH, 260, water)
    b.sheet.line(deck, mix(stone, b.ink.light, 0.45), 14)
    for x, y in deck[1::3]:
        b.sheet.line([(x, y), (x, y - 74)], b.ink.dark, 6)
        b.sheet.glow(x, y - 80, 70, b.ink.second, 0.9)
        b.sheet.disc(x, y - 80, 11, b.ink.light)
        for glint in range(670, 890, 32):
            wide = b.between(12, 60)
            b.sheet.box(x - wide / 2, glint, wide, 5, b.ink.second, radius=2, opacity=0.5)
    for _ in range(40):
        wide = b.between(30, 150)
        b.sheet.box(b.between(0, 1600), b.between(650, 890), wide, 3, b.ink.light, opacity=0.22)


def plan(b: Brush) -> None:
    for i in range(0, WIDTH, 40):
        b.sheet.line([(i, 0), (i, HEIGHT)], b.ink.light, 1, opacity=0.13)
        b.sheet.line([(0, i), (WIDTH, i)], b.ink.light, 1, opacity=0.13)
    rooms: list[tuple[float, float, float, float]] = []

    def split(x: float, y: float, w: float, h: float, depth: int) -> None:
        if depth == 0 or (min(w, h) < 190 and b.dice.random() < 0.7):
            rooms.append((x, y, w, h))
            return
        share = b.between(0.36, 0.64)
        if w > h:
            split(x, y, w * share, h, depth - 1)
            split(x + w * share, y, w * (1 - share), h, depth - 1)
        else:
            split(x, y, w, h * share, depth - 1)
            split(x, y + h * share, w, h * (1 - share), depth - 1)

    split(170, 110, 1260, 680, 4)
    for x, y, w, h in rooms:
        b.sheet.box(x, y, w, h, mix(b.any_ink(), b.ink.bottom, 0.45), opacity=0.8)
        for side in ([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)],):
            b.sheet.line(side, b.ink.light, 9)
    for x, y, w, h in rooms:
        _furnish(b, x, y, w, h)
    b.sheet.hoop(800, 790, 90, b.ink.accent, start=180, end=360, width=8)


def _furnish(b: Brush, x: float, y: float, w: float, h: float) -> None:
    """A door with its swing, and either stairs, a round table or an arch of seats."""
    door = y + h * b.between(0.25, 0.5)
    b.sheet.line([(x, door), (x, door + 62)], mix(b.ink.bottom, b.ink.mid, 0.4), 11)
    b.sheet.hoop(x, door, 62, b.ink.light, start=0, end=90, width=3)
    cx, cy, size = x + w / 2 + 18, y + h / 2, min(w, h) * 0.26
    choice = b.dice.randint(0, 2)
    if choice == 0:
        for i in range(7):
            b.sheet.line(
                [(cx - size, cy - size + i * size / 3), (cx + size, cy - size + i * size / 3)],
                b.ink.light,
                3,
            )
    elif choice == 1:
        b.sheet.hoop(cx, cy, size, b.ink.accent, width=6)
        for px, py in ring((cx, cy), size * 1.28, 8):
            b.sheet.disc(px, py, 8, b.ink.second)
    else:
        for i in range(4):
            b.sheet.hoop(
                cx, cy + size, size * (0.5 + i * 0.3), b.ink.second, start=200, end=340, width=6
            )


def constructivist(b: Brush) -> None:
    tilt = b.dice.choice([-1, 1]) * b.between(24, 42)
    cx, cy = b.between(560, 1040), b.between(380, 520)
    paper = mix(b.ink.light, (250, 246, 235), 0.5)
    b.sheet.box(0, 0, WIDTH, HEIGHT, paper)
    half = turned([(-900, cy), (2500, cy), (2500, 2600), (-900, 2600)], (cx, cy), tilt)
    b.sheet.polygon(half, b.ink.dark)
    b.sheet.disc(cx, cy, 300, b.ink.accent)
    wedge = [(cx - 900, cy - 160), (cx - 900, cy + 160), (cx + 170, cy)]
    b.sheet.polygon(turned(wedge, (cx, cy), tilt - 90 + b.between(-20, 20)), paper)
    for _ in range(b.dice.randint(8, 12)):
        length, thick = b.between(200, 900), b.dice.choice([10, 16, 30, 60])
        x, y = b.between(0, 1600), b.between(0, 900)
        bar = [(x, y), (x + length, y), (x + length, y + thick), (x, y + thick)]
        turn = tilt if b.dice.random() < 0.65 else tilt + 90
        ink = b.dice.choice([b.ink.accent, b.ink.second, b.ink.dark, b.ink.mid])
        b.sheet.polygon(turned(bar, (x, y), turn), ink)
    for _ in range(4):
        x, y, r = b.between(100, 1500), b.between(80, 820), b.between(26, 90)
        ink = b.dice.choice([b.ink.second, b.ink.accent, paper, b.ink.dark])
        if b.dice.random() < 0.5:
            b.sheet.disc(x, y, r, ink)
        else:
            b.sheet.hoop(x, y, r, ink, width=14)


def lighthouse(b: Brush) -> None:
    b.stars(160, 500)
    x, top = b.between(450, 1150), 210.0
    for turn in (b.between(-14, -2), 180 + b.between(2, 14)):
        for wide, near in ((200, 14), (90, 8)):
            near_lamp, far = [(x, top - near), (x, top + near)], x + 1700
            beam = [*near_lamp, (far, top + wide), (far, top - wide)]
            b.sheet.polygon(turned(beam, (x, top), turn), b.ink.light, 0.21)
    b.sheet.glow(x, top, 320, b.ink.light, 0.9)
    for i, shade in enumerate(b.shades(3)):
        b.hills(630 + i * 60, 24, shade)
    rock: list[Point] = [
        (x - 330, 900),
        (x - 190, 770),
        (x - 90, 735),
        (x + 120, 740),
        (x + 260, 800),
        (x + 360, 900),
    ]
    b.sheet.polygon(rock, mix(b.ink.dark, BLACK, 0.35))
    for i in range(6):
        y, low = top + 40 + i * 84, top + 40 + (i + 1) * 84
        w, wl = 50 + i * 7.5, 50 + (i + 1) * 7.5
        ink = b.ink.accent if i % 2 == 0 else b.ink.light
        b.sheet.polygon([(x - w, y), (x + w, y), (x + wl, low), (x - wl, low)], ink)
        b.sheet.polygon(
            [(x + w * 0.3, y), (x + w, y), (x + wl, low), (x + wl * 0.3, low)], b.ink.dark, 0.3
        )
    b.sheet.box(x - 70, top + 28, 140, 16, b.ink.dark)
    b.sheet.box(x - 36, top - 32, 72, 62, mix(b.ink.light, (255, 250, 220), 0.6))
    b.sheet.polygon([(x - 52, top - 30), (x + 52, top - 30), (x, top - 90)], b.ink.accent)
    for row in range(4):
        crest = [
            (s, 800 + row * 30 + 10 * math.sin(s * 0.02 + row * 2)) for s in range(0, 1620, 12)
        ]
        b.sheet.line(crest, b.ink.light, 3, opacity=0.3)


def mill(b: Brush) -> None:
    sx = b.between(1050, 1400)
    b.sheet.glow(sx, 260, 460, b.ink.light, 0.7)
    b.sheet.disc(sx, 260, 90, b.ink.light)
    for i, shade in enumerate(b.shades(4)):
        b.hills(520 + i * 70, 44, shade)
    x = b.between(480, 720)
    wall = mix(b.ink.light, b.ink.mid, 0.25)
    b.sheet.polygon([(x - 95, 340), (x + 95, 340), (x + 135, 760), (x - 135, 760)], wall)
    b.sheet.polygon([(x + 20, 340), (x + 95, 340), (x + 135, 760), (x + 40, 760)], b.ink.dark, 0.25)
    b.sheet.polygon([(x - 115, 345), (x + 115, 345), (x, 215)], b.ink.accent)
    b.sheet.box(x - 34, 640, 68, 120, b.ink.dark, radius=30)
    for y in (430, 530):
        b.sheet.box(x - 18, y, 36, 46, b.ink.second, radius=16)
    start = b.between(10, 40)
    for arm in range(4):
        turn = start + arm * 90
        b.sheet.line(turned([(x, 330), (x, 20)], (x, 330), turn), b.ink.dark, 10)
        sail = turned([(x + 8, 300), (x + 78, 300), (x + 78, 40), (x + 8, 40)], (x, 330), turn)
        b.sheet.polygon(sail, mix(b.ink.light, b.ink.second, 0.3), 0.85)
        for k in range(6):
            rung = turned([(x, 60 + k * 46), (x + 78, 60 + k * 46)], (x, 330), turn)
            b.sheet.line(rung, b.ink.dark, 3)
    b.sheet.box(0, 800, WIDTH, 100, b.ink.second, opacity=0.35)


def chart(b: Brush) -> None:
    rose = (b.between(250, 1350), b.between(200, 700))
    for turn in range(0, 360, 15):
        end = turned([(rose[0] + 2000, rose[1])], rose, turn)[0]
        b.sheet.line([rose, end], b.ink.light, 1.5, opacity=0.32)
    for _ in range(b.dice.randint(3, 5)):
        cx, cy, size = b.between(100, 1500), b.between(80, 820), b.between(120, 260)
        waves = [(b.dice.randint(2, 7), b.between(0.05, 0.2), b.between(0, 6)) for _ in range(4)]
        inks = [
            mix(b.ink.mid, b.ink.bottom, 0.5),
            b.ink.mid,
            b.ink.second,
            b.ink.light,
            b.ink.accent,
        ]
        for level, share in enumerate((1.5, 1.28, 1.06, 0.8, 0.45)):
            coast = []
            for step in range(0, 360, 3):
                a = math.radians(step)
                r = size * share * (1 + sum(h * math.sin(n * a + s) for n, h, s in waves))
                coast.append((cx + r * 1.3 * math.cos(a), cy + r * math.sin(a)))
            b.sheet.polygon(coast, inks[level], 0.9 if level > 1 else 0.5)
            b.sheet.line([*coast, coast[0]], b.ink.dark, 1.6, opacity=0.5)
    for i, (r, ink) in enumerate(((95, b.ink.dark), (70, b.ink.accent))):
        for turn in range(i * 45, 360, 90):
            point = [
                (rose[0] - r * 0.16, rose[1]),
                (rose[0], rose[1] - r * 1.3),
                (rose[0] + r * 0.16, rose[1]),
            ]
            b.sheet.polygon(turned(point, rose, turn), ink)
    b.sheet.hoop(*rose, 88, b.ink.dark, width=4)
    b.sheet.box(0, 0, WIDTH, 18, b.ink.dark)
    b.sheet.box(0, HEIGHT - 18, WIDTH, 18, b.ink.dark)
    for i in range(0, WIDTH, 80):
        for y in (0, HEIGHT - 18):
            b.sheet.box(i, y + 4, 40, 10, b.ink.light)


MOTIFS = {
    "windows": windows,
    "bridge": bridge,
    "plan": plan,
    "constructivist": constructivist,
    "lighthouse": lighthouse,
    "mill": mill,
    "map": chart,
}
