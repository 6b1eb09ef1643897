"""Who made an item, written as its language writes names."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cms.demo.content import read
from cms.demo.seeding.ground import Spec


@dataclass(frozen=True)
class Part:
    name: str
    role: str
    is_body: bool


def names(item: Spec, locale: str) -> list[Part]:
    """The item's people and bodies in their order."""
    found = []
    for entry in item.get("people", []):
        role, _, name = entry.partition(":")
        written = _registry()["names"].get(name, {}).get(locale, name)
        found.append(Part(written, role, name in _registry()["bodies"]))
    return found


@cache
def _registry() -> dict[str, Any]:
    return read("people.toml")
