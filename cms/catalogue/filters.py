"""Every filter of every list, one entry each: what it reads, takes and says of itself."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.catalogue.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Countable,
    IsFlag,
    Within,
)
from cms.catalogue.values import (
    FREE,
    CategoryCode,
    Coded,
    Document,
    Moment,
    Number,
    Open,
    Values,
)

KINDS = ("item", "category", "institution", "guide", "programme", "news")
ALL = frozenset(KINDS)
MINUTES = 1_000_000


@dataclass(frozen=True)
class Filter:
    """A parameter of lists of `kinds`; `facet` counts its values, where they can be counted."""

    name: str
    kinds: frozenset[str]
    condition: Condition
    values: Values
    description: str | Promise
    example: str
    facet: Countable | None = None
    repeatable: bool = True


@dataclass(frozen=True)
class Description:
    """A filter as the OpenAPI document shows it; `schema` is of one value."""

    name: str
    schema: dict[str, Any]
    repeatable: bool
    facet: bool
    description: str
    example: str


def _facet(
    name: str, kinds: str, condition: Countable, values: Values, text: Any, example: str
) -> Filter:
    return Filter(name, frozenset(kinds.split()), condition, values, text, example, condition)


def _limit(
    name: str, kinds: frozenset[str], condition: Condition, values: Values, text: Any, example: str
) -> Filter:
    return Filter(name, kinds, condition, values, text, example, repeatable=False)


ITEM = frozenset({"item"})
PROGRAMME = frozenset({"programme"})
NEWS = frozenset({"news"})

_ENTRIES: tuple[Filter, ...] = (
    _facet(
        "category",
        "item",
        AnyOf("category"),
        CategoryCode(),
        _("In this category or one below it."),
        "theatre",
    ),
    _facet("format", "item", AnyOf("format"), Coded("formats"), _("What it is."), "recording"),
    _facet(
        "institution",
        "item",
        AnyOf("institution"),
        Document("institution"),
        _("Made by this institution: its id or slug."),
        "theatre-des-marees",
    ),
    _facet("audience", "item", AnyOf("audience"), Coded("audiences"), _("Meant for."), "families"),
    _facet(
        "accessibility",
        "item",
        AllOf("accessibility"),
        Coded("accessibility_features"),
        _("Offers this; repeated: all of them."),
        "captions",
    ),
    _facet(
        "language",
        "item",
        AnyOf("language"),
        Coded("languages"),
        _("Spoken or subtitled in this language."),
        "fr",
    ),
    _facet(
        "access_mode",
        "item",
        AnyOf("access_mode"),
        Coded("access_modes"),
        _("How one gets in."),
        "free",
    ),
    _facet(
        "attendance",
        "item",
        AnyOf("attendance"),
        Coded("attendance_modes"),
        _("Online, on site or both."),
        "online",
    ),
    _facet("theme", "item", AnyOf("theme"), Open(), _("Has this theme."), "paris"),
    _facet(
        "programme",
        "item",
        AnyOf("programme"),
        Document("programme"),
        _("Part of this programme: its id or slug."),
        "museum-night",
    ),
    _facet(
        "territory",
        "item institution",
        AnyOf("territory"),
        Coded("territories"),
        _("From this territory."),
        "fr_11",
    ),
    Filter(
        "free",
        ITEM,
        IsFlag("free"),
        FREE,
        _("Free of charge, or not."),
        "true",
        facet=IsFlag("free"),
        repeatable=False,
    ),
    _limit(
        "age",
        ITEM,
        Within("age_min", "age_max"),
        Number(120),
        _("Suitable for this age in years."),
        "8",
    ),
    _limit(
        "duration_min",
        ITEM,
        AtLeast("duration"),
        Number(MINUTES),
        _("Lasts at least so many minutes."),
        "10",
    ),
    _limit(
        "duration_max",
        ITEM,
        AtMost("duration"),
        Number(MINUTES),
        _("Lasts at most so many minutes."),
        "60",
    ),
    _facet("guide_kind", "guide", AnyOf("guide_kind"), Coded("guide_kinds"), _("Kind."), "how_to"),
    _facet("topic", "guide", AnyOf("topic"), Coded("guide_topics"), _("About."), "filming"),
    _facet(
        "level", "guide", AnyOf("level"), Coded("guide_levels"), _("How far it goes."), "discover"
    ),
    _facet("role", "guide", AnyOf("role"), Coded("guide_roles"), _("Written for."), "mediator"),
    _facet(
        "output",
        "guide",
        AnyOf("output"),
        Coded("formats"),
        _("Helps to make this format."),
        "virtual_visit",
    ),
    _facet(
        "institution_kind",
        "institution",
        AnyOf("institution_kind"),
        Coded("institution_kinds"),
        _("Kind of institution."),
        "museum",
    ),
    _facet(
        "ownership", "institution", AnyOf("ownership"), Coded("ownerships"), _("Owner."), "local"
    ),
    Filter(
        "within",
        frozenset({"category"}),
        AnyOf("ancestors"),
        CategoryCode(),
        _("Below this category."),
        "music",
    ),
    _limit(
        "ends_since", PROGRAMME, AtLeast("ends_at"), Moment(), _("Not over by then."), "2026-05-16"
    ),
    _limit(
        "starts_until", PROGRAMME, AtMost("starts_at"), Moment(), _("Begun by then."), "2026-05-17"
    ),
    _limit("date_since", NEWS, AtLeast("date"), Moment(), _("Dated then or later."), "2026-05-01"),
    _limit("date_until", NEWS, AtMost("date"), Moment(), _("Dated then or earlier."), "2026-05-31"),
    _limit(
        "published_since",
        ALL,
        AtLeast("published"),
        Moment(),
        _("First published then or later."),
        "2026-05-01",
    ),
    _limit(
        "updated_since",
        ALL,
        AtLeast("updated"),
        Moment(),
        _("Last published then or later."),
        "2026-05-01T18:00:00Z",
    ),
)

FILTERS: dict[str, Filter] = {entry.name: entry for entry in _ENTRIES}


@cache
def filters_of(kind: str) -> dict[str, Filter]:
    """The filters of lists of one kind, by name."""
    return {name: entry for name, entry in FILTERS.items() if kind in entry.kinds}


def facets_of(kind: str) -> list[str]:
    """The names of the facets a list of `kind` can count."""
    return [name for name, entry in filters_of(kind).items() if entry.facet]


def describe(kind: str) -> list[Description]:
    """The filters of lists of one kind, in the active language, for the OpenAPI document."""
    return [
        Description(
            name=entry.name,
            schema=entry.values.schema(),
            repeatable=entry.repeatable,
            facet=entry.facet is not None,
            description=str(entry.description),
            example=entry.example,
        )
        for entry in filters_of(kind).values()
    ]
