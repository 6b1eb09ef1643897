"""A page as an authored item: what its draft says, in the words it would be sent in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from cms.publication.authored import item as shapes
from cms.publication.authored.item import AuthoredItem, Text, Tie
from content_pages.authored.streams import told
from content_pages.models import PendingTie
from content_pages.rows import rows

Json = Any
PLAIN_TEXTS = (
    *("title", "summary", "practical_notes", "image_alt", "place", "accessibility_note"),
    *("credit_line", "series"),
)
STREAMS = ("body", "media")
TIES = ("partners", "programmes", "related")
# Facts that a page and an item call the same, and hold alike.
PLAIN_FACTS = ("format", "duration_minutes", "attendance", "audiences", "level", "groups_only")


# What `content` follows of a page, to be fetched of many at once.
RELATIONS = (
    *("category", "more_categories", "themes", "occurrences", "accessibility_features"),
    *("rights_windows", "contributions", "partners", "programmes", "related_items__item"),
)
# Kept of the page when a revision of it is read, whatever the revision says (Wagtail's
# `with_content_json`): not looked up for it, then.
OF_THE_PAGE = frozenset({"content_type", "locale", "owner", "locked_by", "latest_revision"})


def draft_of(page: Any) -> Any:
    """The page as its latest revision has it, to be read and not to be saved."""
    if not page.has_unpublished_changes or page.latest_revision is None:
        return page
    said = page.latest_revision.content
    return page.with_content_json({k: v for k, v in said.items() if k not in OF_THE_PAGE})


def _utc(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC)


def _price(page: Any) -> shapes.PriceRange | None:
    if page.price_min is None and page.price_max is None:
        return None
    return shapes.PriceRange.model_construct(
        min=_decimal(page.price_min), max=_decimal(page.price_max), currency=page.currency
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _access(page: Any) -> Json:
    return shapes.Access.model_construct(
        mode=page.access_mode, url=page.access_url, price=_price(page)
    )


def _occurrences(page: Any) -> Json:
    return [
        shapes.Showing.model_construct(
            uid=row.uid,
            starts_at=_utc(row.starts_at),
            ends_at=_utc(row.ends_at),
            time_zone=row.time_zone,
            status=row.status,
            url=row.url,
            capacity=row.capacity,
        )
        for row in rows(page, "occurrences")
    ]


def _age(page: Any) -> Json:
    if not page.age_rating and page.age_scheme in ("", "none"):
        return None
    return shapes.AgeRating.model_construct(scheme=page.age_scheme, rating=page.age_rating)


def _accessibility(page: Any) -> Json:
    return shapes.Accessibility.model_construct(
        features=[
            shapes.Feature.model_construct(feature=row.feature, verified_on=row.verified_on)
            for row in rows(page, "accessibility_features")
        ],
        hazards=page.hazards,
        contact=page.accessibility_contact,
    )


def _languages(page: Any) -> Json:
    return shapes.Languages.model_construct(
        spoken=page.spoken_languages,
        subtitles=page.subtitle_languages,
        sign=page.sign_languages,
        none_needed=page.no_language_needed,
    )


def _rights(page: Any) -> Json:
    return shapes.Rights.model_construct(
        holder=page.rights_holder,
        licence=page.licence,
        embed_allowed=page.embed_allowed,
        download_allowed=page.download_allowed,
        windows=[
            shapes.RightsWindow.model_construct(
                opens_at=_utc(row.opens_at),
                closes_at=_utc(row.closes_at),
                territories=row.territories,
                channels=row.channels,
                languages=row.languages,
            )
            for row in rows(page, "rights_windows")
        ],
    )


def _people(page: Any) -> Json:
    return [
        shapes.Contributor.model_construct(name=row.name, is_body=row.is_body, role=row.role)
        for row in rows(page, "contributions")
    ]


def _themes(page: Any) -> Json:
    return sorted((tag.name for tag in page.themes.all()), key=str.casefold)


# How each fact is read of a page. Ties are in `content`: some of them are on no page yet.
FACTS: Mapping[str, Callable[[Any], Json]] = {
    "category": lambda page: page.category.code if page.category_id else "",
    "more_categories": lambda page: sorted(one.code for one in page.more_categories.all()),
    **{name: attrgetter(name) for name in PLAIN_FACTS},
    "themes": _themes,
    "image": lambda page: page.image_id,
    "access": _access,
    "on_demand": lambda page: shapes.Span.model_construct(
        start=_utc(page.on_demand_from), until=_utc(page.on_demand_until)
    ),
    "occurrences": _occurrences,
    "age": _age,
    "target_age": lambda page: shapes.AgeSpan.model_construct(
        start=page.target_age_from, to=page.target_age_to
    ),
    "accessibility": _accessibility,
    "languages": _languages,
    "rights": _rights,
    "people": _people,
}


def dumped(item: AuthoredItem) -> dict[str, Json]:
    """An item as JSON has it, unfinished rows of a draft included."""
    return item.model_dump(mode="json", by_alias=True, warnings=False)


def text_of(page: Any) -> Text:
    plain: dict[str, Any] = {name: getattr(page, name) for name in PLAIN_TEXTS}
    plain |= {name: told(name, page) for name in STREAMS}
    return Text.model_construct(slug=page.slug, **plain)


def tied(page: Any, field: str) -> list[Any]:
    """The pages a tie of this field leads to; related ones in their order."""
    if field == "related":
        return [row.item for row in rows(page, "related_items") if row.item_id]
    return sorted(getattr(page, field).all(), key=lambda one: str(one.translation_key))


def ties_of(page: Any, field: str, waiting: Iterable[PendingTie]) -> list[Tie]:
    known = [Tie.model_construct(id=one.translation_key) for one in tied(page, field)]
    return [*known, *(name_of(one) for one in waiting if one.field == field)]


def name_of(one: PendingTie) -> Tie:
    return Tie.model_construct(
        id=one.target, slug=one.slug or None, source=one.source, external_id=one.external_id
    )


def content(
    pages: Mapping[str, Any], waiting: Sequence[PendingTie], institution: str | None
) -> dict[str, Json]:
    """What the item says: its facts as the page that was made first has them."""
    first = min(pages.values(), key=lambda page: page.pk or 0)
    facts = {name: read(first) for name, read in FACTS.items()}
    facts |= {field: ties_of(first, field, waiting) for field in TIES}
    texts = {locale: text_of(page) for locale, page in pages.items()}
    return dumped(AuthoredItem.model_construct(institution=institution, **facts, texts=texts))
