"""Where and how something takes place, in schema.org's words."""

from collections.abc import Mapping
from typing import Any

from content_pages.builders.jsonld.things import Node, schema_type, vocabulary


def event_status(status: str) -> str:
    return vocabulary(schema_type("occurrence_statuses", status, "EventScheduled"))


def attendance_mode(item: Mapping[str, Any]) -> str | None:
    mode = item["attendance"]
    return vocabulary(schema_type("attendance_modes", mode, "")) if mode else None


def location(attendance: str | None, place: str | None, address: str | None) -> list[Node]:
    """Where one goes for it: an address on the web, a place, or both."""
    places: list[Node] = []
    if attendance != "onsite" and address:
        places.append({"@type": "VirtualLocation", "url": address})
    if attendance != "online" and place:
        places.append({"@type": "Place", "name": place, "address": place})
    return places
