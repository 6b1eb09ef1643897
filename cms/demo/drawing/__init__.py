"""Pictures for the demo, drawn from a key: the same key always gives the same picture."""

from functools import cache
from random import Random

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


def draw(key: str, motif: str, palette: str, width: int = WIDTH) -> bytes:
    """A JPEG, 16:9. Raises KeyError for an unknown motif or palette."""
    colours = _palettes()[palette][_variant(key, palette)]
    ink = Palette(*(rgb(code) for code in colours["colours"]))
    sheet = Canvas(ink.top, ink.bottom)
    MOTIFS[motif](Brush(sheet, ink, Random(key)))  # noqa: S311 - a picture, not a secret
    return sheet.jpeg(width)


def alt_text(key: str, motif: str, palette: str, locale: str) -> str:
    """What `draw` draws for the same key, in words."""
    scene = _scenes()[motif][locale]
    tones = _palettes()[palette][_variant(key, palette)][locale]
    return f"{scene}, {tones}."


def _variant(key: str, palette: str) -> int:
    return Random(f"{palette}:{key}").randrange(len(_palettes()[palette]))  # noqa: S311


@cache
def _palettes() -> dict[str, list[dict[str, str | list[str]]]]:
    return read("palettes.toml")


@cache
def _scenes() -> dict[str, dict[str, str]]:
    return read("motifs.toml")
