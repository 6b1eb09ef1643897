"""Institutions, guides, programmes and news in schema.org's words."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cms.institutions.models import Institution
from cms.publication.documents.contract import Context, Json
from content_pages.builders.jsonld.places import attendance_mode, event_status, location
from content_pages.builders.jsonld.things import (
    Node,
    known,
    organisation,
    schema_type,
    thing,
)
from content_pages.models import GuidePage, InstitutionPage, NewsPage, ProgrammePage

# Places in schema.org's hierarchy, and no organisations: they have a location, and no legal name.
PLACES = frozenset(
    {"CivicStructure", "LandmarksOrHistoricalBuildings", "Museum", "MusicVenue", "Park"}
    | {"PerformingArtsTheater", "Zoo"}
)
# schema.org's LocalBusiness is both.
BUSINESSES = frozenset({"ArtGallery", "ArchiveOrganization", "Library", "MovieTheater"})


def institution(
    page: InstitutionPage, record: Institution, detail: Mapping[str, Any], context: Context
) -> Node:
    type_ = schema_type("institution_kinds", record.kind, "Organization")
    contact = detail["contact"]
    is_place, is_organisation = type_ in PLACES | BUSINESSES, type_ not in PLACES
    return known(
        thing(page, type_, detail, context)
        | {
            "legalName": detail["legal_name"] if is_organisation else None,
            "email": contact["email"] if is_organisation else None,
            "geo": _geo(detail) if is_place else None,
            "address": _address(detail),
            "telephone": contact["phone"],
            "sameAs": [
                *([detail["website"]] if detail["website"] else []),
                *(channel["url"] for channel in detail["channels"]),
            ],
        }
    )


def _address(detail: Mapping[str, Any]) -> Json:
    address = detail["address"]
    node = known(
        {
            "@type": "PostalAddress",
            "streetAddress": address["street"],
            "postalCode": address["postal_code"],
            "addressLocality": address["town"],
        }
    )
    return node if len(node) > 1 else None


def _geo(detail: Mapping[str, Any]) -> Json:
    return detail["geo"] and {"@type": "GeoCoordinates", **detail["geo"]}


def guide(page: GuidePage, detail: Mapping[str, Any], context: Context) -> Node:
    """A guide is read to learn from; its steps stay in the document."""
    level = detail["level"]
    return known(
        thing(page, "LearningResource", detail, context)
        | {
            "inLanguage": [context.locale],
            "isAccessibleForFree": True,
            "educationalLevel": level and level["label"],
            "learningResourceType": detail["guide_kind"] and detail["guide_kind"]["label"],
            "about": detail["topic"] and detail["topic"]["label"],
            "datePublished": page.first_published_at,
            "dateModified": page.last_published_at,
        }
    )


def programme(page: ProgrammePage, detail: Mapping[str, Any], context: Context) -> Node:
    """A festival whose sub-events are the occurrences its sections name."""
    entries = [entry for section in detail["sections"] for entry in section["value"]["entries"]]
    festival = thing(page, "Festival", detail, context)
    return known(
        festival
        | {
            "startDate": page.starts_at,
            "endDate": page.ends_at,
            "location": [{"@type": "VirtualLocation", "url": festival["url"]}],
            "organizer": [organisation(partner, context) for partner in detail["partners"]],
            "subEvent": [_entry(entry, context) for entry in entries if entry["occurrence"]],
            "workFeatured": [_work(entry, context) for entry in entries if not entry["occurrence"]],
        }
    )


def _work(entry: Mapping[str, Any], context: Context) -> Node:
    item = entry["item"]
    return {
        "@type": "CreativeWork",
        "name": item["title"],
        "url": context.absolute(item["path"]),
    }


def _entry(entry: Mapping[str, Any], context: Context) -> Node:
    shown, item = entry["occurrence"], entry["item"]
    address = shown["url"] or context.absolute(item["path"])
    place = (context.ref(item["id"]) or {}).get("place")
    return known(
        {
            "@type": "Event",
            "name": entry["item"]["title"],
            "url": context.absolute(entry["item"]["path"]),
            "location": location(item["attendance"], place, address),
            "startDate": shown["starts_at"],
            "endDate": shown["ends_at"],
            "eventStatus": event_status(shown["status"]),
            "eventAttendanceMode": attendance_mode(item),
        }
    )


def news(page: NewsPage, detail: Mapping[str, Any], context: Context) -> Node:
    portal = {
        "@type": "Organization",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": context.absolute(f"/{context.locale}/"),
    }
    return known(
        thing(page, "NewsArticle", detail, context)
        | {
            "headline": page.title,
            "author": [portal],
            "publisher": portal,
            "inLanguage": [context.locale],
            "isAccessibleForFree": True,
            "datePublished": page.date,
            "dateModified": page.last_published_at,
        }
    )
