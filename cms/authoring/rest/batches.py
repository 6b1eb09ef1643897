"""Many items at once: a line each, each written by itself, each answered by a line."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import TypeAdapter

from cms.accounts.tokens import WRITE_SCOPE
from cms.authoring.rest.answers import HEADERS, IDEMPOTENCY_KEY, REF, problems
from cms.authoring.rest.arrivals import tie_what_waited_for
from cms.authoring.rest.bodies import JSON_LINES, parsed, raw_body
from cms.authoring.rest.callers import Bearer, Caller, caller_of
from cms.authoring.rest.performing import KNOWN, perform_in_parts, problem_of
from cms.authoring.rest.shapes import BatchLine, ItemLine
from cms.core.database import let_others_write
from cms.core.problems import BadRequest, Fault, TooLarge
from cms.publication.authored.item import AuthoredItem
from cms.publication.authored.port import Expected, ItemName, Written, item_drafts
from cms.publication.unit_of_work import publishing

# A request of so many lines ends within half a minute, before proxies and clients give it up.
MOST_LINES = 100
MOST_FAULTS = 20  # told of a line
LINES_A_BREATH = 5
ANSWER = JSON_LINES[0]
LINE = TypeAdapter(ItemLine)
LINES = {
    "type": "string",
    "description": "A JSON object per line, each an ItemLine.",
    "x-line": {"$ref": REF + "ItemLine"},
}
BODY = {"required": True, "content": {one: {"schema": LINES} for one in JSON_LINES}}

router = Router(tags=["batches"])


@router.post(
    "/batches",
    operation_id="postBatch",
    summary="Put many items",
    response={200: BatchLine},
    auth=Bearer(WRITE_SCOPE),
    openapi_extra={
        "parameters": [IDEMPOTENCY_KEY],
        "requestBody": BODY,
        "responses": problems(400, 409, 413, 415, 422, 503),
    },
)
def post_batch(request: HttpRequest) -> HttpResponse:
    """Each line is put as by `putItemByExternalId`, in a transaction of its own: one that is
    refused keeps no other from being written. The answer has a line per line, in their order.
    Lines may name one another in any order. Sent again, what is there is unchanged."""
    body = raw_body(request, *JSON_LINES)
    caller = caller_of(request)

    def work() -> HttpResponse:
        lines = list(_answers(caller, _lines(body)))
        content = b"".join(orjson.dumps(line) + b"\n" for line in lines)
        return HttpResponse(content, content_type=ANSWER, headers=HEADERS)

    return perform_in_parts(request, work, body)


def _lines(body: bytes) -> list[tuple[int, bytes]]:
    """(number, content) of the lines that hold something; raises a Problem for the whole."""
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise TooLarge(f"A batch may have {MOST_LINES} lines and {batch_bytes()} bytes.")
    if not lines:
        said = "There is no line."
        raise BadRequest(said, errors=[Fault("body", said, "required")])
    return lines


def batch_bytes() -> int:
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _answers(caller: Caller, lines: list[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
    made: list[UUID] = []
    for n, (number, line) in enumerate(lines):
        if n and n % LINES_A_BREATH == 0:
            let_others_write()
        yield _answer(caller, number, line, made)
    tie_what_waited_for(made)


def _answer(caller: Caller, number: int, line: bytes, made: list[UUID]) -> dict[str, Any]:
    """What became of one line; whatever goes wrong with it is told there."""
    sent: dict[str, Any] = {}
    told: dict[str, Any] = {"id": None, "etag": None, "changed": [], "detail": None, "errors": []}
    try:
        sent = parsed(line)
        written = _put(caller, sent)
    except KNOWN as error:
        problem = problem_of(error, sent)
        told |= {"status": problem.status, "detail": problem.detail}
        told["errors"] = [
            {"loc": one.loc, "msg": one.msg, "code": one.code}
            for one in problem.errors[:MOST_FAULTS]
        ]
    else:
        item = written.item
        told |= {"status": 201 if written.created else 200, "id": str(item.key)}
        told |= {"etag": item.etag, "changed": list(written.changed)}
        if written.created:
            made.append(item.key)
    named = {name: _text(sent.get(name)) for name in ("source", "external_id")}
    return {"line": number, **named, **told}


def _put(caller: Caller, sent: dict[str, Any]) -> Written:
    line = LINE.validate_python(sent)
    name = ItemName(line.source, line.external_id)
    author = caller.author_of(name)
    facts = {one: value for one, value in sent.items() if one not in ("source", "external_id")}
    item = AuthoredItem.model_validate(facts)
    with publishing():
        return item_drafts().put(author, name, item, expected=Expected())


def _text(value: Any) -> str | None:
    return value[:120] if isinstance(value, str) else None
