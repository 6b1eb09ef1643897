"""Pictures drawn from a key: the same again, each its own, described in words."""

import io

import pytest
from PIL import Image

from cms.demo.content import institutions, read
from cms.demo.drawing import MOTIFS, alt_text, draw

LOCALES = ("fr", "ru", "en")


def _small(key: str, motif: str, palette: str = "museums") -> bytes:
    return draw(key, motif, palette, width=320)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_every_motif_fills_its_sheet(motif: str) -> None:
    picture = Image.open(io.BytesIO(_small("key", motif)))
    assert picture.size == (320, 180)
    darkest, brightest = picture.convert("L").getextrema()
    assert brightest - darkest > 60, "a picture, not a flat sheet"


def test_a_key_always_gives_the_same_picture() -> None:
    assert _small("phare", "lighthouse") == _small("phare", "lighthouse")


def test_another_key_gives_another_picture() -> None:
    assert _small("one", "waves") != _small("other", "waves")


def test_pictures_are_wide_and_light_to_carry() -> None:
    content = draw("nuit", "stars", "science")
    assert Image.open(io.BytesIO(content)).size == (1600, 900)
    assert 20_000 < len(content) < 400_000


def test_an_unknown_motif_is_refused() -> None:
    with pytest.raises(KeyError, match="volcano"):
        draw("key", "volcano", "museums")


def test_every_picture_can_be_told_in_three_languages() -> None:
    palettes = read("palettes.toml")
    for locale in LOCALES:
        told = {alt_text("key", motif, "museums", locale) for motif in MOTIFS}
        assert len(told) == len(MOTIFS)
        assert max(map(len, told)) <= 255
        assert all(alt_text("key", "waves", palette, locale) for palette in palettes)


def test_the_content_asks_for_motifs_that_exist() -> None:
    asked = {item["motif"] for spec in institutions() for item in spec["items"] if "motif" in item}
    for name, rows in (("guides", "guides"), ("news", "news"), ("programmes", "programmes")):
        asked |= {row["motif"] for row in read(f"{name}.toml")[rows]}
    assert asked <= set(MOTIFS)
