"""What a field of an item's page is called in an authored item, and back."""

from collections.abc import Mapping

from content_pages.authored.reading import PLAIN_TEXTS, STREAMS

TEXTS = frozenset({*PLAIN_TEXTS, *STREAMS, "slug"})
ELSEWHERE: Mapping[str, str] = {
    "access_mode": "access.mode",
    "access_url": "access.url",
    "price_min": "access.price.min",
    "price_max": "access.price.max",
    "currency": "access.price.currency",
    "on_demand_from": "on_demand.from",
    "on_demand_until": "on_demand.until",
    "age_scheme": "age.scheme",
    "age_rating": "age.rating",
    "target_age_from": "target_age.from",
    "target_age_to": "target_age.to",
    "hazards": "accessibility.hazards",
    "accessibility_contact": "accessibility.contact",
    "accessibility_features": "accessibility.features",
    "spoken_languages": "languages.spoken",
    "subtitle_languages": "languages.subtitles",
    "sign_languages": "languages.sign",
    "no_language_needed": "languages.none_needed",
    "rights_holder": "rights.holder",
    "licence": "rights.licence",
    "embed_allowed": "rights.embed_allowed",
    "download_allowed": "rights.download_allowed",
    "rights_windows": "rights.windows",
    "contributions": "people",
    "related_items": "related",
}
BACK = {loc: field for field, loc in ELSEWHERE.items()}


def loc_of(field: str, locale: str) -> str:
    """Where a field of the page in `locale` stands in the item."""
    return f"texts.{locale}.{field}" if field in TEXTS else ELSEWHERE.get(field, field)


def field_of(loc: str) -> str:
    """The field a place in an item is kept in; a field's own name is that field."""
    if loc in BACK:
        return BACK[loc]
    parts = loc.split(".")
    if parts[0] == "texts" and len(parts) > 2:
        return parts[2]
    return parts[0] if len(parts) == 1 else BACK.get(".".join(parts[:2]), parts[0])
