"""What a card says below its title, whichever kind of document it is of."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from cms.publication.rendering import moments, values
from cms.publication.rendering.statements import occurrence
from cms.publication.rendering.typography import spaced

Json = Any


def small_print(card: Json) -> list[str]:
    """A few words: what it is, whose, when, how long; all in the card's own language."""
    with override(card.get("locale") or get_language()):
        return [text for text in _words(card) if text]


def other_language(card: Json) -> str:
    """The language of a card that stands in for one in the page's; empty for the page's own."""
    code = card.get("locale")
    if not code or code == get_language():
        return ""
    return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code, code))


def _words(card: Json) -> Iterator[str]:
    for name in ("format", "institution_kind", "guide_kind", "topic"):
        if card.get(name):
            yield values.label_of(name, card[name])
    if card.get("institution"):
        yield str(card["institution"]["title"])
    yield card.get("town") or ""
    if on := moments.date_of(card.get("date")):
        yield moments.day(on)
    if minutes := card.get("duration_minutes"):
        yield values.duration(minutes)
    if hours := (card.get("effort") or {}).get("hours"):
        yield values.duration(hours * 60)
    if card.get("is_free"):
        yield gettext("Free")


def title(card: Json) -> str:
    """With the spaces of the card's own language, which may not be the page's."""
    return spaced(str(card.get("title") or ""), card.get("locale"))


def lead(card: Json) -> str:
    """The sentence below the title, whichever the kind calls it."""
    text = next((card[name] for name in ("summary", "lead", "intro") if card.get(name)), "")
    return spaced(str(text), card.get("locale"))


def card_of(entry: Json) -> Json:
    """A programme's entry as a card: the item's, with the occurrence that is meant and the note."""
    meant = entry.get("occurrence") or entry["item"].get("next_occurrence")
    return entry["item"] | {"next_occurrence": meant, "note": entry.get("note")}


def next_date(card: Json) -> str:
    """When it happens next, or when a programme does; empty where it is always there."""
    return occurrence(card.get("next_occurrence") or card)
