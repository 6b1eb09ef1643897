"""Mappings: how the columns and words of one source become ours, as data in `mappings/*.toml`."""

import re
import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cms.authoring.lists import Vocabulary
from cms.authoring.wording import fold
from cms.core.codes import code_list
from cms.institutions.names import Naming, SameAs

FOLDER = Path(__file__).parent / "mappings"
# Columns a file must have to be of a source at all; the others may be missing.
REQUIRED = ("id", "institution", "town", "url", "title", "description")
COLUMNS = (
    *REQUIRED,
    *("address", "postal_code", "activity", "audience", "types", "themes", "other_theme"),
    *("accessibility", "accessibility_note", "duration_phrase", "duration_minutes"),
    *("permanence", "available_until", "ownership", "school_levels"),
    *("latitude", "longitude", "geo_point"),
)


class UnknownMapping(LookupError):
    """There is no such mapping; the message names those there are."""


class FaultyMapping(ValueError):
    """A mapping says something the code lists do not know."""


@dataclass(frozen=True)
class Clues:
    """What a line says that rules go by; words are those of the mapping's vocabularies."""

    activity: str = ""
    audience: str = ""
    types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    title: str = ""
    name: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class Rule:
    """`code` when everything named here is met: any of the words of each clue."""

    code: str
    activity: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    max_minutes: int = 0

    def fits(self, clues: Clues) -> bool:
        return all(
            (
                not self.activity or clues.activity in self.activity,
                not self.audience or clues.audience in self.audience,
                not self.types or not set(self.types).isdisjoint(clues.types),
                not self.themes or not set(self.themes).isdisjoint(clues.themes),
                not self.title or _holds_any(clues.title, self.title),
                not self.name or _holds_any(clues.name, self.name),
                not self.max_minutes or 0 < (clues.minutes or 0) <= self.max_minutes,
            )
        )


@dataclass(frozen=True)
class MediaRule:
    """Which block shows an address: by its host, its path and the item's format."""

    block: str
    hosts: tuple[str, ...] = ()
    path: str = ""
    formats: tuple[str, ...] = ()

    def fits(self, host: str, path: str, format_code: str) -> bool:
        return (
            (not self.hosts or host.removeprefix("www.") in self.hosts)
            and (not self.path or re.search(self.path, path) is not None)
            and (not self.formats or format_code in self.formats)
        )


@dataclass(frozen=True)
class Ages:
    """Target ages in years and audiences of one school level."""

    age_from: int
    age_to: int
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feature:
    """What an adaptation for disabled people is here: a feature, whom it is made for, a note."""

    feature: str = ""
    audience: str = ""
    sign_language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mapping:
    """One source: how its files are written and what its words mean."""

    name: str
    label: str
    source: str
    locale: str
    encoding: str
    delimiter: str
    headers: tuple[Table[str, str], ...]
    country: str
    abroad: tuple[str, ...]
    credit_line: str
    fallback_summary: str
    institution_summary: str
    other_kind: str
    category_titles: Table[str, str]
    category_rules: tuple[Rule, ...]
    category_by_theme: Table[str, str]
    default_category: str
    format_rules: tuple[Rule, ...]
    default_format: str
    kind_rules: tuple[Rule, ...]
    media_rules: tuple[MediaRule, ...]
    activities: Vocabulary
    types: Vocabulary
    themes: Vocabulary
    audiences: Vocabulary
    ownerships: Vocabulary
    access_modes: Vocabulary
    limited_access: frozenset[str]
    durations: Vocabulary
    school_levels: Vocabulary
    ages: Table[str, Ages]
    adaptations: Vocabulary
    features: Table[str, Feature]
    note_noise: frozenset[str]
    naming: Naming = field(default_factory=Naming)

    def columns_of(self, header: Sequence[str]) -> dict[str, int] | None:
        """Where our columns stand in a file with this header; None when it is of no known set."""
        places = {fold(name): place for place, name in enumerate(header)}
        for headers in self.headers:
            found = {
                column: places[fold(name)]
                for column, name in headers.items()
                if fold(name) in places
            }
            if set(REQUIRED) <= found.keys():
                return found
        return None

    def missing_from(self, header: Sequence[str]) -> list[str]:
        """The required columns this header lacks, under the set it comes nearest to."""
        present = {fold(name) for name in header}
        lacking = [
            [headers[column] for column in REQUIRED if fold(headers[column]) not in present]
            for headers in self.headers
        ]
        return min(lacking, key=len)


def _holds_any(words: str, wanted: Sequence[str]) -> bool:
    """Whether any of the wanted words or phrases stands in folded `words`."""
    return any(f" {one} " in f" {words} " for one in wanted)


def names() -> list[str]:
    """The mappings there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(name: str) -> Mapping:
    """The mapping kept in `mappings/{name}.toml`; raises UnknownMapping, FaultyMapping."""
    if name not in names():
        raise UnknownMapping(f"There is no mapping {name!r}; there are: {', '.join(names())}.")
    mapping = parse(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
    _require_known_codes(mapping)
    return mapping


def parse(name: str, data: dict[str, Any]) -> Mapping:
    """A mapping from its TOML."""
    naming = Naming(
        abbreviations={fold(short): full for short, full in data["abbreviations"].items()},
        same_as=tuple(
            SameAs(row["name"], row["is"], row.get("town", "")) for row in data["same_as"]
        ),
    )
    plain = ("label", "source", "locale", "encoding", "delimiter", "country", "credit_line")
    words = ("activities", "types", "themes", "audiences", "ownerships", "access_modes")
    same_named: dict[str, Any] = {key: data[key] for key in plain}
    same_named |= {key: Vocabulary(data[key]) for key in words}
    return Mapping(
        name=name,
        **same_named,
        headers=tuple(data["headers"]),
        abroad=tuple(fold(country) for country in data["abroad"]),
        fallback_summary=data["fallback_summary"],
        institution_summary=data["institution_summary"],
        other_kind=data["other_kind"],
        category_titles=data["category_titles"],
        category_rules=_rules(data["category_rules"]),
        category_by_theme=data["category_by_theme"],
        default_category=data["default_category"],
        format_rules=_rules(data["format_rules"]),
        default_format=data["default_format"],
        kind_rules=_rules(data["kind_rules"]),
        media_rules=tuple(MediaRule(**_tuples(row)) for row in data["media_rules"]),
        limited_access=frozenset(fold(phrase) for phrase in data["limited_access"]),
        durations=Vocabulary({key: str(value) for key, value in data["durations"].items()}),
        school_levels=Vocabulary(data["school_levels"]),
        ages={level: Ages(**_tuples(row)) for level, row in data["ages"].items()},
        adaptations=Vocabulary(data["adaptations"]),
        features={key: Feature(**row) for key, row in data["features"].items()},
        note_noise=frozenset(fold(note) for note in data["note_noise"]),
        naming=naming,
    )


def _rules(rows: Sequence[dict[str, Any]]) -> tuple[Rule, ...]:
    rules = []
    for row in rows:
        row = _tuples(row)
        for clue in ("title", "name"):
            row[clue] = tuple(fold(words) for words in row.get(clue, ()))
        rules.append(Rule(**row))
    return tuple(rules)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _require_known_codes(mapping: Mapping) -> None:
    """Raises FaultyMapping, naming the first code that no list knows."""
    used = {
        "formats": [rule.code for rule in mapping.format_rules] + [mapping.default_format],
        "institution_kinds": [rule.code for rule in mapping.kind_rules],
        "ownerships": mapping.ownerships.values.values(),
        "access_modes": mapping.access_modes.values.values(),
        "audiences": [
            *(code for ages in mapping.ages.values() for code in ages.audiences),
            *(code for code in mapping.audiences.values.values() if code),
            *(one.audience for one in mapping.features.values() if one.audience),
        ],
        "accessibility_features": [f.feature for f in mapping.features.values() if f.feature],
        "sign_languages": [f.sign_language for f in mapping.features.values() if f.sign_language],
    }
    for list_name, codes in used.items():
        for code in codes:
            if code not in code_list(list_name):
                raise FaultyMapping(f"{mapping.name}: {code!r} is not a code of {list_name}.")
    categories = {rule.code for rule in mapping.category_rules} | {mapping.default_category}
    for code in (categories | set(mapping.category_by_theme.values())) - set(
        mapping.category_titles
    ):
        raise FaultyMapping(f"{mapping.name}: category {code!r} has no title.")
