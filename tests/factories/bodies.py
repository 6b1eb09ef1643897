"""Running text, and one of every block an editor may put into it."""

from typing import Any

from tests.factories.files import DocumentFactory, ImageFactory

BODY = [("paragraph", "<p>On entre par la porte des artistes.</p>")]

Blocks = list[tuple[str, Any]]


def credited_image() -> dict[str, Any]:
    return {"image": ImageFactory(), "alt": "Une échelle", "caption": "Sous le plateau"}


def full_body() -> Blocks:
    """One of every block of a body."""
    return [
        ("heading", {"text": "Derrière le rideau", "level": "2"}),
        ("paragraph", '<p>Une visite des ateliers, <a href="/fr/">ici</a>.</p>'),
        ("image", credited_image()),
        ("quote", {"text": "Le théâtre est un point d'optique.", "author": "Victor Hugo"}),
        ("callout", {"title": "Bon à savoir", "text": "<p>Prévoyez un casque.</p>"}),
        ("steps", [{"title": "Ouvrir", "text": "<p>La porte.</p>"}]),
        ("download", {"document": DocumentFactory(), "label": "Le programme"}),
        ("link", {"label": "Réserver", "url": "https://example.org/"}),
    ]


def full_media() -> Blocks:
    """One of every block of an item's media."""
    track = {"kind": "captions", "language": "fr", "file": DocumentFactory(), "url": ""}
    embed = {
        "provider": "peertube",
        "url": "https://video.example.org/w/1",
        "title": "Le film",
        "duration_seconds": 2880,
        "tracks": [track],
    }
    address = {"url": "https://example.org/visite", "title": "La salle des fêtes"}
    file = {"document": DocumentFactory(), "title": "Le livret"}
    question = {
        "text": "Qui est Réquisit ?",
        "image": credited_image(),
        "answers": [
            {"text": "Un chat", "correct": True, "feedback": "Oui, depuis 2014."},
            {"text": "Un décor", "correct": False, "feedback": ""},
        ],
    }
    return [
        ("video", embed),
        ("audio", embed | {"url": "https://audio.example.org/1", "tracks": []}),
        ("file", file),
        ("gallery", {"title": "Les ateliers", "images": [credited_image()]}),
        ("virtual_visit", address),
        ("iiif", address | {"url": "https://example.org/iiif/manifest.json"}),
        ("quiz", {"title": "Vrai ou faux", "questions": [question]}),
        ("game", address),
        ("document", file),
        ("external_link", address),
        ("transcript", {"language": "fr", "text": "<p>Bonsoir à tous.</p>"}),
        ("credits", [{"name": "Anne Morel", "part": "Image"}]),
    ]
