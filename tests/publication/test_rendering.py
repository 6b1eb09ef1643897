"""The built-in renderer: any document, by the shape of its JSON."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from cms.publication.rendering.colours import NIGHT, PAPER, contrast
from cms.publication.rendering.pages import render_document

BARE: dict[str, Any] = {"id": "1", "kind": "item", "locale": "fr", "title": "Un titre"}


STYLES = Path(str(finders.find("publication/document.css")))


def drawn(**parts: Any) -> str:
    return render_document(RequestFactory().get("/"), BARE | parts).content.decode()


def test_a_title_is_enough(db: None) -> None:
    assert "<h1>Un titre</h1>" in drawn()


def test_the_page_says_its_language_and_its_direction(db: None) -> None:
    assert '<html lang="fr" dir="ltr">' in drawn()
    assert '<html lang="ar" dir="rtl">' in drawn(locale="ar")


def test_codes_dates_and_things_are_said_in_the_documents_language(db: None) -> None:
    page = drawn(
        audiences=["families"],
        available_until="2027-01-05T20:00:00Z",
        themes=[{"slug": "danse", "label": "Danse"}],
        duration_minutes=45,
    )
    for words in ("Familles", "5 janvier 2027", "Danse", "45"):
        assert words in page


def test_a_field_nobody_thought_of_is_still_shown(db: None) -> None:
    assert "Smell of the place" in drawn(smell_of_the_place="sawdust")
    assert "sawdust" in drawn(smell_of_the_place="sawdust")


def test_a_block_nobody_thought_of_is_shown_as_its_values(db: None) -> None:
    page = drawn(body=[{"type": "hologram", "id": "1", "value": {"colour": "green"}}])
    assert "green" in page


def test_a_block_type_is_no_path(db: None) -> None:
    page = drawn(body=[{"type": "../document", "id": "1", "value": "harmless"}])
    assert "harmless" in page


def test_text_is_text(db: None) -> None:
    page = drawn(
        title="<script>alert(1)</script>",
        summary="<b>x</b>",
        media=[
            {"type": "video", "id": "1", "value": {"url": "https://e.org", "title": "<i>t</i>"}}
        ],
    )
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "<i>t</i>" not in page


def test_nothing_in_rich_text_may_run(db: None) -> None:
    response = render_document(RequestFactory().get("/"), BARE)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy


def test_pictures_are_described_and_fit_the_screen(db: None) -> None:
    image = {
        "src": "/i.jpg",
        "alt": "La scène",
        "credit": "Atelier",
        "licence": "cc_by",
        "width": 1600,
        "height": 900,
        "srcset": [{"width": 400, "src": "/s.jpg"}, {"width": 800, "src": "/m.jpg"}],
    }
    page = drawn(image=image)
    assert 'alt="La scène"' in page
    assert 'srcset="/s.jpg 400w, /m.jpg 800w"' in page
    assert "© Atelier" in page


@pytest.mark.parametrize("colour", ["#ffff00", "#7a1f3d", "#ffffff", "#000000", "#2f5d50"])
def test_a_categorys_colour_can_be_read_by_day_and_by_night(db: None, colour: str) -> None:
    page = drawn(kind="category", colour=colour)
    light, dark = re.findall(r"--accent:(#[0-9a-f]{6})", page)
    assert contrast(light, PAPER) >= 4.5
    assert contrast(dark, NIGHT) >= 4.5


def test_what_is_no_colour_colours_nothing(db: None) -> None:
    assert "<style" not in drawn(kind="category", colour="red;}</style><script>")


def test_the_style_of_a_page_is_allowed_by_its_hash(db: None) -> None:
    answer = render_document(RequestFactory().get("/"), BARE | {"colour": "#7a1f3d"})
    style = re.findall(r"<style>(.*?)</style>", answer.content.decode())[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer["Content-Security-Policy"]


def test_the_pages_colours_can_be_read() -> None:
    """Text on everything it stands on, by day and by night (WCAG 2.2, 1.4.3)."""
    css = STYLES.read_text(encoding="utf-8")
    for scheme in css.split("@media (prefers-color-scheme: dark)")[:2]:
        named = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", scheme))
        colours = {
            name: value if len(value) == 7 else f"#{value[1:] * 2}" for name, value in named.items()
        }
        for text in ("ink", "soft", "accent"):
            for page in ("paper", "card", "tint"):
                assert contrast(colours[text], colours[page]) >= 4.5, (text, page)
        assert contrast(colours["focus"], colours["paper"]) >= 3
