"""What is sent: read within its limits, and refused where it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, ValidationError
from django.http import HttpRequest, UnreadablePostError
from pydantic import ValidationError as ShapeError
from pydantic_core import from_json

from cms.core.problems import (
    BadRequest,
    Fault,
    TooLarge,
    Unprocessable,
    UnsupportedMediaType,
)

JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
JSON_LINES = ("application/x-ndjson", "application/jsonl")
MAX_ITEM = 1024 * 1024  # bytes of one item
MOST_FAULTS = 50
# What pydantic says of the commonest mistakes, as the rest of the API calls them.
CODES = {
    "missing": "required",
    "extra_forbidden": "unknown",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_too_short": "required",
    "too_short": "required",
    "union_tag_invalid": "unknown_type",
    "union_tag_not_found": "required",
}


def raw_body(request: HttpRequest, *types: str) -> bytes:
    """The body of a request of one of these types; raises a Problem."""
    if request.content_type not in types:
        raise UnsupportedMediaType(f"Send {' or '.join(types)}.")
    try:
        return request.body
    except RequestDataTooBig:
        raise TooLarge("The body is too large.") from None
    except UnreadablePostError:
        raise BadRequest("The body did not arrive whole.") from None


def json_object(request: HttpRequest, *types: str) -> dict[str, Any]:
    """The JSON object a request sends; raises a Problem."""
    return parsed(raw_body(request, *types))


def optional_object(request: HttpRequest) -> dict[str, Any]:
    """The same where nothing need be said: no body is an empty object."""
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return {}
    return json_object(request, JSON)


def parsed(body: bytes) -> dict[str, Any]:
    """Raises TooLarge, BadRequest."""
    if len(body) > MAX_ITEM:
        raise TooLarge(f"An item may have {MAX_ITEM} bytes.")
    try:
        value = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        said = f"This is no JSON: {error}."
        raise BadRequest(said, errors=[Fault("body", said, "json")]) from None
    if not isinstance(value, dict):
        raise BadRequest(
            "Send a JSON object.", errors=[Fault("body", "This is no JSON object.", "json")]
        )
    return value


def shape_refused(error: ShapeError, sent: Any) -> Unprocessable:
    """What pydantic objects to, each where it stands in what was sent."""
    faults = [
        Fault(_loc(one["loc"], sent), _told(one), CODES.get(one["type"], one["type"]))
        for one in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
    ]
    return Unprocessable(_summary(faults), errors=faults)


def refused(error: ValidationError) -> Unprocessable:
    """The same of what the writer objects to, keyed by where it stands."""
    by_loc: Mapping[str, Sequence[ValidationError]] = (
        error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    )
    faults = [
        Fault(
            "body" if loc == NON_FIELD_ERRORS else f"body.{loc}",
            " ".join(one.messages),
            one.code or "invalid",
        )
        for loc, errors in by_loc.items()
        for one in errors
    ]
    return Unprocessable(_summary(faults), errors=faults[:MOST_FAULTS])


def _summary(faults: Sequence[Fault]) -> str:
    return " ".join(f"{one.loc}: {one.msg}" for one in faults[:3]) or "It cannot be processed."


def _told(error: Any) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    return said if said.endswith(".") else f"{said}."


def _loc(path: Sequence[int | str], sent: Any) -> str:
    """`body.texts.fr.media.0.value.url`; a block's type, which pydantic puts in, is left out."""
    parts = ["body"]
    here = sent
    for part in path:
        if isinstance(here, dict) and part not in here and here.get("type") == part:
            continue
        parts.append(str(part)[:60])
        here = _step(here, part)
    return ".".join(parts)


def _step(here: Any, part: int | str) -> Any:
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None
