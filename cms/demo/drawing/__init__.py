"""Pictures for the demo, drawn from a key: the same key always gives the same picture."""

from functools import cache
from random import Random
from typing import Any

from cms.demo.content import read
from cms.demo.drawing import outdoors, papers, patterns, places, sounds, stage, wide_lands
from cms.demo.drawing.brush import Brush, Motif, Palette
from cms.demo.drawing.canvas import WIDTH, Canvas, rgb

MOTIFS: dict[str, Motif] = {
    **stage.MOTIFS,
    **sounds.MOTIFS,
    **papers.MOTIFS,
    **places.MOTIFS,
    **outdoors.MOTIFS,
    **wide_lands.MOTIFS,
    **patterns.MOTIFS,
}


# Drawn in light: lost on a pale ground.
SHINING = {"stars", "moon", "snow", "orbit", "lighthouse", "spotlights", "bridge", "ripples"}
DARK = 300  # of 765: the sum of a colour's three parts


def draw(key: str, motif: str, palette: str, width: int = WIDTH) -> bytes:
    """A JPEG, 16:9. Raises KeyError for an unknown motif or palette."""
    colours = _variant(key, motif, palette)
    ink = Palette(*(rgb(code) for code in colours["colours"]))
    sheet = Canvas(ink.top, ink.bottom)
    MOTIFS[motif](Brush(sheet, ink, Random(key)))  # noqa: S311 - a picture, not a secret
    return sheet.jpeg(width)


def alt_text(key: str, motif: str, palette: str, locale: str) -> str:
    """What `draw` draws for the same key, in words."""
    scene = _scenes()[motif][locale]
    return f"{scene}, {_variant(key, motif, palette)[locale]}."


def _variant(key: str, motif: str, palette: str) -> dict[str, Any]:
    """The key's choice among the palette's variants; what shines is drawn on a dark sky."""
    variants = _palettes()[palette]
    if motif in SHINING:
        variants = [one for one in variants if sum(rgb(one["colours"][0])) < DARK]
    return variants[Random(f"{palette}:{key}").randrange(len(variants))]  # noqa: S311


@cache
def _palettes() -> dict[str, list[dict[str, Any]]]:
    return read("palettes.toml")


@cache
def _scenes() -> dict[str, dict[str, str]]:
    return read("motifs.toml")
