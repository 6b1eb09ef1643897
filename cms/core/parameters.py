"""Query parameters: each is described once, for reading it and for the OpenAPI document."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from cms.core.problems import SHOWN, BadParameter, BadRequest, Fault, shown

MAX_PARAMETERS = 500
# Query strings an endpoint remembers the meaning of: frontends repeat a few hundred.
KEPT = 512
# Characters; what is longer is read each time, so that strangers do not fill the memory.
LONGEST_KEPT = 2_000
# Values of one parameter; more than a person ever ticks.
MOST_VALUES = 100
FLAGS = {"true": True, "1": True, "false": False, "0": False}

Texts = list[str]
Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Parameter:
    """One query parameter: the JSON schema of a value, and how its text becomes one.

    `read` gets the text of one value and raises BadParameter. Where `several` are taken, each may
    be a parameter of its own or stand behind a comma (`a=1&a=2`, `a=1,2`); what is read is then a
    tuple, without repeats, in the order given.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    default: Any = None
    several: bool = False
    required: bool = False
    example: str = ""

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.1 describes it."""
        described: dict[str, Any] = {
            "in": "query",
            "name": self.name,
            "description": self.description,
            "required": self.required,
            "schema": dict(self.schema),
        }
        if self.several:
            described["schema"] = {
                "type": "array",
                "items": dict(self.schema),
                "minItems": 1,
                "maxItems": MOST_VALUES,
            }
            described |= {"style": "form", "explode": False}
        if self.example:
            described["example"] = [self.example] if self.several else self.example
        return described

    def value(self, texts: Texts) -> Any:
        """What the texts given for this parameter mean; raises BadParameter."""
        if not texts:
            if self.required:
                raise fault(self.name, "This parameter is required.", "required")
            return self.default
        if self.several:
            return self._values([text for one in texts for text in one.split(",")])
        if len(texts) > 1:
            raise fault(self.name, "Give this parameter once.", "repeated")
        return self.read(texts[0])

    def _values(self, texts: Texts) -> tuple[Any, ...]:
        if len(texts) > MOST_VALUES:
            raise fault(self.name, f"At most {MOST_VALUES} values.", "too_many")
        return tuple(dict.fromkeys(self.read(text) for text in texts))


def remembered(read: Callable[..., Meaning]) -> Callable[..., Meaning]:
    """A pure function whose first argument is a query string, remembered where that is short."""
    kept = lru_cache(maxsize=KEPT)(read)

    @wraps(read)
    def recall(query_string: str, *more: Hashable) -> Meaning:
        return (kept if len(query_string) <= LONGEST_KEPT else read)(query_string, *more)

    return recall


class ParameterSet:
    """The parameters of one endpoint."""

    def __init__(self, *parameters: Parameter) -> None:
        """Raises ValueError where two have one name."""
        self.parameters = parameters
        self.names = frozenset(parameter.name for parameter in parameters)
        if len(self.names) < len(parameters):
            raise ValueError("Two parameters of one endpoint have one name.")
        self.read = remembered(self._read)

    def _read(self, query_string: str) -> Mapping[str, Any]:
        """Every parameter's value by name; raises BadParameter with all that is wrong."""
        texts = parse_query(query_string)
        self._refuse_unknown(texts)
        read: dict[str, Any] = {}
        faults: list[Fault] = []
        for parameter in self.parameters:
            try:
                read[parameter.name] = parameter.value(texts.get(parameter.name, []))
            except BadParameter as error:
                faults.extend(error.errors)
        if faults:
            raise BadParameter.all_of(faults)
        return read

    def _refuse_unknown(self, texts: Mapping[str, Texts]) -> None:
        """Raises BadParameter naming every parameter that is not in the set."""
        strangers = [name for name in texts if name not in self.names]
        if not strangers:
            return
        names = ", ".join(sorted(self.names)) or "none"
        raise BadParameter.all_of(
            [
                Fault(
                    f"query.{name[:SHOWN]}",
                    f"This parameter is unknown; known here: {names}.{guess(name, self.names)}",
                    "unknown_parameter",
                )
                for name in strangers[:10]
            ]
        )


@remembered
def parse_query(query_string: str) -> Mapping[str, Texts]:
    """The names and texts of a raw query string. Shared between requests: never change it.

    Raises BadRequest when it is not UTF-8 or holds more than MAX_PARAMETERS.
    """
    texts: dict[str, Texts] = {}
    try:
        text = query_string.encode("latin-1").decode("utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except UnicodeError:
        raise BadRequest(
            "The query string is not UTF-8.",
            errors=[Fault("query", "This is not UTF-8.", "encoding")],
        ) from None
    except ValueError:
        raise BadRequest(
            "The query string holds too many parameters.",
            errors=[Fault("query", f"At most {MAX_PARAMETERS} parameters.", "too_many")],
        ) from None
    for name, value in pairs:
        if "\x00" in name or "\x00" in value:
            raise fault(name.replace("\x00", "?")[:SHOWN], "NUL is not allowed.", "nul")
        texts.setdefault(name, []).append(value)
    return texts


def fault(name: str, msg: str, code: str) -> BadParameter:
    return BadParameter(f"query.{name}", msg, code)


def guess(text: str, known: Iterable[str]) -> str:
    """` Did you mean 'theatre'?`, or nothing when nothing known is near."""
    near = get_close_matches(text[:SHOWN], known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def unknown(name: str, text: str, known: Iterable[str], code: str) -> BadParameter:
    """The refusal of a value that is none of a closed set: it says which there are."""
    words = list(known)
    listed = f"one of: {', '.join(words)}" if words else "there is none yet"
    return fault(name, f"{shown(text)} is unknown; {listed}.{guess(text, words)}", code)


def choice(
    name: str, allowed: Mapping[str, Any], code: str = "unknown_code"
) -> Callable[[str], Any]:
    """Reads one of a few words."""

    def read(text: str) -> Any:
        if text not in allowed:
            raise unknown(name, text, allowed, code)
        return allowed[text]

    return read


def word(name: str, allowed: Iterable[str], code: str = "unknown_code") -> Callable[[str], str]:
    """Reads one of a few words, which stay as they are."""
    return choice(name, {one: one for one in allowed}, code)


def whole_number(name: str, low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number in decimal ASCII digits, both ends allowed."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise fault(
                name, f"{shown(text)} is not a whole number from {low} to {high}.", "out_of_range"
            )
        return int(text)

    return read


def flag(name: str) -> Callable[[str], bool]:
    """Reads `true` or `false`, `1` or `0`."""

    def read(text: str) -> bool:
        if text not in FLAGS:
            raise fault(name, "true or false.", "bad_boolean")
        return FLAGS[text]

    return read


def limit_parameter() -> Parameter:
    return Parameter(
        name="limit",
        description="How many at most.",
        schema={"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        read=whole_number("limit", 1, 100),
        default=20,
    )
