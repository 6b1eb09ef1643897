"""Every filter of every list, one entry each: what it reads, takes and says of itself."""

from dataclasses import dataclass
from functools import cache, partial

from cms.catalogue.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Countable,
    During,
    IsFlag,
    Within,
)
from cms.catalogue.days import When
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
from cms.core.parameters import Parameter

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
    description: str
    example: str
    facet: Countable | None = None
    several: bool = True

    @property
    def parameter(self) -> Parameter:
        """How the API takes it; values are read as canonical texts."""
        return Parameter(
            name=self.name,
            description=self.description,
            schema=self.values.schema(),
            read=partial(self.values.clean, name=self.name),
            several=self.several,
            example=self.example,
        )


def _facet(
    name: str, kinds: str, condition: Countable, values: Values, text: str, example: str
) -> Filter:
    return Filter(name, frozenset(kinds.split()), condition, values, text, example, condition)


def _limit(
    name: str, kinds: frozenset[str], condition: Condition, values: Values, text: str, example: str
) -> Filter:
    return Filter(name, kinds, condition, values, text, example, several=False)


ITEM = frozenset({"item"})
PROGRAMME = frozenset({"programme"})
NEWS = frozenset({"news"})

_ENTRIES: tuple[Filter, ...] = (
    _facet(
        "category",
        "item",
        AnyOf("category"),
        CategoryCode(),
        "In this category or one below it.",
        "theatre",
    ),
    _facet("format", "item", AnyOf("format"), Coded("formats"), "What it is.", "recording"),
    _facet(
        "institution",
        "item",
        AnyOf("institution"),
        Document("institution"),
        "Made by this institution: its id or slug.",
        "theatre-des-marees",
    ),
    _facet("audience", "item", AnyOf("audience"), Coded("audiences"), "Meant for.", "families"),
    _facet(
        "accessibility",
        "item",
        AllOf("accessibility"),
        Coded("accessibility_features"),
        "Offers this; of several: all of them.",
        "captions",
    ),
    _facet(
        "language",
        "item",
        AnyOf("language"),
        Coded("languages"),
        "Spoken or subtitled in this language.",
        "fr",
    ),
    _facet(
        "access_mode",
        "item",
        AnyOf("access_mode"),
        Coded("access_modes"),
        "How one gets in.",
        "free",
    ),
    _facet(
        "attendance",
        "item",
        AnyOf("attendance"),
        Coded("attendance_modes"),
        "Online, on site or both.",
        "online",
    ),
    _facet("theme", "item", AnyOf("theme"), Open(), "Has this theme.", "paris"),
    _facet(
        "programme",
        "item",
        AnyOf("programme"),
        Document("programme"),
        "Part of this programme: its id or slug.",
        "museum-night",
    ),
    _facet(
        "territory",
        "item institution",
        AnyOf("territory"),
        Coded("territories"),
        "From this territory.",
        "fr_11",
    ),
    Filter(
        "free",
        ITEM,
        IsFlag("free"),
        FREE,
        "Free of charge, or not.",
        "true",
        facet=IsFlag("free"),
        several=False,
    ),
    _limit(
        "age",
        ITEM,
        Within("age_min", "age_max"),
        Number(120),
        "Suitable for this age in years.",
        "8",
    ),
    _limit(
        "duration_min",
        ITEM,
        AtLeast("duration"),
        Number(MINUTES),
        "Lasts at least so many minutes.",
        "10",
    ),
    _limit(
        "duration_max",
        ITEM,
        AtMost("duration"),
        Number(MINUTES),
        "Lasts at most so many minutes.",
        "60",
    ),
    _limit(
        "when",
        ITEM,
        During("occurrences"),
        When(),
        "Has an occurrence then that is not over: `today`, `weekend`, `upcoming`, a date, or a "
        "range of dates; days are those of the site's time zone.",
        "2026-11-28..2026-11-30",
    ),
    _facet("guide_kind", "guide", AnyOf("guide_kind"), Coded("guide_kinds"), "Kind.", "how_to"),
    _facet("topic", "guide", AnyOf("topic"), Coded("guide_topics"), "About.", "filming"),
    _facet("level", "guide", AnyOf("level"), Coded("guide_levels"), "How far it goes.", "discover"),
    _facet("role", "guide", AnyOf("role"), Coded("guide_roles"), "Written for.", "mediator"),
    _facet(
        "output",
        "guide",
        AnyOf("output"),
        Coded("formats"),
        "Helps to make this format.",
        "virtual_visit",
    ),
    _facet(
        "institution_kind",
        "institution",
        AnyOf("institution_kind"),
        Coded("institution_kinds"),
        "Kind of institution.",
        "museum",
    ),
    _facet("ownership", "institution", AnyOf("ownership"), Coded("ownerships"), "Owner.", "local"),
    Filter(
        "within",
        frozenset({"category"}),
        AnyOf("ancestors"),
        CategoryCode(),
        "Below this category.",
        "music",
    ),
    _limit(
        "ends_since", PROGRAMME, AtLeast("ends_at"), Moment(), "Not over by then.", "2026-05-16"
    ),
    _limit(
        "starts_until", PROGRAMME, AtMost("starts_at"), Moment(), "Begun by then.", "2026-05-17"
    ),
    _limit("date_since", NEWS, AtLeast("date"), Moment(), "Dated then or later.", "2026-05-01"),
    _limit("date_until", NEWS, AtMost("date"), Moment(), "Dated then or earlier.", "2026-05-31"),
    _limit(
        "published_since",
        ALL,
        AtLeast("published"),
        Moment(),
        "First published then or later.",
        "2026-05-01",
    ),
    _limit(
        "updated_since",
        ALL,
        AtLeast("updated"),
        Moment(),
        "Last published then or later.",
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
