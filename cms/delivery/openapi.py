"""The OpenAPI 3.1 document, made by django-ninja from the table of endpoints."""

from collections.abc import Callable, Iterator
from functools import cache
from inspect import Parameter, Signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from cms.core.problems import CONTENT_TYPE
from cms.delivery.endpoints import ENDPOINTS, Endpoint
from cms.delivery.exchange import respond
from cms.delivery.index import BASE, VERSION
from cms.delivery.schemas import GoneProblem, Problem
from cms.delivery.selections import selection_of

DESCRIPTION = """\
Published culture, read without a token. Every document says its `locale`, the locale it was asked
in and its `alternates`; every answer has an `ETag`; every error is `application/problem+json`.
Inside v1 nothing is removed or renamed: clients must ignore fields they do not know."""

PROBLEMS = {
    400: "A parameter is unknown or its value is not allowed; `errors` names each.",
    404: "Not public, or never was.",
    405: "This API is read only.",
    410: "Was public and has been withdrawn; `replaced_by` names what took its place.",
    429: "Too many tokens that opened nothing were tried; `Retry-After` says when to try again.",
    503: "The database does not answer.",
}
ALWAYS = (405, 503)
HEADERS = {
    "ETag": "Strong; send it back as If-None-Match.",
    "Cache-Control": "How long the answer may be kept.",
    "Content-Language": "The language of the content.",
    "Surrogate-Key": "The documents this answer depends on, for purging caches.",
}
ACCEPT_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "The reader's languages, used when `locale` is not given.",
    "required": False,
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "Entity tags the client has; an unchanged answer is an empty 304.",
    "required": False,
    "schema": {"type": "string"},
}


def build_api() -> NinjaAPI:
    """The API as django-ninja declares it; each operation answers through `respond`."""
    api = NinjaAPI(
        title="Coulisses",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="delivery",
    )
    for endpoint in ENDPOINTS:
        api.default_router.add_api_operation(
            f"/{endpoint.path}",
            ["GET"],
            _operation(endpoint),
            operation_id=endpoint.operation,
            url_name=endpoint.operation,
            summary=endpoint.summary,
            description=endpoint.description or None,
            tags=[endpoint.tag],
            by_alias=True,
            response={200: endpoint.answer, 400: Problem, 410: GoneProblem},
            openapi_extra={"parameters": list(_parameters(endpoint))},
        )
    return api


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. Shared: never change it."""
    document: dict[str, Any] = dict(build_api().get_openapi_schema(path_prefix=BASE))
    document["servers"] = [{"url": "/"}]
    schemas = document["components"]["schemas"]
    for endpoint in ENDPOINTS:
        operation = document["paths"][f"{BASE}/{endpoint.path}"]["get"]
        operation["responses"] = _responses(endpoint, operation["responses"], schemas)
        for parameter in operation["parameters"]:
            if endpoint.takes and parameter["in"] == "path":
                parameter.update(endpoint.takes)
    for schema in schemas.values():
        for described in schema.get("properties", {}).values():
            described.pop("default", None)  # what an answer leaves out is left out
    return document


def _operation(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """The endpoint as a view with the arguments django-ninja reads from its signature."""
    if endpoint.takes is None:

        def fixed(request: HttpRequest) -> HttpResponse:
            return respond(request, endpoint.view).as_response()

        return fixed
    name = endpoint.takes["name"]

    def with_part(request: HttpRequest, **parts: str) -> HttpResponse:
        return respond(request, endpoint.view, parts[name]).as_response()

    with_part.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter("request", Parameter.POSITIONAL_OR_KEYWORD),
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=str),
        ]
    )
    return with_part


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    for parameter in endpoint.view.parameters.parameters:
        yield parameter.openapi()
    if endpoint.negotiates:
        yield ACCEPT_LANGUAGE
    if endpoint.conditional:
        yield IF_NONE_MATCH


def _responses(endpoint: Endpoint, made: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Every answer of an endpoint; `made` is what django-ninja says of three of them."""
    answer = made[200]["content"]["application/json"]["schema"]
    if endpoint.selectable:
        answer = {"anyOf": [answer, selection_of(answer, schemas)]}
    headers = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    responses: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "headers": headers,
            "content": {"application/json": {"schema": answer}},
        }
    }
    if endpoint.conditional:
        responses["304"] = {"description": "The client has it already.", "headers": headers}
    for status in sorted({*endpoint.problems, *ALWAYS}):
        withdrawn = status == 410 and not endpoint.gone
        shape = made[410 if withdrawn else 400]["content"]["application/json"]["schema"]
        responses[str(status)] = {
            "description": (status == 410 and endpoint.gone) or PROBLEMS[status],
            "content": {CONTENT_TYPE: {"schema": shape}},
        }
    return responses
