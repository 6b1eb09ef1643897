"""The institutions a file names, each put together from all its lines.

One line lacks the address, another the point on the map, a third shouts the name: the record is
made from the best of them, whichever line comes first.
"""

from collections import Counter
from collections.abc import Mapping as Cells
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cms.authoring.mapping import Clues, Mapping
from cms.authoring.wording import cut, fold, one_line
from cms.core.codes import code_list
from cms.institutions.names import NameAndTown

NAME_LENGTH = ADDRESS_LENGTH = 255
TOWN_LENGTH = 100


@dataclass
class Entry:
    """What the file says of one institution so far."""

    names: Counter[str] = field(default_factory=Counter)
    towns: Counter[str] = field(default_factory=Counter)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The spelling used most; among equals the one that shouts least and keeps its accents."""
        return max(self.names, key=lambda name: (self.names[name], _care(name), name))

    @property
    def town(self) -> str:
        return max(self.towns, key=lambda town: (self.towns[town], _care(town), town), default="")


class Roster:
    """Every institution of a file, by who is meant."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._entries: dict[NameAndTown, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, named: NameAndTown) -> Entry:
        return self._entries[named]

    def note(self, cells: Cells[str, str]) -> None:
        """Take in what one line says of its institution."""
        written, town = one_line(cells["institution"]), one_line(cells["town"])
        named = self.mapping.naming.identify(written, town)
        if named is None:
            return
        entry = self._entries.setdefault(named, Entry())
        called = self.mapping.naming.rename(written, town) or written
        entry.names[cut(called.rstrip(" -–—,;:"), NAME_LENGTH)] += 1
        entry.towns[_bare_town(town)] += 1
        for name, value in self._facts(cells, town).items():
            entry.facts.setdefault(name, value)

    def record(self, named: NameAndTown) -> dict[str, Any]:
        """The institution's record: legal name, kind, ownership, territory, address, point."""
        entry = self._entries[named]
        return {
            "legal_name": entry.name,
            "town": cut(entry.town, TOWN_LENGTH),
            "kind": self._kind(entry.name),
            **entry.facts,
        }

    def _facts(self, cells: Cells[str, str], town: str) -> dict[str, Any]:
        """Only what the line does say."""
        postal_code = postal(cells.get("postal_code", ""), self.mapping.country)
        facts: dict[str, Any] = {
            "address": cut(one_line(cells.get("address", "")), ADDRESS_LENGTH),
            "ownership": self.mapping.ownerships.one(cells.get("ownership", "")),
        }
        if not self._is_abroad(town):
            facts["postal_code"] = postal_code
            facts["territory"] = territory(postal_code, self.mapping.country)
        point = geo_point(cells)
        if point is not None:
            facts["latitude"], facts["longitude"] = point
        return {name: value for name, value in facts.items() if value not in ("", None)}

    def _is_abroad(self, town: str) -> bool:
        return any(f" {country} " in f" {fold(town)} " for country in self.mapping.abroad)

    def _kind(self, name: str) -> str:
        clues = Clues(name=fold(name))
        return next((rule.code for rule in self.mapping.kind_rules if rule.fits(clues)), "other")


def postal(code: str, country: str) -> str:
    """A postal code; French ones get back the zero a spreadsheet took."""
    code = one_line(code).removesuffix(".0")
    if country == "FR" and code.isdigit():
        return code.zfill(5)
    return code[:12]


def territory(postal_code: str, country: str) -> str:
    """The territory of a postal code: the longest prefix wins, within one country."""
    prefixes = _prefixes(country)
    fitting = [prefix for prefix in prefixes if postal_code.startswith(prefix)]
    return prefixes[max(fitting, key=len)] if fitting else ""


@cache
def _prefixes(country: str) -> dict[str, str]:
    return {
        prefix: code.code
        for code in code_list("territories")
        if code.extra.get("country") == country
        for prefix in code.extra.get("postal_prefixes", ())
    }


def geo_point(cells: Cells[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees (WGS 84); None when not given or not on Earth."""
    latitude, longitude = cells.get("latitude", ""), cells.get("longitude", "")
    if not (latitude.strip() and longitude.strip()):
        latitude, _comma, longitude = cells.get("geo_point", "").partition(",")
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    on_earth = -90 <= point[0] <= 90 and -180 <= point[1] <= 180
    return point if on_earth else None


def _bare_town(town: str) -> str:
    """`75004 Paris` and `Carcassonne  9` without their numbers."""
    words = [word for word in town.split() if not word.isdigit() and fold(word) != "cedex"]
    return " ".join(words) or town


def _care(name: str) -> tuple[bool, bool, int]:
    return (
        not name.isupper() or len(name) < 5,
        name[:1].isupper(),
        sum(not letter.isascii() for letter in name),
    )
