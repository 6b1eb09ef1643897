"""Parameters of the API: each is described once, for reading it and for the OpenAPI document."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from cms.core import locales
from cms.core.http import Request
from cms.core.problems import SHOWN, BadParameter, BadRequest, Fault, shown

MAX_PARAMETERS = 500
# Query strings an endpoint remembers the meaning of: frontends repeat a few hundred.
KEPT = 512

Values = list[str]


@dataclass(frozen=True)
class Parameter:
    """One query parameter: its JSON schema, and how its text becomes a value.

    `read` gets the text of one value and raises BadParameter. `repeat` allows it several times;
    the value then is a tuple.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    default: Any = None
    repeat: bool = False
    required: bool = False
    style: Mapping[str, Any] = field(default_factory=dict)

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.1 describes it."""
        schema = dict(self.schema)
        if self.repeat:
            schema = {"type": "array", "items": schema}
        return {
            "in": "query",
            "name": self.name,
            "description": self.description,
            "required": self.required,
            "schema": schema,
            **self.style,
        }


class Given(dict[str, Values]):
    """What a query string says: every name with its values, in order. Reads like a QueryDict."""

    def getlist(self, name: str) -> Values:
        return super().get(name, [])

    def get(self, name: str, default: Any = None) -> Any:
        values = super().get(name)
        return values[-1] if values else default


def fault(name: str, msg: str, code: str) -> BadParameter:
    return BadParameter(f"query.{name}", msg, code)


@lru_cache(maxsize=KEPT)
def given(query_string: str) -> Given:
    """The names and values of a raw query string. Shared between requests: never change it.

    Raises BadRequest when it is not UTF-8 or holds more than MAX_PARAMETERS.
    """
    said = Given()
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
        said.setdefault(name, []).append(value)
    return said


def query_string(request: Request) -> str:
    """The raw query string as the server hands it over: bytes read as Latin-1 (PEP 3333)."""
    return str(request.META.get("QUERY_STRING", ""))


class ParameterSet:
    """The parameters of one endpoint."""

    def __init__(self, *parameters: Parameter) -> None:
        self.parameters = parameters
        self._by_name = {parameter.name: parameter for parameter in parameters}
        self.read = lru_cache(maxsize=KEPT)(self._read)

    @property
    def names(self) -> Iterable[str]:
        return self._by_name.keys()

    def refuse_unknown(self, said: Given, known: Iterable[str] = ()) -> None:
        """Raises BadParameter naming every parameter that is in neither set."""
        strangers = [name for name in said if name not in self._by_name and name not in known]
        if strangers:
            raise BadParameter.all_of(
                [
                    Fault(
                        f"query.{name[:SHOWN]}", "This parameter is unknown.", "unknown_parameter"
                    )
                    for name in strangers[:10]
                ]
            )

    def _read(self, query_string: str) -> Mapping[str, Any]:
        """Every parameter's value by name; raises BadParameter with all that is wrong."""
        said = given(query_string)
        self.refuse_unknown(said)
        return self.values(said)

    def values(self, said: Given) -> dict[str, Any]:
        """The values of this set alone, whatever else was said; raises BadParameter."""
        read: dict[str, Any] = {}
        faults: list[Fault] = []
        for parameter in self.parameters:
            try:
                read[parameter.name] = _value(parameter, said.getlist(parameter.name))
            except BadParameter as error:
                faults.extend(error.errors)
        if faults:
            raise BadParameter.all_of(faults)
        return read


def _value(parameter: Parameter, texts: Values) -> Any:
    if not texts:
        if parameter.required:
            raise fault(parameter.name, "This parameter is required.", "required")
        return parameter.default
    if parameter.repeat:
        return tuple(parameter.read(text) for text in texts)
    if len(texts) > 1:
        raise fault(parameter.name, "Give this parameter once.", "repeated")
    return parameter.read(texts[0])


def choice(name: str, allowed: Mapping[str, Any]) -> Callable[[str], Any]:
    """Reads one of a few words."""

    def read(text: str) -> Any:
        if text not in allowed:
            words = ", ".join(allowed)
            raise fault(name, f"{shown(text)} is unknown; one of: {words}.", "unknown_code")
        return allowed[text]

    return read


def whole_number(name: str, low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number in decimal ASCII digits, both ends allowed."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise fault(name, f"A whole number from {low} to {high}.", "out_of_range")
        return int(text)

    return read


def locale_parameter() -> Parameter:
    codes = locales.content_locales()
    return Parameter(
        name="locale",
        description="Wins over `Accept-Language`; without either, the default locale.",
        schema={"type": "string", "enum": codes},
        read=choice("locale", {code: code for code in codes}),
    )


def fallback_parameter() -> Parameter:
    return Parameter(
        name="fallback",
        description=(
            "`chain`: where a document is not published in the locale, the next of the locale's "
            "chain stands in. `none`: it does not."
        ),
        schema={"type": "string", "enum": ["chain", "none"], "default": "chain"},
        read=choice("fallback", {"chain": True, "none": False}),
        default=True,
    )


def limit_parameter() -> Parameter:
    return Parameter(
        name="limit",
        description="How many at most.",
        schema={"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        read=whole_number("limit", 1, 100),
        default=20,
    )


def fields_parameter(names: Iterable[str]) -> Parameter:
    """`fields=title,summary`: top-level fields to keep."""
    allowed = frozenset(names)

    def read(text: str) -> frozenset[str]:
        wanted = frozenset(text.split(","))
        if strangers := sorted(wanted - allowed):
            words = ", ".join(shown(name) for name in strangers[:10])
            raise fault("fields", f"Unknown field: {words}.", "unknown_code")
        return wanted

    return Parameter(
        name="fields",
        description=(
            "Top-level fields to keep, separated by commas; `id` and `kind` always stay, and an "
            "error names what is unknown."
        ),
        schema={
            "type": "array",
            "items": {"type": "string", "enum": sorted(allowed)},
            "minItems": 1,
        },
        read=read,
        style={"style": "form", "explode": False},
    )
