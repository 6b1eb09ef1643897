"""What large consumers of schema.org ask of a document, as a table.

Required and recommended as Google's pages on structured data have them
(developers.google.com/search/docs/appearance/structured-data: event, video, article, course-info);
the types of events are schema.org's.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

Node = dict[str, Any]


class Rule(NamedTuple):
    required: frozenset[str]
    recommended: frozenset[str] = frozenset()


def _rule(required: str, recommended: str = "") -> Rule:
    return Rule(frozenset(required.split()), frozenset(recommended.split()))


EVENT = _rule(
    "name startDate location",
    "description endDate eventStatus image offers organizer performer",
)
EVENTS = (
    "BroadcastEvent EducationEvent Event ExhibitionEvent Festival MusicEvent SocialEvent "
    "TheaterEvent"
)
ARTICLE = _rule("headline", "author dateModified datePublished image")
RULES = dict.fromkeys(EVENTS.split(), EVENT) | {
    "VideoObject": _rule("name thumbnailUrl uploadDate", "description duration embedUrl"),
    "Article": ARTICLE,
    "NewsArticle": ARTICLE,
    "Course": _rule("name description provider"),
    "Offer": _rule("price priceCurrency"),
    "AggregateOffer": _rule("lowPrice priceCurrency"),
    "Place": _rule("name address"),
    "VirtualLocation": _rule("url"),
    "Organization": _rule("name", "url"),
    "Person": _rule("name"),
}
_BOTH = "ArtGallery ArchiveOrganization Library MovieTheater"
PLACES = (
    f"CivicStructure LandmarksOrHistoricalBuildings Museum MusicVenue Park PerformingArtsTheater "
    f"Place Zoo {_BOTH}"
)
ORGANISATIONS = (
    f"CollegeOrUniversity EducationalOrganization NewsMediaOrganization Organization {_BOTH}"
)
# schema.org's domains of the properties that name a person's part.
_SCREENED = "Movie PodcastEpisode RadioEpisode VideoObject"
DOMAINS = {
    "actor": frozenset(f"{_SCREENED} {EVENTS}".split()),
    "composer": frozenset(EVENTS.split()),
    "director": frozenset(f"{_SCREENED} {EVENTS}".split()),
    "illustrator": frozenset({"Audiobook", "Book"}),
    "geo": frozenset(PLACES.split()),
    "email": frozenset(ORGANISATIONS.split()),
    "legalName": frozenset(ORGANISATIONS.split()),
    "organizer": frozenset(EVENTS.split()),
    "performer": frozenset(EVENTS.split()),
    "readBy": frozenset({"Audiobook"}),
}
ADDRESSES = ("url", "@id", "thumbnailUrl", "embedUrl", "contentUrl", "license")
MOMENTS = ("startDate", "endDate", "uploadDate", "datePublished", "dateModified")


def faults(node: Node) -> list[str]:
    """What a consumer would refuse, one line each, nested things included."""
    return [fault for one in nodes(node) for fault in _faults(one)]


def _faults(node: Node) -> Iterator[str]:
    kind = node["@type"]
    for missing in sorted(RULES.get(kind, Rule(frozenset())).required - node.keys()):
        yield f"{kind} has no {missing}"
    for name in ADDRESSES:
        if name in node and not str(node[name]).startswith(("https://", "http://")):
            yield f"{kind}.{name} is no address: {node[name]}"
    for name in MOMENTS:
        if name in node and not _is_moment(node[name]):
            yield f"{kind}.{name} is no moment: {node[name]}"
    if "endDate" in node and node["endDate"] < node.get("startDate", ""):
        yield f"{kind} ends before it starts"
    later = [one.get("endDate", one["startDate"]) for one in node.get("subEvent", ())]
    if "endDate" in node and max(later, default="") > node["endDate"]:
        yield f"{kind} ends before its sub-events"
    for name in sorted(DOMAINS.keys() & node.keys()):
        if kind not in DOMAINS[name]:
            yield f"{kind} has no property {name}"
    yield from (
        f"{kind}.{name} is empty" for name, value in node.items() if value in (None, "", [])
    )


def _is_moment(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text))
    except ValueError:
        return False


def nodes(value: Any) -> Iterator[Node]:
    """A thing and all things in it."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)
