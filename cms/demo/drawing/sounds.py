"""Motifs of music and sound: staves, pipes, voices, strings, waves of sound, arcs."""

import itertools
import math
from functools import partial

from cms.demo.drawing.brush import Brush, curve
from cms.demo.drawing.canvas import HEIGHT, WIDTH, mix


def staves(b: Brush) -> None:
    b.sheet.glow(WIDTH * b.between(0.2, 0.8), 300, 700, b.ink.mid, 0.7)
    for row, (height, gap) in enumerate(((290, 30), (620, 36))):
        swing, shift, pace = b.between(50, 110), b.between(0, 6), b.between(0.003, 0.0055)

        level = partial(_level, height, gap, swing, shift, pace)
        for rule in range(5):
            points = [(x, level(x, rule)) for x in range(-10, 1630, 16)]
            b.sheet.line(points, b.ink.light, 3.4, opacity=0.75)
        x = b.between(70, 160)
        while x < 1540:
            line = b.dice.choice([0.0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])
            _note(
                b, x, level(x, line), gap, up=line >= 2, ink=b.ink.accent if row else b.ink.second
            )
            x += b.dice.choice([70, 95, 95, 140, 190])
    b.sheet.disc(b.between(1100, 1450), b.between(90, 160), 62, b.ink.light, opacity=0.85)


def _level(
    height: float, gap: float, swing: float, shift: float, pace: float, x: float, line: float
) -> float:
    """How high a stave's line runs at `x`; 2 is the middle one."""
    spread = 1 + 0.25 * math.sin(x * 0.004)
    return height + swing * math.sin(x * pace + shift) + (line - 2) * gap * spread


def _note(b: Brush, x: float, y: float, gap: float, *, up: bool, ink: tuple[int, int, int]) -> None:
    side = 1 if up else -1
    b.sheet.disc(x, y, gap * 0.66, ink, squash=0.78)
    stem = x + side * gap * 0.58
    end = y - side * gap * 3.3
    b.sheet.line([(stem, y), (stem, end)], ink, 5)
    if b.dice.random() < 0.4:
        flag = curve((stem, end), (stem + 44, end + side * 34), (stem + 26, end + side * 70))
        b.sheet.line(flag, ink, 7)


def organ(b: Brush) -> None:
    for i in range(13):
        b.sheet.line([(800, -160), (i * 140 - 40, 380)], b.ink.light, 3, opacity=0.3)
    for r in range(200, 900, 110):
        b.sheet.hoop(800, -160, r, b.ink.light, width=3, opacity=0.25)
    b.sheet.glow(800, 300, 700, b.ink.light, 0.5)
    count = b.dice.choice([21, 25, 29])
    wide, lobes = 1440 / count, b.dice.choice([2, 3, 4])
    for i in range(count):
        far = abs(i - count // 2) / (count // 2)
        tall = 250 + 330 * (0.5 + 0.5 * math.cos(far * math.pi * lobes * 0.5)) * (1.1 - 0.3 * far)
        x, foot = 80 + i * wide, 760
        for strip in range(8):
            shine = math.sin((strip + 0.5) / 8 * math.pi) ** 1.4
            colour = mix(mix(b.ink.accent, b.ink.dark, 0.75), b.ink.second, shine)
            b.sheet.box(
                x + 2 + strip * (wide - 5) / 8, foot - tall, (wide - 5) / 8 + 0.8, tall, colour
            )
        b.sheet.disc(x + wide / 2, foot - tall, wide / 2 - 2, b.ink.dark, squash=0.3)
        mouth = foot - 90 - 40 * math.cos(far * 3)
        b.sheet.polygon(
            [(x + 10, mouth), (x + wide - 10, mouth), (x + wide / 2, mouth - 34)], b.ink.dark
        )
    b.sheet.box(0, 750, WIDTH, 150, b.ink.dark)
    b.sheet.box(0, 750, WIDTH, 8, b.ink.accent)
    for row in range(2):
        b.sheet.box(480, 800 + row * 44, 640, 34, b.ink.light, radius=4)
        for key in range(31):
            b.sheet.line(
                [(500 + key * 20, 801 + row * 44), (500 + key * 20, 832 + row * 44)], b.ink.dark, 2
            )


def fugue(b: Brush) -> None:
    theme = [b.dice.randint(-3, 3) for _ in range(7)]
    for rule in range(60, HEIGHT, 60):
        b.sheet.line([(0, rule), (WIDTH, rule)], b.ink.light, 1.5, opacity=0.18)
    for voice, ink in enumerate(b.ink.inks):
        base, start = 190 + voice * 185, -20 + voice * 240
        xs = [start + i * 118.0 for i in range(15)]
        points = [(x, base + theme[i % 7] * 22.0) for i, x in enumerate(xs) if x < 1720]
        steps = []
        for (x, y), (nx, ny) in itertools.pairwise(points):
            steps += curve((x, y), ((x + nx) / 2, y), ((x + nx) / 2, ny), (nx, ny), steps=10)
        b.sheet.line([(x + 5, y + 9) for x, y in steps], b.ink.dark, 20, opacity=0.3)
        b.sheet.line(steps, ink, 20)
        for x, y in points:
            b.sheet.disc(x, y, 24, ink)
            b.sheet.disc(x, y, 12, b.ink.dark)


def strings(b: Brush) -> None:
    x, y = b.between(300, 500), b.between(430, 520)
    for r in range(620, 60, -70):
        b.sheet.disc(x, y, r, mix(b.ink.accent, b.ink.dark, r / 800))
    b.sheet.disc(x, y, 150, b.ink.dark)
    b.sheet.hoop(x, y, 190, b.ink.second, width=9)
    b.sheet.hoop(x, y, 216, b.ink.light, width=3)
    for i in range(4):
        top = y - 105 + i * 70
        swell, knots = b.between(18, 60), b.dice.choice([1, 2, 3])
        for ghost in range(7):
            share = 1 - ghost / 3
            wave = [
                (s, top + swell * share * math.sin(s / WIDTH * math.pi * knots))
                for s in range(0, 1610, 20)
            ]
            b.sheet.line(wave, b.ink.light, 2 if ghost else 4.5, opacity=1.0 if not ghost else 0.35)
    for i in range(9):
        b.sheet.box(980 + i * (76 - i * 2), 170, 5, 590, b.ink.second, opacity=0.55)


def soundwave(b: Brush) -> None:
    cx = WIDTH * b.between(0.35, 0.65)
    for r in range(620, 120, -100):
        b.sheet.hoop(cx, 450, r, b.ink.light, width=3, opacity=0.22)
    b.sheet.disc(cx, 450, 235, mix(b.ink.mid, b.ink.top, 0.35))
    b.sheet.glow(cx, 450, 560, b.ink.accent, 0.45)
    pulse = [(b.between(0.006, 0.02), b.between(0, 6)) for _ in range(4)]
    swell = b.between(280, 390)
    for i in range(62):
        x = 30 + i * 25
        near = math.exp(-(((x - cx) / 520) ** 2))
        tall = 16 + swell * near * abs(sum(math.sin(x * f + s) for f, s in pulse)) / 2.6
        tall = min(tall, 380)
        ink = mix(b.ink.second, b.ink.accent, 0.5 + 0.5 * math.sin(x * 0.006 + pulse[0][1]))
        b.sheet.box(x, 450 - tall, 14, tall * 2, ink, radius=7)
        b.sheet.box(x, 450 - tall, 14, min(tall, 26), mix(ink, b.ink.light, 0.6), radius=7)


def arcs(b: Brush) -> None:
    places = [(150, 900), (620, 900), (1080, 900), (1560, 900), (380, 470), (1300, 420)]
    b.dice.shuffle(places)
    for centre, (left, floor) in enumerate(sorted(places[:5], key=lambda place: place[1])):
        x, y = left + b.between(-90, 90), float(floor)
        start, rings = b.between(70, 140), b.dice.randint(5, 8)
        for i in range(rings, 0, -1):
            ink = b.ink.inks[(i + centre) % 4]
            b.sheet.disc(x, y, start + i * 52, mix(ink, b.ink.dark, 0.06 * (i % 3)))
            b.sheet.disc(x, y, start + i * 52 - 16, mix(b.ink.top, b.ink.bottom, y / HEIGHT))
        b.sheet.disc(x, y, start + 20, b.ink.inks[centre % 4])


MOTIFS = {
    "staves": staves,
    "organ": organ,
    "fugue": fugue,
    "strings": strings,
    "soundwave": soundwave,
    "arcs": arcs,
}
