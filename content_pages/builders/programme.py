"""The programme as public JSON: its sections with what is public of their items."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.related import briefs
from cms.publication.documents.streams import stream
from content_pages.builders import jsonld
from content_pages.builders.values import text
from content_pages.builders.windows import ALWAYS
from content_pages.models import ProgrammePage


class ProgrammeBuilder:
    """An entry whose item is not public is left out; it comes back when the item does."""

    def window(self, page: ProgrammePage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: ProgrammePage, context: Context) -> Parts:
        card = {
            "summary": page.summary,
            "image": context.image(page.image, page.image_alt),
            "starts_at": page.starts_at,
            "ends_at": page.ends_at,
            "time_zone": page.time_zone,
        }
        context.expect(item.translation_key for item in _items(page))
        detail = card | {
            "sections": stream(page.sections, {"section": _section}, context),
            "partners": briefs(page.partners.all(), context),
            "proposals": {"from": page.proposals_from, "until": page.proposals_until},
        }
        return Parts(
            card=card,
            detail=detail | {"jsonld": jsonld.programme(page, detail, context)},
            facts={"starts_at": _iso(page.starts_at), "ends_at": _iso(page.ends_at)},
        )


def _items(page: ProgrammePage) -> Iterable[Any]:
    return (
        entry["item"]
        for section in page.sections or ()
        for entry in section.value["entries"]
        if entry["item"]
    )


def _section(value: Any, context: Context) -> Json:
    entries = (_entry(entry, context) for entry in value["entries"])
    return {
        "title": value["title"],
        "intro": text(value["intro"]),
        "entries": [entry for entry in entries if entry],
    }


def _entry(value: Any, context: Context) -> Json:
    key = value["item"].translation_key if value["item"] else None
    card, ref = context.card(key), context.ref(key)
    if card is None or ref is None:
        return None
    meant = next((one for one in ref["occurrences"] if one["uid"] == value["occurrence"]), None)
    return {"item": card, "occurrence": meant, "note": text(value["note"])}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
