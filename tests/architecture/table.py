"""The one table of who may look at whom: `layers` in pyproject.toml, read for tests."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TOP_PACKAGES = ("cms", "home", "content_pages", "search")


@dataclass(frozen=True)
class Room:
    """A package's place: rows count from the top; independent rooms of one row may not meet."""

    name: str
    row: int
    independent: bool


@cache
def contracts() -> dict[str, dict[str, Any]]:
    """import-linter's contracts by id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["id"]: one for one in settings["tool"]["importlinter"]["contracts"]}


@cache
def rooms() -> dict[str, Room]:
    """Every package of the table by its dotted name."""
    table = {}
    for row, line in enumerate(contracts()["layers"]["layers"]):
        separator = ":" if ":" in line else "|"
        for word in line.split(separator):
            name = word.strip().strip("()")
            table[name] = Room(name, row, independent=separator == "|")
    return table


def room_of(module: str) -> Room | None:
    """The room a dotted module lies in; None when it is not ours."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        room = rooms().get(".".join(parts[:length]))
        if room:
            return room
    return None


def may_look(source: Room, target: Room) -> bool:
    """Whether code of `source` may refer to code of `target`."""
    if source.name == target.name:
        return True
    return source.row < target.row or (source.row == target.row and not source.independent)


def python_files(*folders: str) -> list[Path]:
    """Our own modules, migrations left out, in a stable order."""
    found = [path for folder in folders or TOP_PACKAGES for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def module_name(path: Path) -> str:
    """`cms/core/gate.py` as `cms.core.gate`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
