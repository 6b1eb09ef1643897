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
from cms.catalogue.schema import columns_of
from cms.catalogue.values import (
    FREE,
    CategoryCode,
    Coded,
    Document,
    Moment,
    Number,
    Theme,
    Values,
)
from cms.core.parameters import Parameter

MINUTES = 1_000_000


@dataclass(frozen=True)
class Filter:
    """A parameter of every list whose documents state what `condition` reads.

    `facet` counts its values, where they can be counted.
    """

    name: str
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


def _facet(name: str, condition: Countable, values: Values, text: str, example: str) -> Filter:
    return Filter(name, condition, values, text, example, condition)


def _limit(name: str, condition: Condition, values: Values, text: str, example: str) -> Filter:
    return Filter(name, condition, values, text, example, several=False)


_ENTRIES: tuple[Filter, ...] = (
    _facet(
        "category",
        AnyOf("category"),
        CategoryCode(),
        "In this category or one below it.",
        "theatre",
    ),
    _facet("format", AnyOf("format"), Coded("formats"), "What it is.", "recording"),
    _facet(
        "institution",
        AnyOf("institution"),
        Document("institution"),
        "Made by this institution: its id or slug.",
        "theatre-des-marees",
    ),
    _facet("audience", AnyOf("audience"), Coded("audiences"), "Meant for.", "families"),
    _facet(
        "accessibility",
        AllOf("accessibility"),
        Coded("accessibility_features"),
        "Offers this; of several: all of them.",
        "captions",
    ),
    _facet(
        "language",
        AnyOf("language"),
        Coded("languages"),
        "Spoken or subtitled in this language.",
        "fr",
    ),
    _facet(
        "access_mode",
        AnyOf("access_mode"),
        Coded("access_modes"),
        "How one gets in.",
        "free",
    ),
    _facet(
        "attendance",
        AnyOf("attendance"),
        Coded("attendance_modes"),
        "Online, on site or both.",
        "online",
    ),
    _facet("theme", AnyOf("theme"), Theme(), "Has this theme.", "paris"),
    _facet(
        "programme",
        AnyOf("programme"),
        Document("programme"),
        "Part of this programme: its id or slug.",
        "museum-night",
    ),
    _facet(
        "territory",
        AnyOf("territory"),
        Coded("territories"),
        "From this territory.",
        "fr_11",
    ),
    Filter(
        "free",
        IsFlag("free"),
        FREE,
        "Free of charge, or not.",
        "true",
        facet=IsFlag("free"),
        several=False,
    ),
    _limit(
        "age",
        Within("age_min", "age_max"),
        Number(120),
        "Suitable for this age in years.",
        "8",
    ),
    _limit(
        "duration_min",
        AtLeast("duration"),
        Number(MINUTES),
        "Lasts at least so many minutes.",
        "10",
    ),
    _limit(
        "duration_max",
        AtMost("duration"),
        Number(MINUTES),
        "Lasts at most so many minutes.",
        "60",
    ),
    _limit(
        "when",
        During("occurrences"),
        When(),
        "Has an occurrence then that is not over: `today`, `weekend`, `upcoming`, a date, or a "
        "range of dates; days are those of the site's time zone.",
        "2026-11-28..2026-11-30",
    ),
    _facet("guide_kind", AnyOf("guide_kind"), Coded("guide_kinds"), "Kind.", "how_to"),
    _facet("topic", AnyOf("topic"), Coded("guide_topics"), "About.", "filming"),
    _facet("level", AnyOf("level"), Coded("guide_levels"), "How far it goes.", "discover"),
    _facet("role", AnyOf("role"), Coded("guide_roles"), "Written for.", "mediator"),
    _facet(
        "output",
        AnyOf("output"),
        Coded("formats"),
        "Helps to make this format.",
        "virtual_visit",
    ),
    _facet(
        "institution_kind",
        AnyOf("institution_kind"),
        Coded("institution_kinds"),
        "Kind of institution.",
        "museum",
    ),
    _facet("ownership", AnyOf("ownership"), Coded("ownerships"), "Owner.", "local"),
    Filter(
        "within",
        AnyOf("ancestors"),
        CategoryCode(),
        "Below this category.",
        "music",
    ),
    _limit("ends_since", AtLeast("ends_at"), Moment(), "Not over by then.", "2026-05-16"),
    _limit("starts_until", AtMost("starts_at"), Moment(), "Begun by then.", "2026-05-17"),
    _limit("date_since", AtLeast("date"), Moment(), "Dated then or later.", "2026-05-01"),
    _limit("date_until", AtMost("date"), Moment(), "Dated then or earlier.", "2026-05-31"),
    _limit(
        "published_since",
        AtLeast("published"),
        Moment(),
        "First published then or later.",
        "2026-05-01",
    ),
    _limit(
        "updated_since",
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
    return {
        name: entry
        for name, entry in FILTERS.items()
        if columns_of(kind).issuperset(entry.condition.columns)
    }


def facets_of(kind: str) -> list[str]:
    """The names of the facets a list of `kind` can count."""
    return [name for name, entry in filters_of(kind).items() if entry.facet]
