"""The OpenAPI 3.1 document, made from the table of endpoints and the shapes of answers."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from cms.core.problems import CONTENT_TYPE
from cms.core.written_api import descriptions, security_schemes
from cms.delivery.endpoints.index import BASE, VERSION
from cms.delivery.openapi.selections import REF, selection_of
from cms.delivery.routes import ENDPOINTS, Endpoint
from cms.delivery.schemas import GoneProblem, Problem

DESCRIPTION = """\
Published culture, read without a token. Every document says its `locale`, the locale it was asked
in and its `alternates`; every answer has an `ETag`; every error is `application/problem+json`.
Where a parameter takes several values, put commas between them or repeat it.
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
Schema = dict[str, Any]

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


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. Shared: never change it."""
    answers, components = _shapes()
    paths = {
        f"{BASE}/{endpoint.path}": {"get": _operation(endpoint, answers[endpoint.path], components)}
        for endpoint in ENDPOINTS
    }
    for schema in components.values():
        for described in schema.get("properties", {}).values():
            described.pop("default", None)  # what an answer leaves out is left out
    for written, shapes in descriptions():
        paths |= written
        components |= {name: shape for name, shape in shapes.items() if name not in components}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Coulisses", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": security_schemes()},
    }


def _shapes() -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The schema of each endpoint's answer by its path, and the components they refer to."""
    shapes = {one.path: one.answer for one in ENDPOINTS}
    shapes |= {shape.__name__: shape for shape in (Problem, GoneProblem)}
    schemas, defined = TypeAdapter.json_schemas(
        [(name, "serialization", TypeAdapter(shape)) for name, shape in shapes.items()],
        ref_template=REF + "{model}",
    )
    answers = {one.path: schemas[one.path, "serialization"] for one in ENDPOINTS}
    return answers, defined["$defs"]


def _operation(endpoint: Endpoint, answer: Schema, components: dict[str, Schema]) -> dict[str, Any]:
    described = {"description": endpoint.description} if endpoint.description else {}
    return {
        "operationId": endpoint.operation,
        "summary": endpoint.summary,
        **described,
        "tags": [endpoint.tag],
        "parameters": list(_parameters(endpoint)),
        "responses": _responses(endpoint, answer, components),
    }


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    if endpoint.takes:
        yield {"in": "path", "required": True, **endpoint.takes}
    for parameter in endpoint.view.parameters.parameters:
        yield parameter.openapi()
    if endpoint.negotiates:
        yield ACCEPT_LANGUAGE
    if endpoint.conditional:
        yield IF_NONE_MATCH


def _responses(endpoint: Endpoint, answer: Schema, components: dict[str, Schema]) -> dict[str, Any]:
    """Every answer of an endpoint, by its status; adds the thinned out shapes to `components`."""
    if endpoint.selectable:
        answer = {"anyOf": [answer, selection_of(answer, components)]}
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
        shape = GoneProblem if withdrawn else Problem
        responses[str(status)] = {
            "description": (status == 410 and endpoint.gone) or PROBLEMS[status],
            "content": {CONTENT_TYPE: {"schema": {"$ref": REF + shape.__name__}}},
        }
    return responses
