"""Code lists: stable codes with labels per locale, kept as data in `code_lists/*.toml`.

A code never changes its meaning and is never deleted: it is marked `deprecated`, with
`replaced_by` where another took its place.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language

from cms.core.locales import chain

FOLDER = Path(__file__).parent / "code_lists"


class UnknownCode(LookupError):
    """A code that its list does not hold."""


@dataclass(frozen=True)
class Code:
    """One code; `extra` is what only its list knows (a licence's url, a rating's minimum age)."""

    code: str
    labels: Mapping[str, str]
    deprecated: bool = False
    replaced_by: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def label(self, locale: str | None = None) -> str:
        """The label in `locale` (default: the active language), else along its fallback chain."""
        for candidate in chain(locale or get_language() or "en"):
            if candidate in self.labels:
                return self.labels[candidate]
        return self.labels.get("en", self.code)


class CodeList:
    """The codes of one list, in their order."""

    def __init__(self, name: str, codes: list[Code]) -> None:
        self.name = name
        self._codes = {code.code: code for code in codes}

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __getitem__(self, code: str) -> Code:
        try:
            return self._codes[code]
        except KeyError:
            raise UnknownCode(f"{code!r} is not a code of {self.name}.") from None

    @property
    def codes(self) -> list[str]:
        return list(self._codes)

    def label(self, code: str, locale: str | None = None) -> str:
        """The label of `code`; raises UnknownCode."""
        return self[code].label(locale)

    def current(self, code: str) -> str:
        """The code, or the one that took its place."""
        return (code in self and self[code].replaced_by) or code

    def choices(self) -> list[tuple[str, str | Promise]]:
        """What a form offers: codes in use, labelled in the reader's language."""
        return list(self._choices)

    @cached_property
    def _choices(self) -> list[tuple[str, Any]]:
        """Made once: every form and every block of a StreamField asks, and lazy texts are dear."""
        return [(code.code, _lazy_label(code)) for code in self if not code.deprecated]


def _lazy_label(code: Code) -> Any:
    return lazystr(_ActiveLabel(code))


class _ActiveLabel:
    def __init__(self, code: Code) -> None:
        self._code = code

    def __str__(self) -> str:
        return self._code.label()


@cache
def code_list(name: str) -> CodeList:
    """The code list kept in `code_lists/{name}.toml`; raises UnknownCode when there is none."""
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        raise UnknownCode(f"There is no code list {name!r}.")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["codes"]
    return CodeList(name, [_code(row) for row in rows])


def _code(row: dict[str, Any]) -> Code:
    known = {"code", "label", "deprecated", "replaced_by"}
    return Code(
        code=row["code"],
        labels=dict(row["label"]),
        deprecated=row.get("deprecated", False),
        replaced_by=row.get("replaced_by"),
        extra={key: value for key, value in row.items() if key not in known},
    )


def code_lists() -> list[CodeList]:
    """Every code list, by name."""
    return [code_list(path.stem) for path in sorted(FOLDER.glob("*.toml"))]
