"""What fields of an item may hold: bounded texts, addresses, codes, moments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from cms.core.blocks import LARGEST_NUMBER
from cms.core.codes import code_list
from cms.core.dates import FIRST_YEAR, LAST_YEAR

# Characters of one rich text, and of any other text without a limit of its own.
LONGEST_TEXT = 100_000
ADDRESS_LENGTH = 1000
MOST_ROWS = 200


class Given(BaseModel):
    """One object somebody sends: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


@dataclass(frozen=True)
class Words:
    """Metadata of a `str`: stripped, of so many characters; null is empty, if that is allowed."""

    longest: int = LONGEST_TEXT
    least: int = 0
    also: Callable[[str], str] | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        kept = core_schema.str_schema(
            min_length=self.least, max_length=self.longest, strip_whitespace=True, strict=True
        )
        checked = core_schema.no_info_after_validator_function(self._check, kept)
        if self.least:
            return checked
        return core_schema.no_info_before_validator_function(
            _none_is_empty,
            checked,
            json_schema_input_schema=core_schema.nullable_schema(kept),
        )

    def _check(self, value: str) -> str:
        if "\x00" in value:
            raise PydanticCustomError("nul", "A NUL character cannot be kept.")
        return self.also(value) if self.also and value else value


@dataclass(frozen=True)
class CodeOf:
    """Metadata of a `str`: a code of a list. One that was replaced is read as its successor."""

    vocabulary: str
    required: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        kept = core_schema.str_schema(max_length=60, strict=True)
        checked = core_schema.no_info_after_validator_function(self._known, kept)
        if self.required:
            return checked
        return core_schema.no_info_before_validator_function(
            _none_is_empty,
            checked,
            json_schema_input_schema=core_schema.nullable_schema(kept),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        described: dict[str, Any] = handler(schema)
        return described | {
            "description": f"A code of `/vocabularies/{self.vocabulary}`.",
            "x-vocabulary": self.vocabulary,
        }

    def _known(self, value: str) -> str:
        known = code_list(self.vocabulary)
        if not value and self.required:
            raise PydanticCustomError("required", "Give a code.")
        if value and value not in known:
            raise PydanticCustomError(
                "unknown_code",
                "{code} is not a code of {vocabulary}.",
                {"code": repr(value), "vocabulary": self.vocabulary},
            )
        return known.current(value)


@dataclass(frozen=True)
class InOrderOf:
    """Metadata of a list of codes: each once, in the order of their list."""

    vocabulary: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._ordered, handler(source))

    def _ordered(self, values: list[str]) -> list[str]:
        return [known for known in code_list(self.vocabulary).codes if known in values]


def _none_is_empty(value: Any) -> Any:
    """What is unknown may be null or empty: one of the two is kept."""
    return "" if value is None else value


def _address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise PydanticCustomError("url", "This is no address: it begins with https://.") from None
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise PydanticCustomError("email", "This is no e-mail address.") from None
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError(
            "time_zone", "Name a zone of the IANA database, such as Europe/Paris."
        ) from None
    return name


def _in_our_years(day: Any) -> Any:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError(
            "year", "Give a year from {first} to {last}.", {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return day


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PydanticCustomError("time_zone", "Say in which zone: 2030-06-01T18:00:00Z.")
    return moment.astimezone(UTC)


Line = Annotated[str, Words(140)]
NeededLine = Annotated[str, Words(140, least=1)]
Sentence = Annotated[str, Words(255)]
Address = Annotated[str, Words(ADDRESS_LENGTH, also=_address)]
NeededAddress = Annotated[str, Words(ADDRESS_LENGTH, least=1, also=_address)]
Email = Annotated[str, Words(254, also=_email)]
Zone = Annotated[str, Words(40, least=1, also=_zone)]
# The years are looked at first: near the ends no zone can be told.
Moment = Annotated[
    datetime, AfterValidator(_in_our_years), AfterValidator(_utc), Field(description="RFC 3339.")
]
Day = Annotated[date, AfterValidator(_in_our_years)]
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Key = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Years = Annotated[int, Field(ge=0, le=120)]
Price = Annotated[
    Decimal,
    Field(ge=0, max_digits=8, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(float, when_used="json-unless-none"),
]
