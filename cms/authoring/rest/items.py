"""Items: read, put under a system's own name, changed in part, listed."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from ninja import Router

from cms.accounts.tokens import MODERATION_SCOPE, READ_SCOPE, WRITE_SCOPE
from cms.authoring.rest.answers import (
    IF_MATCH,
    body_of,
    header,
    item_answer,
    item_body,
    json_answer,
    problems,
)
from cms.authoring.rest.arrivals import tie_what_waited_for
from cms.authoring.rest.bodies import JSON, MERGE_PATCH, json_object
from cms.authoring.rest.callers import Bearer, caller_of
from cms.authoring.rest.conditions import expected_by, required_of
from cms.authoring.rest.performing import perform
from cms.authoring.rest.shapes import ItemList, ItemShape
from cms.core.parameters import Parameter, ParameterSet, fault, limit_parameter
from cms.core.problems import Fault, NotFound, Unprocessable
from cms.publication.authored.item import (
    LONGEST_EXTERNAL_ID,
    LONGEST_SOURCE,
    AuthoredItem,
)
from cms.publication.authored.port import DraftedItem, ItemName, item_drafts

READ = Bearer(READ_SCOPE, WRITE_SCOPE, MODERATION_SCOPE)
WRITE = Bearer(WRITE_SCOPE)
SALT = "cms.authoring.items"
# Told of an item, and not said of one: sent back as they came they are no mistake.
READ_ONLY = ("id", "source", "external_id")

router = Router(tags=["items"])


def _cursor(text: str) -> int:
    try:
        return int(signing.loads(text, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise fault("cursor", "This is no cursor of this list.", "cursor") from None


LIST = ParameterSet(
    limit_parameter(),
    Parameter("cursor", "`next` of the page before.", {"type": "string"}, _cursor, default=0),
)


def key_of(text: str) -> UUID:
    """Raises NotFound for what is no id: nothing has it."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such item.") from None


def sent_item(sent: dict[str, Any], **addressed: str | None) -> dict[str, Any]:
    """What is sent of an item without what is read only; raises Unprocessable where that is not
    what is addressed."""
    wrong = [
        Fault(f"body.{name}", "This is not what the request addresses.", "read_only")
        for name, known in addressed.items()
        if sent.get(name) is not None and sent[name] != known
    ]
    if wrong:
        raise Unprocessable(" ".join(f"{one.loc}: {one.msg}" for one in wrong), errors=wrong)
    return {name: value for name, value in sent.items() if name not in READ_ONLY}


def _name(source: str, external_id: str) -> ItemName:
    long = len(source) > LONGEST_SOURCE or len(external_id) > LONGEST_EXTERNAL_ID
    if long or "\x00" in source + external_id:
        raise NotFound("There is no such item.")
    return ItemName(source, external_id)


@router.get(
    "/items/by-external-id/{source}/{path:external_id}",
    operation_id="getItemByExternalId",
    summary="An item by what your system calls it",
    response={200: ItemShape},
    auth=READ,
    openapi_extra={"responses": problems(404, 410)},
)
def get_by_name(request: HttpRequest, source: str, external_id: str) -> HttpResponse:
    caller = caller_of(request)

    def work() -> HttpResponse:
        name = _name(source, external_id)
        return item_answer(request, item_drafts().find_named(caller.author_of(name), name))

    return perform(request, work)


@router.put(
    "/items/by-external-id/{source}/{path:external_id}",
    operation_id="putItemByExternalId",
    summary="Make an item what you say, or make it",
    response={200: ItemShape, 201: ItemShape},
    auth=WRITE,
    openapi_extra={
        "parameters": [
            header("If-Match", IF_MATCH),
            header("If-None-Match", "`*`: only if there is no such item yet."),
        ],
        "requestBody": body_of("AuthoredItem", JSON),
        "responses": problems(400, 404, 409, 410, 412, 413, 415, 422, 503),
    },
)
def put_by_name(request: HttpRequest, source: str, external_id: str) -> HttpResponse:
    """Said again unchanged, nothing is written: what people mended here since stays, unless
    If-Match shows that you have seen it. What you leave out is unknown; a language you leave out
    is left as it is. It is a draft: what is public changes when reviewers approve it."""
    caller = caller_of(request)
    sent: dict[str, Any] = json_object(request, JSON)

    def work() -> HttpResponse:
        name = _name(source, external_id)
        author = caller.author_of(name)
        told = sent_item(sent, source=name.source, external_id=name.external_id)
        item = AuthoredItem.model_validate(told)
        written = item_drafts().put(author, name, item, expected=expected_by(request))
        sent_item(sent, id=str(written.item.key))
        if written.created:
            made.append(written.item.key)
        return item_answer(request, written.item, status=201 if written.created else 200)

    made: list[UUID] = []
    answer = perform(request, work, data=sent)
    tie_what_waited_for(made)
    return answer


@router.get(
    "/items",
    operation_id="listItems",
    summary="Your items, the oldest first",
    response={200: ItemList},
    auth=READ,
    openapi_extra={
        "parameters": [one.openapi() for one in LIST.parameters],
        "responses": problems(400),
    },
)
def list_items(request: HttpRequest) -> HttpResponse:
    """Drafts and published ones, as they are drafted."""
    caller = caller_of(request)

    def work() -> HttpResponse:
        asked = LIST.read(request.META.get("QUERY_STRING", ""))
        items, place = item_drafts().list_items(
            caller.author, after=asked["cursor"], limit=asked["limit"]
        )
        more = signing.dumps(place, salt=SALT) if place else None
        return json_answer({"items": [_listed(item) for item in items], "next": more})

    return perform(request, work)


def _listed(item: DraftedItem) -> dict[str, Any]:
    body = item_body(item)
    titles = {locale: text["title"] for locale, text in item.content["texts"].items()}
    told = {name: body[name] for name in READ_ONLY}
    return {**told, "titles": titles, "etag": item.etag}


@router.get(
    "/items/{key}",
    operation_id="getItem",
    summary="An item by its id",
    response={200: ItemShape},
    auth=READ,
    url_name="item",
    openapi_extra={"responses": problems(404)},
)
def get_item(request: HttpRequest, key: str) -> HttpResponse:
    caller = caller_of(request)
    return perform(
        request, lambda: item_answer(request, item_drafts().find(caller.author, key_of(key)))
    )


@router.patch(
    "/items/{key}",
    operation_id="patchItem",
    summary="Change some of an item",
    response={200: ItemShape},
    auth=WRITE,
    openapi_extra={
        "parameters": [header("If-Match", IF_MATCH, required=True)],
        "requestBody": body_of("ItemPatch", MERGE_PATCH, JSON),
        "responses": problems(400, 404, 409, 412, 413, 415, 422, 428, 503),
    },
)
def patch_item(request: HttpRequest, key: str) -> HttpResponse:
    """A merge patch (RFC 7396): null takes a member back to unknown, a list takes the place of the
    former list."""
    caller = caller_of(request)
    sent = json_object(request, MERGE_PATCH, JSON)

    def work() -> HttpResponse:
        drafts, uid = item_drafts(), key_of(key)
        expected = required_of(request)
        name = drafts.find(caller.author, uid).name
        patch = sent_item(
            sent,
            id=str(uid),
            source=name.source if name else None,
            external_id=name.external_id if name else None,
        )
        written = drafts.change(caller.author, uid, patch, expected=expected)
        return item_answer(request, written.item)

    return perform(request, work, data=sent)
