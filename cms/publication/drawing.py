"""What the built-in renderer shows of a document, sorted by what the JSON says and not by its kind.

A list of `{"type", "value"}` is a stream of blocks, a list of documents is a shelf of cards, the
rest are facts. A field nobody thought of here is still shown, under its own name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cms.core.codes import UnknownCode, code_list
from cms.core.locales import chain, default_locale

Json = Any

# Said elsewhere on the page, or meant for machines.
UNSHOWN = frozenset(
    {"id", "kind", "locale", "requested_locale", "fallback", "slug", "path", "title", "image"}
    | {"alternates", "jsonld", "quality", "is_free", "published_at", "updated_at", "featured"}
    | {"summary", "lead", "intro", "category", "format", "institution", "colour", "code", "key"}
    | {"surrogate_keys", "access_url", "next_occurrence", "navigation", "parent", "ancestors"}
    | {"town", "geo"}
)
LEADS = ("summary", "lead", "intro")
# Streams in reading order; others follow.
STREAM_ORDER = ("media", "sections", "body", "steps")
LABELS: Mapping[str, str | Promise] = {
    "access": _("Access"),
    "access_mode": _("Access"),
    "accessibility": _("Accessibility"),
    "accessibility_details": _("Accessibility in detail"),
    "address": _("Address"),
    "age": _("Age"),
    "attendance": _("Where"),
    "audiences": _("For whom"),
    "available_from": _("From"),
    "available_until": _("Until"),
    "body": "",
    "code": _("Code"),
    "building_accessibility": _("In the building"),
    "channels": _("Also on"),
    "contact": _("Contact"),
    "cost_band": _("Cost"),
    "credits": _("Credits"),
    "date": _("Date"),
    "duration_minutes": _("Duration"),
    "effort": _("Effort"),
    "ends_at": _("Until"),
    "guide_kind": _("Kind"),
    "features": _("Features"),
    "from": _("from"),
    "groups_only": _("For groups only"),
    "hazards": _("Please note"),
    "hours": _("Hours"),
    "institution_kind": _("Kind"),
    "languages": _("Languages"),
    "legal_name": _("Legal name"),
    "level": _("Level"),
    "media": "",
    "more_categories": _("Also in"),
    "no_language_needed": _("No language needed"),
    "note": _("Note"),
    "occurrences": _("Dates"),
    "on_demand": _("On demand"),
    "outputs": _("Helps to make"),
    "ownership": _("Ownership"),
    "partners": _("With"),
    "people": _("People"),
    "picks": _("Our picks"),
    "place": _("Place"),
    "practical_notes": _("Good to know"),
    "price": _("Price"),
    "programmes": _("Part of"),
    "related": _("See also"),
    "review_on": _("To be reviewed on"),
    "rating": _("Rating"),
    "rights": _("Rights"),
    "holder": _("Holder"),
    "licence": _("Licence"),
    "credit_line": _("Credit line"),
    "embed_allowed": _("Embedding allowed"),
    "download_allowed": _("Download allowed"),
    "accessibility_note": _("Accessibility"),
    "review_owner": _("Owner"),
    "roles": _("For whom"),
    "sections": "",
    "series": _("Series"),
    "sign": _("Sign language"),
    "spoken": _("Spoken"),
    "starts_at": _("From"),
    "steps": _("Step by step"),
    "subtitles": _("Subtitles"),
    "territory": _("Region"),
    "target_age": _("Ages"),
    "themes": _("Themes"),
    "topic": _("Topic"),
    "until": _("until"),
    "website": _("Website"),
    "windows": _("Rights windows"),
}
# Which code list names the codes of a field.
CODE_LISTS: Mapping[str, str] = {
    "access_mode": "access_modes",
    "accessibility": "accessibility_features",
    "attendance": "attendance_modes",
    "audiences": "audiences",
    "building_accessibility": "building_accessibility",
    "channel": "channels",
    "channels": "channels",
    "cost_band": "cost_bands",
    "feature": "accessibility_features",
    "format": "formats",
    "guide_kind": "guide_kinds",
    "hazards": "access_hazards",
    "institution_kind": "institution_kinds",
    "languages": "languages",
    "language": "languages",
    "level": "levels",
    "licence": "licences",
    "outputs": "formats",
    "ownership": "ownerships",
    "provider": "media_providers",
    "role": "roles",
    "roles": "guide_roles",
    "sign": "sign_languages",
    "spoken": "languages",
    "status": "occurrence_statuses",
    "subtitles": "languages",
    "territory": "territories",
    "territories": "territories",
    "topic": "guide_topics",
    "track_kind": "track_kinds",
}
GUIDE_CODE_LISTS: Mapping[str, str] = {"kind": "guide_kinds", "level": "guide_levels"}
UNNAMED_IN_FACTS = frozenset(
    {"id", "slug", "path", "kind", "key", "uid", "scheme", "is_body", "time_zone", "image"}
)


@dataclass
class Drawing:
    """A document, sorted for the template. `facts` are (label, lines)."""

    lead: str = ""
    badges: list[str] = field(default_factory=list)
    streams: list[tuple[str, list[Json]]] = field(default_factory=list)
    shelves: list[tuple[str, list[Json]]] = field(default_factory=list)
    facts: list[tuple[str, list[str]]] = field(default_factory=list)


def draw(document: Mapping[str, Json]) -> Drawing:
    """Sorts a detail document; labels and dates are in the active language."""
    drawing = Drawing(
        lead=next((document[key] for key in LEADS if document.get(key)), ""),
        badges=list(_badges(document)),
    )
    for key in _in_reading_order(document):
        value = document[key]
        if key in UNSHOWN or value is False or value in (None, "", [], {}):
            continue
        if _is_stream(value):
            drawing.streams.append((label(key), value))
        elif _is_shelf(value):
            drawing.shelves.append((label(key), value))
        elif lines := lines_of(key, value, document.get("kind", "")):
            drawing.facts.append((label(key), lines))
    return drawing


def label(key: str) -> str:
    """What a field is called, in the active language."""
    return str(LABELS.get(key, key.replace("_", " ").capitalize()))


def lines_of(key: str, value: Json, kind: str = "") -> list[str]:
    """A fact's value as lines of plain text."""
    if isinstance(value, list):
        lines = [text_of(key, one, kind) for one in value if one not in (None, "", {}, [])]
        return lines if any(isinstance(one, dict) for one in value) else [", ".join(lines)]
    if isinstance(value, dict) and not _name(value):
        return [
            f"{label(name)}: {', '.join(lines_of(name, one, kind))}"
            for name, one in value.items()
            if one not in (None, "", [], {}) and name not in UNNAMED_IN_FACTS and name != "url"
        ]
    return [text_of(key, value, kind)]


def text_of(key: str, value: Json, kind: str = "") -> str:
    """One value as plain text: a code as its label, a moment as a date, a thing as its name."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return _name(value) or " · ".join(
            text
            for name, one in value.items()
            if name not in UNNAMED_IN_FACTS and one not in (None, "", [], {})
            for text in lines_of(name, one, kind)
        )
    if key == "rating":
        return _rating(value)
    if key == "duration_minutes":
        return gettext("%(minutes)s min") % {"minutes": value}
    return _coded(key, value, kind) or _moment(value) or str(value)


def _badges(document: Mapping[str, Json]) -> Iterable[str]:
    for key in ("category", "format", "institution"):
        if value := document.get(key):
            yield text_of(key, value)
    if document.get("is_free"):
        yield gettext("Free")


def _in_reading_order(document: Mapping[str, Json]) -> list[str]:
    first = [key for key in STREAM_ORDER if key in document]
    return first + [key for key in document if key not in first]


def _is_stream(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and "type" in one and "value" in one for one in value
    )


def _is_shelf(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and "title" in one and "path" in one for one in value
    )


def _name(value: Mapping[str, Json]) -> str:
    """What a thing is called; a thing that says more than its name is not just named."""
    if len(value) > 5 and "path" not in value:
        return ""
    return next((str(value[key]) for key in ("label", "title") if value.get(key)), "")


def _coded(key: str, value: Json, kind: str) -> str:
    name = (GUIDE_CODE_LISTS if kind == "guide" else {}).get(key) or CODE_LISTS.get(key)
    if not name or not isinstance(value, str):
        return ""
    try:
        return code_list(name).label(value)
    except UnknownCode:
        return ""


def _rating(value: Json) -> str:
    """A legal age rating in words, whichever scheme it is of."""
    ratings = (one for scheme in code_list("age_schemes") for one in scheme.extra["ratings"])
    labels: dict[str, str] = next((one["label"] for one in ratings if one["code"] == value), {})
    wanted = chain(get_language() or default_locale())
    return next((labels[code] for code in wanted if code in labels), str(value))


def _moment(value: Json) -> str:
    if not isinstance(value, str) or len(value) < 10 or value[4:5] != "-":
        return ""
    try:
        moment = parse_datetime(value) if "T" in value else parse_date(value)
    except ValueError:
        return ""
    if isinstance(moment, datetime):
        return date_format(localtime(moment), "DATETIME_FORMAT")
    return date_format(moment, "DATE_FORMAT") if moment else ""
