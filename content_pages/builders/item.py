"""The item as public JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms.core.codes import code_list
from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.related import briefs, cards
from cms.publication.documents.streams import stream
from content_pages.builders import item_facts, jsonld
from content_pages.builders.blocks import BODY, MEDIA
from content_pages.builders.item_ties import Ties
from content_pages.builders.values import all_labelled, labelled, number, text
from content_pages.builders.values import licence as licence_of
from content_pages.builders.windows import rights
from content_pages.models import ItemPage, Occurrence
from content_pages.quality import quality_of
from content_pages.rows import ItemRows, next_occurrence, occurrences, over_at, rows
from content_pages.themes import label_of


class ItemBuilder:
    """What an item shows of its category and institution follows them: it asks for their refs."""

    def window(self, page: ItemPage, now: datetime) -> Window:
        """Closed outside its rights windows; on-demand dates are told, they do not withdraw."""
        is_open, closes_at, moment = rights(rows(page, "rights_windows"), now)
        upcoming = next_occurrence(page, occurrences(page), now)
        moments = [
            moment,
            over_at(upcoming, page) if upcoming else None,
            *(edge for edge in (page.featured_from, page.featured_until) if edge and edge > now),
        ]
        return Window(
            open=is_open,
            closes_at=closes_at,
            next_moment=min((one for one in moments if one), default=None),
        )

    def parts(self, page: ItemPage, context: Context) -> Parts:
        item = ItemRows.of(page)
        ties = Ties(page, item, context)
        card = _card(page, item, ties, context)
        detail = card | _detail(page, item, ties, context)
        return Parts(
            card=card,
            detail=detail | {"jsonld": jsonld.item(page, detail, context)},
            ref={"occurrences": detail["occurrences"], "place": detail["place"]},
            facts=item_facts.facts(page, item, ties, detail, context),
        )


def _card(page: ItemPage, item: ItemRows, ties: Ties, context: Context) -> dict[str, Json]:
    _open, closes_at, _moment = rights(item.windows, context.now)
    upcoming = next_occurrence(page, item.occurrences, context.now)
    ends = [end for end in (page.on_demand_until, closes_at) if end]
    return {
        "summary": page.summary,
        "category": _category(ties.category),
        "format": labelled("formats", page.format, context),
        "institution": ties.institution
        and {name: ties.institution[name] for name in ("id", "slug", "title")},
        "image": context.image(page.image, page.image_alt),
        "access_mode": text(page.access_mode),
        "is_free": is_free(page),
        "attendance": text(page.attendance),
        "duration_minutes": page.duration_minutes,
        "age": _age(page),
        "audiences": page.audiences,
        "accessibility": [row.feature for row in item.features],
        "languages": {
            "spoken": page.spoken_languages,
            "subtitles": page.subtitle_languages,
            "sign": page.sign_languages,
        },
        "available_until": min(ends, default=None),
        "next_occurrence": occurrence(upcoming) if upcoming else None,
    }


def _detail(page: ItemPage, item: ItemRows, ties: Ties, context: Context) -> dict[str, Json]:
    quality = quality_of(page)
    return {
        "body": stream(page.body, BODY, context),
        "practical_notes": text(page.practical_notes),
        "more_categories": [_category(ref) for ref in ties.more_categories],
        "themes": _themes(item, context),
        "media": stream(page.media, MEDIA, context),
        "access": {"url": text(page.access_url), "price": _price(page)},
        "on_demand": {"from": page.on_demand_from, "until": page.on_demand_until},
        "occurrences": [occurrence(one) for one in item.occurrences],
        "place": text(page.place),
        "target_age": {"from": page.target_age_from, "to": page.target_age_to},
        "level": labelled("levels", page.level, context),
        "groups_only": page.groups_only,
        "no_language_needed": page.no_language_needed,
        "accessibility_details": _accessibility(page, item),
        "people": [
            {"name": row.name, "is_body": row.is_body, "role": labelled("roles", row.role, context)}
            for row in item.contributions
        ],
        "rights": _rights(page, item, context),
        "partners": briefs(item.partners, context),
        "series": text(page.series),
        "programmes": briefs(item.programmes, context),
        "related": cards(item.related, context),
        "quality": {"tier": quality.tier, "missing": [one.code for one in quality.missing]},
    }


def _themes(item: ItemRows, context: Context) -> list[Json]:
    """`name` is the tag's own, the same for everybody."""
    return [
        {
            "slug": tag.slug,
            "name": tag.name,
            "label": label_of(tag, item.theme_names, context.locale),
        }
        for tag in item.themes
    ]


def _category(ref: Json) -> Json:
    return ref and {"code": ref["code"], "label": ref["title"], "title": ref["title"]}


def is_free(page: ItemPage) -> bool | None:
    """Whether it costs no money; None while nobody said how one gets in."""
    if not page.access_mode:
        return None
    return bool(code_list("access_modes")[page.access_mode].extra["is_free"])


def _age(page: ItemPage) -> Json:
    """The legal rating; None where there is none."""
    if not page.age_rating:
        return None
    return {"scheme": page.age_scheme, "rating": page.age_rating}


def _price(page: ItemPage) -> Json:
    if page.price_min is None and page.price_max is None:
        return None
    low = page.price_max if page.price_min is None else page.price_min
    high = page.price_min if page.price_max is None else page.price_max
    return {"min": number(low), "max": number(high), "currency": page.currency}


def occurrence(one: Occurrence) -> dict[str, Json]:
    return {
        "uid": str(one.uid),
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "time_zone": one.time_zone,
        "status": one.status,
        "url": text(one.url),
        "capacity": one.capacity,
    }


def _accessibility(page: ItemPage, item: ItemRows) -> Mapping[str, Any]:
    return {
        "features": [
            {"feature": row.feature, "verified_on": row.verified_on} for row in item.features
        ],
        "hazards": page.hazards,
        "note": text(page.accessibility_note),
        "contact": text(page.accessibility_contact),
    }


def _rights(page: ItemPage, item: ItemRows, context: Context) -> Mapping[str, Any]:
    return {
        "holder": text(page.rights_holder),
        "licence": licence_of(page.licence, context),
        "credit_line": text(page.credit_line),
        "embed_allowed": page.embed_allowed,
        "download_allowed": page.download_allowed,
        "windows": [
            {
                "opens_at": window.opens_at,
                "closes_at": window.closes_at,
                "territories": all_labelled("territories", window.territories, context),
                "channels": window.channels,
                "languages": window.languages,
            }
            for window in item.windows
        ],
    }
