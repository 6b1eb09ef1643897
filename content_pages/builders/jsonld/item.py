"""An item in schema.org's words: an event, a work, or a trip, after its format."""

from collections.abc import Mapping
from typing import Any

from cms.core.codes import code_list
from cms.publication.documents import Context, Json
from content_pages.builders.item_facts import ages
from content_pages.builders.jsonld.things import (
    Node,
    age_range,
    known,
    minutes,
    schema_names,
    schema_type,
    thing,
    vocabulary,
)
from content_pages.models import ItemPage

EVENTS = frozenset(
    {"BroadcastEvent", "EducationEvent", "Event", "ExhibitionEvent", "Festival", "MusicEvent"}
    | {"SocialEvent", "TheaterEvent"}
)
TRIPS = frozenset({"TouristTrip"})
# Works with a running time; of others it is the time one needs.
TIMED_WORKS = frozenset(
    {"AudioObject", "Audiobook", "Movie", "PodcastEpisode", "RadioEpisode", "VideoObject"}
)
MEDIA_OBJECTS = frozenset({"AudioObject", "VideoObject"})

# The properties a contributor is named by, where the type has no such property.
PERFORMERS = frozenset({"actor", "performer", "readBy"})


def item(page: ItemPage, detail: Mapping[str, Any], context: Context) -> Node:
    """JSON-LD of an item; the type is its format's."""
    type_ = schema_type("formats", page.format, "CreativeWork")
    node = thing(page, type_, detail, context) | _shared(detail)
    if type_ in TRIPS:
        return known(node | {"provider": _institution(detail)})
    node |= _audience(page, detail)
    if type_ in EVENTS:
        return known(node | _event(page, detail))
    return known(node | _work(page, type_, detail))


def _shared(detail: Mapping[str, Any]) -> Node:
    return {"offers": _offers(detail)}


def _audience(page: ItemPage, detail: Mapping[str, Any]) -> Node:
    """What works and events have in common, and trips have not."""
    return {
        "isAccessibleForFree": detail["is_free"],
        "inLanguage": _languages(detail),
        "typicalAgeRange": age_range(*ages(page)),
        "keywords": [theme["label"] for theme in detail["themes"]],
    }


def _languages(detail: Mapping[str, Any]) -> list[str]:
    """BCP 47 tags of what is spoken and signed; `zxx` when no language is needed."""
    signed = code_list("sign_languages")
    tags = [
        *detail["languages"]["spoken"],
        *(str(signed[code].extra["bcp47"]) for code in detail["languages"]["sign"]),
    ]
    return tags or (["zxx"] if detail["no_language_needed"] else [])


def _offers(detail: Mapping[str, Any]) -> Json:
    """One price as an Offer, a range as an AggregateOffer; free is a price of 0."""
    price, address = detail["access"]["price"], detail["access"]["url"]
    if price and price["min"] != price["max"]:
        amount = {
            "@type": "AggregateOffer",
            "lowPrice": price["min"],
            "highPrice": price["max"],
            "priceCurrency": price["currency"],
        }
    elif price or detail["is_free"]:
        amount = {
            "@type": "Offer",
            "price": price["min"] if price else 0.0,
            "priceCurrency": price["currency"] if price else "EUR",
        }
    else:
        return None
    return known(amount | {"url": address, "availabilityEnds": detail["available_until"]})


def _institution(detail: Mapping[str, Any]) -> Json:
    shown = detail["institution"]
    return shown and {"@type": "Organization", "name": shown["title"]}


def _work(page: ItemPage, type_: str, detail: Mapping[str, Any]) -> Node:
    lasting = "duration" if type_ in TIMED_WORKS else "timeRequired"
    return {
        **_creative(detail),
        **_people(detail, for_event=False),
        lasting: minutes(page.duration_minutes),
        "publisher": _institution(detail),
        "provider": _institution(detail) if type_ == "Course" else None,
        "contentRating": page.age_rating,
        "genre": detail["category"] and detail["category"]["title"],
        "educationalLevel": detail["level"] and detail["level"]["label"],
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
        "subjectOf": [_occurrence(page, one, "Event", detail) for one in detail["occurrences"]],
        **(_media_object(page, detail) if type_ in MEDIA_OBJECTS else {}),
    }


def _creative(detail: Mapping[str, Any]) -> Node:
    """What schema.org knows of creative works alone."""
    accessibility, licence = detail["accessibility_details"], detail["rights"]["licence"]
    return {
        "accessibilityFeature": schema_names("accessibility_features", detail["accessibility"]),
        "accessibilityHazard": schema_names("access_hazards", accessibility["hazards"]),
        "accessibilitySummary": accessibility["note"],
        "license": licence and licence["url"],
        "creditText": detail["rights"]["credit_line"],
    }


def _media_object(page: ItemPage, detail: Mapping[str, Any]) -> Node:
    embeds = [one["value"] for one in detail["media"] if one["type"] in {"video", "audio"}]
    return {
        "embedUrl": embeds[0]["url"] if embeds else None,
        "thumbnailUrl": detail["image"] and detail["image"]["src"],
        "uploadDate": page.first_published_at,
    }


def _people(detail: Mapping[str, Any], *, for_event: bool) -> Node:
    """Contributors by the property that names their part; events know fewer of them."""
    named: dict[str, list[Node]] = {}
    for person in detail["people"]:
        part = schema_type("roles", person["role"]["code"] if person["role"] else "", "contributor")
        if for_event:
            part = part if part in {"actor", "composer", "director"} else _part_in_event(part)
        elif part == "performer":
            part = "contributor"  # works have actors, events have performers
        kind = "Organization" if person["is_body"] else "Person"
        named.setdefault(part, []).append({"@type": kind, "name": person["name"]})
    return dict(named)


def _part_in_event(part: str) -> str:
    return "performer" if part in PERFORMERS else "contributor"


def _event(page: ItemPage, detail: Mapping[str, Any]) -> Node:
    """One occurrence is the event itself; several are its sub-events."""
    showings = detail["occurrences"]
    work = known({"@type": "CreativeWork", "name": page.title} | _creative(detail))
    node = {
        "duration": minutes(page.duration_minutes),
        "organizer": _institution(detail),
        "workFeatured": work if len(work) > 2 else None,
        "eventAttendanceMode": _attendance(detail),
        "location": _location(detail),
        **_people(detail, for_event=True),
    }
    if len(showings) == 1:
        return node | _occurrence(page, showings[0], "Event", detail) | {"@type": _type(page)}
    if not showings:
        return node
    ends = [one["ends_at"] for one in showings if one["ends_at"]]
    return node | {
        "startDate": min(one["starts_at"] for one in showings),
        "endDate": max(ends, default=None),
        "subEvent": [_occurrence(page, one, _type(page), detail) for one in showings],
    }


def _type(page: ItemPage) -> str:
    return schema_type("formats", page.format, "Event")


def _occurrence(
    page: ItemPage, showing: Mapping[str, Any], type_: str, detail: Mapping[str, Any]
) -> Node:
    status = schema_type("occurrence_statuses", showing["status"], "EventScheduled")
    return known(
        {
            "@type": type_,
            "name": page.title,
            "startDate": showing["starts_at"],
            "endDate": showing["ends_at"],
            "eventStatus": vocabulary(status),
            "eventAttendanceMode": _attendance(detail),
            "location": _location(detail, showing["url"]),
            "maximumAttendeeCapacity": showing["capacity"],
        }
    )


def _attendance(detail: Mapping[str, Any]) -> str | None:
    mode = detail["attendance"]
    return vocabulary(schema_type("attendance_modes", mode, "")) if mode else None


def _location(detail: Mapping[str, Any], address: str | None = None) -> list[Node]:
    """Where one goes for it: an address on the web, a place, or both."""
    address = address or detail["access"]["url"]
    places: list[Node] = []
    if detail["attendance"] != "onsite" and address:
        places.append({"@type": "VirtualLocation", "url": address})
    if detail["attendance"] != "online" and detail["place"]:
        places.append({"@type": "Place", "name": detail["place"], "address": detail["place"]})
    return places
