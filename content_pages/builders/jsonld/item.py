"""An item in schema.org's words: an event, a work, or a trip, after its format."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from cms.core.codes import code_list
from cms.publication.documents.contract import Context, Json
from content_pages.builders.item_facts import ages
from content_pages.builders.jsonld.places import attendance_mode, event_status, location
from content_pages.builders.jsonld.players import is_played, player
from content_pages.builders.jsonld.things import (
    Node,
    age_range,
    known,
    minutes,
    organisation,
    schema_names,
    schema_type,
    thing,
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
ARTICLES = frozenset({"Article"})
# What is left of an event when it is over, by the kind of its media.
RECORDED = {"video": "VideoObject", "audio": "AudioObject"}
MEDIA_OBJECTS = frozenset({"AudioObject", "VideoObject"})

PERFORMERS = frozenset({"actor", "performer", "readBy"})
SCREENED = frozenset({"Movie", "PodcastEpisode", "RadioEpisode", "VideoObject"})
# Works that have the property (schema.org's domains); others name the person as contributor.
WORKS_WITH = {
    "actor": SCREENED,
    "composer": frozenset[str](),
    "director": SCREENED,
    "illustrator": frozenset({"Audiobook", "Book"}),
    "performer": frozenset[str](),
    "readBy": frozenset({"Audiobook"}),
}


def item(page: ItemPage, detail: Mapping[str, Any], context: Context) -> Node:
    """JSON-LD of an item; the type is its format's."""
    type_ = _type(page, detail)
    maker = _institution(detail, context)
    node = thing(page, type_, detail, context) | _shared(detail)
    if type_ in TRIPS:
        return known(node | {"provider": maker})
    node |= _audience(page, detail)
    if type_ in EVENTS:
        return known(node | _event(page, node, maker, detail))
    return known(node | _work(page, node, maker, detail))


def _type(page: ItemPage, detail: Mapping[str, Any]) -> str:
    """The format's type; what takes place at no known time is no event but what is left of it."""
    type_ = schema_type("formats", page.format, "CreativeWork")
    if type_ in EVENTS and not detail["occurrences"]:
        kinds = [RECORDED[block["type"]] for block in detail["media"] if block["type"] in RECORDED]
        type_ = next(iter(kinds), "CreativeWork")
    # A video is known by its picture: without one, search engines refuse it.
    return "CreativeWork" if type_ == "VideoObject" and not detail["image"] else type_


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


def _institution(detail: Mapping[str, Any], context: Context) -> Json:
    shown = detail["institution"]
    return organisation(context.ref(shown["id"]), context) if shown else None


def _work(page: ItemPage, root: Node, maker: Json, detail: Mapping[str, Any]) -> Node:
    type_ = root["@type"]
    lasting = "duration" if type_ in TIMED_WORKS else "timeRequired"
    people = _people(detail, type_)
    if type_ in ARTICLES:
        people.setdefault("author", [maker] if maker else [])
    return {
        **_creative(detail),
        **people,
        "headline": page.title if type_ in ARTICLES else None,
        lasting: minutes(page.duration_minutes),
        "publisher": maker,
        "provider": maker if type_ == "Course" else None,
        "contentRating": page.age_rating,
        "genre": detail["category"] and detail["category"]["title"],
        "educationalLevel": detail["level"] and detail["level"]["label"],
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
        "subjectOf": [_occurrence(root, one, "Event", detail) for one in detail["occurrences"]],
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
    played = [one["value"] for one in detail["media"] if one["type"] in RECORDED]
    if detail["rights"]["embed_allowed"] is False:
        played = []
    files = [one["value"]["document"] for one in detail["media"] if one["type"] == "file"]
    return {
        "embedUrl": next((found for one in played if (found := player(one["url"]))), None),
        "contentUrl": next((one["url"] for one in files if is_played(one["type"])), None),
        "thumbnailUrl": detail["image"] and detail["image"]["src"],
        "uploadDate": page.first_published_at,
    }


def _people(detail: Mapping[str, Any], type_: str) -> Node:
    """Contributors by the property that names their part, where the type has it."""
    named: dict[str, list[Node]] = {}
    for person in detail["people"]:
        part = schema_type("roles", person["role"]["code"] if person["role"] else "", "contributor")
        if type_ in EVENTS:
            part = part if part in {"actor", "composer", "director"} else _part_in_event(part)
        elif type_ not in WORKS_WITH.get(part, {type_}):
            part = "contributor"
        kind = "Organization" if person["is_body"] else "Person"
        named.setdefault(part, []).append({"@type": kind, "name": person["name"]})
    return dict(named)


def _part_in_event(part: str) -> str:
    return "performer" if part in PERFORMERS else "contributor"


def _event(page: ItemPage, root: Node, maker: Json, detail: Mapping[str, Any]) -> Node:
    """One occurrence is the event itself; several are its sub-events."""
    showings = detail["occurrences"]
    work = known({"@type": "CreativeWork", "name": page.title} | _creative(detail))
    node = {
        "duration": minutes(page.duration_minutes),
        "organizer": maker,
        "workFeatured": work if len(work) > 2 else None,
        "eventAttendanceMode": attendance_mode(detail),
        "location": _location(detail),
        **_people(detail, root["@type"]),
    }
    if len(showings) == 1:
        return node | _occurrence(root, showings[0], root["@type"], detail)
    root = root | {"organizer": maker}
    statuses = {one["status"] for one in showings}
    return node | {
        "startDate": min(one["starts_at"] for one in showings),
        "endDate": _end(page, showings),
        "eventStatus": event_status(statuses.pop()) if len(statuses) == 1 else None,
        "subEvent": [_occurrence(root, one, root["@type"], detail) for one in showings],
    }


def _end(page: ItemPage, showings: Sequence[Mapping[str, Any]]) -> Json:
    """When the last of them is over; None where one has no known end that could be later."""
    lasting = timedelta(minutes=page.duration_minutes) if page.duration_minutes else None
    ends = [one["ends_at"] or (lasting and one["starts_at"] + lasting) for one in showings]
    known_end = max((end for end in ends if end), default=None)
    open_ended = (one["starts_at"] for one, end in zip(showings, ends, strict=True) if not end)
    if known_end is None or any(begin > known_end for begin in open_ended):
        return None
    return known_end


def _occurrence(
    root: Node, showing: Mapping[str, Any], type_: str, detail: Mapping[str, Any]
) -> Node:
    """One showing, which search engines look at by itself: it says again what it is."""
    return known(
        {
            "@type": type_,
            **{name: root.get(name) for name in ("name", "url", "description", "image")},
            "organizer": root.get("organizer"),
            "startDate": showing["starts_at"],
            "endDate": showing["ends_at"],
            "eventStatus": event_status(showing["status"]),
            "eventAttendanceMode": attendance_mode(detail),
            "location": _location(detail, showing["url"]),
            "maximumAttendeeCapacity": showing["capacity"],
        }
    )


def _location(detail: Mapping[str, Any], address: str | None = None) -> list[Node]:
    return location(detail["attendance"], detail["place"], address or detail["access"]["url"])
