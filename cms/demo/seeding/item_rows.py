"""The rows and dates of an item, relative to today."""

from datetime import timedelta
from typing import Any

from cms.demo.seeding.ground import HOME_ZONE, Ground, Spec, key_of
from cms.demo.seeding.item_people import names
from content_pages.models import AccessibilityFeature, Contribution, Occurrence, RightsWindow

OPEN_LICENCES = {"cc0", "cc_by", "cc_by_sa", "etalab_2", "public_domain_mark"}


def occurrence_uid(item_key: str, number: int) -> Any:
    """The same in every language."""
    return key_of("occurrence", f"{item_key}/{number}")


def occurrences(ground: Ground, item: Spec, zone: str, url: str) -> list[Occurrence]:
    rows = []
    for number, one in enumerate(item.get("occurrences", [])):
        starts = ground.moment(one["in_days"], one["at"], zone=zone)
        rows.append(
            Occurrence(
                uid=occurrence_uid(item["key"], number),
                sort_order=number,
                starts_at=starts,
                ends_at=starts + timedelta(minutes=one["minutes"]),
                time_zone=zone,
                status=one.get("status", "scheduled"),
                url=url,
                capacity=one.get("capacity"),
            )
        )
    return rows


def features(ground: Ground, item: Spec) -> list[AccessibilityFeature]:
    """Each was verified some day of the last months; one in seven not yet."""
    rows = []
    for number, feature in enumerate(item.get("accessibility", [])):
        seed = sum(map(ord, item["key"] + feature))
        verified = None if seed % 7 == 0 else ground.day(-(seed % 240) - 3)
        rows.append(AccessibilityFeature(feature=feature, verified_on=verified, sort_order=number))
    return rows


def windows(ground: Ground, item: Spec) -> list[RightsWindow]:
    return [
        RightsWindow(
            opens_at=ground.moment(one["from_days"]),
            closes_at=ground.moment(one["to_days"]),
            territories=one.get("territories", []),
            channels=one.get("channels", []),
            languages=one.get("languages", []),
            sort_order=number,
        )
        for number, one in enumerate(item.get("windows", []))
    ]


def contributions(item: Spec, locale: str) -> list[Contribution]:
    return [
        Contribution(name=one.name, role=one.role, is_body=one.is_body, sort_order=number)
        for number, one in enumerate(names(item, locale))
    ]


def dates(ground: Ground, item: Spec) -> Spec:
    """On demand and featured, where the item says so."""
    found: Spec = {}
    for name, start, end in (
        ("available", "on_demand_from", "on_demand_until"),
        ("featured", "featured_from", "featured_until"),
    ):
        if name in item:
            found[start] = ground.moment(item[name][0], zone=HOME_ZONE)
            found[end] = ground.moment(item[name][1], zone=HOME_ZONE)
    return found


def permissions(licence: str) -> tuple[bool | None, bool | None]:
    """Whether embedding and downloading are allowed; unknown where the licence leaves it open."""
    if licence in OPEN_LICENCES:
        return True, True
    return (None, False) if licence == "in_copyright" else (True, False)
