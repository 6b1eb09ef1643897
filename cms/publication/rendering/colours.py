"""A category's colour, made fit for text on the page (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re

IS_COLOUR = re.compile(r"#[0-9a-fA-F]{6}").fullmatch
ENOUGH = 4.5
# The darkest and the lightest the page is behind text: `--tint` in publication/document.css.
PAPER, NIGHT = "#f7f1f4", "#261d2c"
STEPS = 20

Channels = tuple[float, float, float]


def accents(colour: str) -> tuple[str, str] | None:
    """The colour for light and for dark pages; None when it is no colour."""
    if not IS_COLOUR(colour):
        return None
    return _readable(colour, PAPER, "#000000"), _readable(colour, NIGHT, "#ffffff")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, page: str, towards: str) -> str:
    """The colour, as little nearer to black or white as it takes."""
    for step in range(STEPS):
        mixed = _mixed(colour, towards, step / STEPS)
        if contrast(mixed, page) >= ENOUGH:
            return mixed
    return towards


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(channels: Channels) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round((a + (b - a) * share) * 255):02x}" for a, b in pairs)
