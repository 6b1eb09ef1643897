"""schema.org: the type fits the format, and nothing unknown is claimed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cms.core.codes import code_list
from content_pages.models import Contribution
from tests.content_pages.builders.documents import detail_of
from tests.content_pages.builders.search_engines import EVENTS, RULES, faults
from tests.factories import (
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

EVENING = datetime(2031, 5, 17, 18, tzinfo=UTC)


def jsonld_of(item: Any) -> dict[str, Any]:
    node: dict[str, Any] = detail_of(item)["jsonld"]
    return node


def showing(*starts: datetime, **values: Any) -> dict[str, Any]:
    item = ItemFactory(**values)
    item.occurrences = [occurrence(start, status="moved_online") for start in starts]
    go_live(item)
    return jsonld_of(item)


FORMATS = code_list("formats").codes


@pytest.mark.parametrize("format_", FORMATS)
def test_the_type_is_the_formats(format_: str) -> None:
    node = jsonld_of(ItemFactory(published=True, complete=True, format=format_))
    assert node["@type"] == code_list("formats")[format_].extra["schema_org"]
    assert node["@context"] == "https://schema.org"
    assert faults(node) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_what_takes_place_at_no_known_time_is_no_event(format_: str) -> None:
    """Nor is a video one that search engines take, without its picture."""
    node = jsonld_of(ItemFactory(published=True, format=format_))
    type_ = code_list("formats")[format_].extra["schema_org"]
    assert node["@type"] == ("CreativeWork" if type_ in {*EVENTS.split(), "VideoObject"} else type_)
    assert faults(node) == []


def test_what_is_left_of_an_event_is_its_recording() -> None:
    item = ItemFactory(published=True, complete=True, format="concert", occurrences=[])
    node = jsonld_of(item)
    assert node["@type"] == "VideoObject"
    assert node["thumbnailUrl"] == detail_of(item)["image"]["src"]
    assert RULES["VideoObject"].required <= node.keys()


@pytest.mark.parametrize(("format_", "unknown"), [("concert", {"performer"}), ("article", set())])
def test_what_is_recommended_is_said_where_it_is_known(format_: str, unknown: set[str]) -> None:
    node = jsonld_of(ItemFactory(published=True, complete=True, format=format_))
    rule = RULES[node["@type"]]
    assert rule.recommended - node.keys() == unknown
    assert node.get("author", [node.get("organizer")])[0]["@type"] == "Organization"


@pytest.mark.parametrize(
    ("watched", "embedded"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/embed/dQw4w9WgXcQ",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "https://www.youtube.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://rutube.ru/video/abc123/", "https://rutube.ru/play/embed/abc123"),
        ("https://elsewhere.example.org/watch?v=1", None),
    ],
)
def test_the_address_of_the_player_where_it_is_known(watched: str, embedded: str | None) -> None:
    media = [("video", {"provider": "other", "url": watched, "title": "", "tracks": []})]
    values = {"published": True, "complete": True, "format": "recording", "media": media}
    assert jsonld_of(ItemFactory(**values)).get("embedUrl") == embedded
    assert "embedUrl" not in jsonld_of(ItemFactory(**values, embed_allowed=False))


def test_news_name_their_author() -> None:
    node = detail_of(NewsFactory(published=True, complete=True))["jsonld"]
    assert RULES["NewsArticle"].recommended <= node.keys()
    assert faults(node) == []


def test_the_rules_see_what_they_are_there_to_see() -> None:
    event = {"@type": "MusicEvent", "name": "x", "location": [{"@type": "Place", "name": "y"}]}
    assert faults(event) == ["MusicEvent has no startDate", "Place has no address"]
    assert faults(
        {"@type": "VideoObject", "name": "x", "embedUrl": "/watch", "uploadDate": "May"}
    ) == [
        "VideoObject has no thumbnailUrl",
        "VideoObject.embedUrl is no address: /watch",
        "VideoObject.uploadDate is no moment: May",
    ]
    shown = {"@type": "Event", "name": "x", "location": [], "startDate": "2031-05-20"}
    festival = shown | {"@type": "Festival", "endDate": "2031-05-20", "readBy": []}
    assert faults(festival | {"subEvent": [shown | {"startDate": "2031-05-21"}]})[:2] == [
        "Festival ends before its sub-events",
        "Festival has no property readBy",
    ]


def test_what_is_free_is_offered_for_nothing() -> None:
    node = jsonld_of(ItemFactory(published=True))
    assert node["isAccessibleForFree"] is True
    assert (node["offers"]["@type"], node["offers"]["price"]) == ("Offer", 0)


def test_a_range_of_prices() -> None:
    item = ItemFactory(
        published=True, access_mode="paid", price_min="5", price_max="9.50", currency="RUB"
    )
    offers = jsonld_of(item)["offers"]
    assert offers["@type"] == "AggregateOffer"
    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"]) == (5, 9.5, "RUB")


def test_nothing_is_said_of_an_unknown_price() -> None:
    node = jsonld_of(ItemFactory(published=True, access_mode="paid"))
    assert "offers" not in node
    assert node["isAccessibleForFree"] is False


def test_a_recording_has_a_duration_an_article_takes_time() -> None:
    film = jsonld_of(ItemFactory(published=True, format="film", duration_minutes=95))
    article = jsonld_of(ItemFactory(published=True, format="article", duration_minutes=60))
    assert (film["duration"], article["timeRequired"]) == ("PT1H35M", "PT1H")
    assert "duration" not in article


def test_one_occurrence_is_the_event() -> None:
    node = showing(EVENING, format="concert")
    assert node["@type"] == "MusicEvent"
    assert node["startDate"] == "2031-05-17T18:00:00Z"
    assert node["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert node["location"] == [
        {"@type": "VirtualLocation", "url": "https://example.org/coulisses"}
    ]
    assert "subEvent" not in node


def test_several_occurrences_are_sub_events() -> None:
    node = showing(EVENING, EVENING.replace(day=18), format="concert")
    assert [one["startDate"] for one in node["subEvent"]] == [
        "2031-05-17T18:00:00Z",
        "2031-05-18T18:00:00Z",
    ]
    assert (node["startDate"], node["endDate"]) == ("2031-05-17T18:00:00Z", "2031-05-18T19:30:00Z")


@pytest.mark.parametrize(("duration", "ends"), [(90, "2031-05-26T19:30:00Z"), (None, None)])
def test_an_event_is_not_over_before_a_showing_whose_end_is_open(
    duration: int | None, ends: str | None
) -> None:
    item = ItemFactory(format="concert", duration_minutes=duration)
    item.occurrences = [occurrence(EVENING), occurrence(EVENING.replace(day=26), minutes=None)]
    go_live(item)
    node = jsonld_of(item)
    assert node.get("endDate") == ends
    assert faults(node) == []


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("cancelled", "cancelled"), "https://schema.org/EventCancelled"),
        (("cancelled", "scheduled"), None),
    ],
)
def test_what_all_showings_share_is_said_of_the_event(
    statuses: tuple[str, str], said: str | None
) -> None:
    item = ItemFactory(format="concert")
    item.occurrences = [
        occurrence(EVENING.replace(day=17 + at), status=status)
        for at, status in enumerate(statuses)
    ]
    go_live(item)
    assert jsonld_of(item).get("eventStatus") == said


@pytest.mark.parametrize("format_", FORMATS)
def test_people_are_named_by_properties_the_type_has(format_: str) -> None:
    roles = code_list("roles").codes
    item = ItemFactory(complete=True, format=format_)
    item.contributions = [
        Contribution(name=f"Anna {role}", role=role, sort_order=at) for at, role in enumerate(roles)
    ]
    go_live(item)
    node = jsonld_of(item)
    assert faults(node) == []
    named = {
        one["name"]
        for value in node.values()
        if isinstance(value, list)
        for one in value
        if isinstance(one, dict) and "name" in one
    }
    assert {f"Anna {role}" for role in roles} <= named or node["@type"] == "TouristTrip"


def test_showings_of_a_work_are_events_about_it() -> None:
    node = showing(EVENING, format="film")
    assert node["@type"] == "Movie"
    assert "startDate" not in node
    assert [one["@type"] for one in node["subjectOf"]] == ["Event"]


def test_accessibility_in_the_words_of_the_vocabulary() -> None:
    node = jsonld_of(ItemFactory(published=True, complete=True))
    assert node["accessibilityFeature"] == ["captions", "signLanguage"]
    assert node["accessibilityHazard"] == ["flashing"]
    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert node["inLanguage"] == ["fr", "fsl"]
    assert node["typicalAgeRange"] == "12-99"


@pytest.mark.parametrize("kind", code_list("institution_kinds").codes)
def test_an_institution_has_the_properties_of_its_type(kind: str) -> None:
    page = InstitutionFactory(complete=True, institution__kind=kind)
    record = page.institution
    record.latitude, record.longitude, record.public_email = 47.2, -1.5, "a@example.org"
    record.save()
    go_live(page)
    node = detail_of(page)["jsonld"]
    assert faults(node) == []
    assert {"geo", "email"} & node.keys()


def test_no_language_needed() -> None:
    node = jsonld_of(ItemFactory(published=True, no_language_needed=True))
    assert node["inLanguage"] == ["zxx"]


def test_a_programme_names_its_events_where_they_take_place() -> None:
    item = ItemFactory(attendance="onsite", place="Quai 4, Nantes")
    item.occurrences = [occurrence(EVENING), occurrence(EVENING.replace(day=18))]
    go_live(item)
    meant = detail_of(item)["occurrences"][1]
    entry = {"item": item, "occurrence": meant["uid"], "note": ""}
    programme = ProgrammeFactory(
        published=True,
        starts_at=EVENING,
        ends_at=EVENING.replace(day=20),
        sections=[("section", {"title": "La nuit", "intro": "", "entries": [entry]})],
    )
    detail = detail_of(programme)
    assert detail["sections"][0]["value"]["entries"][0]["occurrence"] == meant
    [event] = detail["jsonld"]["subEvent"]
    assert event["startDate"] == meant["starts_at"]
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    place = {"@type": "Place", "name": "Quai 4, Nantes", "address": "Quai 4, Nantes"}
    assert event["location"] == [place]
    assert faults(detail["jsonld"]) == []
