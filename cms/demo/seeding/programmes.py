"""Programmes: planted bare, since items name them; filled once the items are there."""

from datetime import datetime
from typing import Any

from cms.demo.content import read
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.item_rows import occurrence_uid
from cms.demo.seeding.pictures import Picture
from cms.demo.seeding.tree import section
from content_pages.models import InstitutionPage, ItemPage, ProgrammePage


def specs() -> list[Spec]:
    found: list[Spec] = read("programmes.toml")["programmes"]
    return found


def picture(spec: Spec) -> Picture:
    first = locales_of(spec)[0]
    return Picture(f"programme-{spec['key']}", spec[first]["title"], spec["motif"], spec["palette"])


def seed_programmes(ground: Ground) -> None:
    for spec in specs():
        image, zone = ground.studio.image(picture(spec)), spec["zone"]
        call = [ground.moment(days, zone=zone) for days in spec.get("proposals", [])]
        for code in locales_of(spec):
            ground.plant(
                section(ground, "programmes", code), ProgrammePage,
                key_of("programme", spec["key"]), code, days_ago=30,
                title=spec[code]["title"], summary=spec[code]["summary"],
                image=image, image_alt=picture(spec).alt(code), time_zone=zone,
                starts_at=_at(ground, spec["starts"], zone),
                ends_at=_at(ground, spec["ends"], zone),
                proposals_from=call[0] if call else None,
                proposals_until=call[1] if call else None,
                partners=ground.nearest_of(
                    InstitutionPage, "institution", spec["partners"], code
                ),
            )  # fmt: skip


def _at(ground: Ground, written: tuple[int, str], zone: str) -> datetime:
    """`[days from today, local time]` as a moment."""
    days, clock = written
    return ground.moment(days, clock, zone=zone)


def seed_sections(ground: Ground) -> None:
    for spec in specs():
        for code in locales_of(spec):
            page = ground.found(ProgrammePage, key_of("programme", spec["key"]), code)
            if not page.sections:
                parts = [_section(ground, spec, part, code) for part in spec["sections"]]
                ground.revise(page, sections=parts)


def _section(ground: Ground, spec: Spec, part: Spec, locale: str) -> tuple[str, Any]:
    title, intro = spec[locale]["sections"][part["id"]]
    entries = []
    for key, number, note in part["entries"]:
        item = ground.nearest(ItemPage, key_of("item", key), locale)
        uid = "" if number == "" else str(occurrence_uid(key, number))
        entries.append({"item": item, "occurrence": uid, "note": note})
    return "section", {"title": title, "intro": intro, "entries": entries}
