"""Answers of the authoring API, and how the OpenAPI document tells of refusals."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.authoring.rest.conditions import has_it
from cms.core.problems import CONTENT_TYPE
from cms.publication.authored.port import DraftedItem

REF = "#/components/schemas/"
PROBLEMS = {
    400: "The request cannot be read; `errors` says where.",
    401: "No token, or one that opens nothing.",
    403: "The token lacks the scope, or its user may not do this.",
    404: "There is none, or none of the token's.",
    409: "Somebody else is at it: it is locked, in review, or the same request is under way.",
    410: "It was deleted here, and is not made again.",
    412: "It has changed since it was read.",
    413: "The body is too large.",
    415: "The body is of a type that is not taken.",
    422: "What is said cannot be done; `errors` says where and why.",
    428: "If-Match is missing.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "The database is busy; `Retry-After` says when to come back.",
}
HEADERS = {"Cache-Control": "no-store", "Vary": "Authorization"}


def json_answer(
    body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(body),
        status=status,
        content_type="application/json",
        headers={**HEADERS, **(headers or {})},
    )


def item_body(item: DraftedItem) -> dict[str, Any]:
    name = item.name
    return {
        "id": str(item.key),
        "source": name.source if name else None,
        "external_id": name.external_id if name else None,
        **item.content,
    }


def item_answer(request: HttpRequest, item: DraftedItem, *, status: int = 200) -> HttpResponse:
    """The item with its ETag; an empty 304 for a reader who has it."""
    headers = {"ETag": item.etag}
    if request.method == "GET" and has_it(request, item.etag):
        return HttpResponse(status=304, headers={**HEADERS, **headers})
    if status == 201:
        headers["Location"] = reverse("authoring_api:item", kwargs={"key": str(item.key)})
    return json_answer(item_body(item), status=status, headers=headers)


def problems(*statuses: int) -> dict[str, Any]:
    """The refusals of an operation; every one may be asked for a token and to come back later."""
    return {
        str(status): {
            "description": PROBLEMS[status],
            "content": {CONTENT_TYPE: {"schema": {"$ref": REF + "ProblemShape"}}},
        }
        for status in sorted({401, 403, 429, *statuses})
    }


def body_of(shape: str, *types: str, required: bool = True) -> dict[str, Any]:
    """The request body of an operation that reads it itself."""
    schema = {"schema": {"$ref": REF + shape}}
    return {"required": required, "content": dict.fromkeys(types, schema)}


def header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "description": description,
        "required": required,
        "schema": {"type": "string"},
    }


IF_MATCH = "The ETag of the item as it was read, or `*`."
IDEMPOTENCY_KEY = header(
    "Idempotency-Key",
    "Sent again with the same key within a day, the request is not done twice: the answer is the"
    " first one's.",
)
