"""Motifs that fill the sheet: discs, tiles, folk ornament, woven thread."""

from cms.demo.drawing.brush import Brush, curve
from cms.demo.drawing.canvas import HEIGHT, WIDTH, mix, ring


def circles(b: Brush) -> None:
    for _ in range(b.dice.randint(16, 22)):
        x, y, r = b.between(-40, 1640), b.between(-40, 940), b.between(60, 260)
        ink = b.any_ink()
        b.sheet.disc(x, y, r, ink, opacity=b.between(0.42, 0.72))
        style = b.dice.randint(0, 3)
        if style == 0:
            for k in range(1, 5):
                b.sheet.hoop(x, y, r * k / 5, b.ink.light, width=4, opacity=0.7)
        elif style == 1:
            b.sheet.disc(x, y, r * 0.45, mix(ink, b.ink.dark, 0.5), opacity=0.8)
        elif style == 2:
            b.sheet.hoop(x, y, r + 18, ink, width=5)
    for px, py in ring((b.between(500, 1100), 450), b.between(250, 380), 12):
        b.sheet.disc(px, py, 26, b.any_ink())


def grid(b: Brush) -> None:
    size, inks = b.dice.choice([100, 150]), (*b.ink.inks, b.ink.dark)
    for row in range(HEIGHT // size):
        for column in range(-(-WIDTH // size)):
            x, y = column * size, row * size
            ground, ink = b.dice.sample(inks, 2)
            b.sheet.box(x, y, size, size, ground)
            style, corner = b.dice.randint(0, 4), b.dice.choice([(0, 0), (1, 0), (0, 1), (1, 1)])
            box = [v * 2 for v in (x, y, x + size, y + size)]
            if style <= 1:
                cx, cy = x + corner[0] * size, y + corner[1] * size
                start = {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}[corner]
                big = [v * 2 for v in (cx - size, cy - size, cx + size, cy + size)]
                b.sheet.pen.pieslice(big, start, start + 90, fill=(*ink, 255))
            elif style == 2:
                b.sheet.pen.ellipse(
                    [box[0] + 24, box[1] + 24, box[2] - 24, box[3] - 24], fill=(*ink, 255)
                )
            elif style == 3:
                b.sheet.polygon([(x, y), (x + size, y), (x, y + size)], ink)
            else:
                for k in range(3):
                    b.sheet.box(x, y + size * (k / 3 + 0.08), size, size / 6, ink)


def ornament(b: Brush) -> None:
    """Folk flowers, mirrored left and right."""
    for border in (24, 812):
        b.sheet.box(0, border, WIDTH, 64, b.ink.accent)
        for i in range(33):
            diamond = ring((i * 50, border + 32), 24, 4)
            b.sheet.polygon(diamond, b.ink.second if i % 2 else b.ink.light)
    rows: list[tuple[float, float, float]] = [(800, 450, 175)]
    for k in range(1, 4):
        rows += [
            (800 + side * k * 240, 450 + (-1) ** k * b.between(20, 90), 150 - k * 22)
            for side in (-1, 1)
        ]
    petals, inner = b.dice.choice([6, 8, 10]), b.dice.choice([5, 8])
    for (x, y, _), (nx, ny, _) in zip(rows, [rows[0], *rows[:1] * 2, *rows[1:]], strict=False):
        b.sheet.line(curve((x, y), ((x + nx) / 2, y + 210), (nx, ny)), b.ink.mid, 14)
    for i, (x, y, r) in enumerate(rows):
        ink = b.ink.inks[(i + 3) // 2 % 4]
        for px, py in ring((x, y), r * 0.72, petals, 90):
            b.sheet.disc(px, py, r * 0.34, mix(ink, b.ink.dark, 0.15))
            b.sheet.disc(px, py, r * 0.2, mix(ink, b.ink.light, 0.55))
        b.sheet.disc(x, y, r * 0.55, ink)
        for px, py in ring((x, y), r * 0.33, inner):
            b.sheet.disc(px, py, r * 0.09, b.ink.light)
        b.sheet.disc(x, y, r * 0.18, b.ink.second)
        for side in (-1, 1):
            leaf = curve(
                (x, y + r * 0.9), (x + side * r, y + r * 1.1), (x + side * r * 1.1, y + r * 0.5)
            )
            b.sheet.line(leaf, b.ink.mid, r * 0.16)


def loom(b: Brush) -> None:
    step = b.dice.choice([26, 32])
    pace = b.dice.choice([2, 3, 4])
    warp = [b.any_ink() for _ in range(WIDTH // step + 1)]
    weft_inks = [mix(b.ink.accent, b.ink.dark, b.between(0, 0.4)) for _ in range(5)]
    edge = b.between(500, 640)
    for i, ink in enumerate(warp):
        b.sheet.line(
            [(i * step + step / 2, 0), (i * step + step / 2, HEIGHT)],
            mix(ink, b.ink.dark, 0.12),
            step * 0.62,
        )
    for row in range(int(edge // step)):
        ink = weft_inks[(row // 3) % 5]
        y = HEIGHT - edge + row * step + 40
        for i in range(len(warp)):
            if (i + row * (1 if (row // 8) % 2 else -1)) % pace == 0:
                continue
            b.sheet.box(i * step - 1, y, step + 2, step * 0.74, ink, radius=6)
            b.sheet.box(
                i * step + 3, y + 3, step - 6, 4, mix(ink, b.ink.light, 0.4), radius=2, opacity=0.7
            )
    x = b.between(400, 1100)
    y = HEIGHT - edge - 20
    b.sheet.polygon(
        [
            (x - 190, y),
            (x - 90, y - 42),
            (x + 90, y - 42),
            (x + 190, y),
            (x + 90, y + 42),
            (x - 90, y + 42),
        ],
        mix(b.ink.second, b.ink.dark, 0.3),
    )
    b.sheet.box(x - 80, y - 20, 160, 40, b.ink.light, radius=18)
    b.sheet.line(curve((x + 180, y), (x + 420, y + 70), (1620, y - 30)), b.ink.accent, 7)


MOTIFS = {
    "circles": circles,
    "grid": grid,
    "ornament": ornament,
    "loom": loom,
}
