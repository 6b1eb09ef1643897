"""The API's description: `/openapi.json` for programs, `/docs` for people."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.catalogue.catalogue import answer as answer_of
from cms.catalogue.catalogue import refresh_to
from cms.catalogue.query import ListQuery, list_parameters, list_query
from cms.core import locales, problems
from cms.core.http import Request
from cms.core.parameters import ParameterSet
from cms.delivery.endpoints.changes import CursorExpired
from cms.delivery.endpoints.index import BASE
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.responses import answer, digest, if_none_match, is_current
from cms.delivery.openapi.document import openapi_document
from cms.delivery.openapi.examples import Sample, example
from cms.delivery.routes import ENDPOINTS, Endpoint
from cms.delivery.selectors import documents
from cms.delivery.selectors.log import change_number
from cms.delivery.selectors.statements import uuid_text
from cms.publication.documents.kinds import LISTED

# What each problem this API answers with means to whoever meets it.
PROBLEMS: Mapping[type[problems.Problem], str] = {
    problems.BadRequest: "The request cannot be read; `errors` names what is wrong with it.",
    problems.BadParameter: "A parameter's value is not allowed; `errors` names it.",
    problems.NotFound: "It is not public, or never was: the two answers are the same.",
    problems.MethodNotAllowed: "The address exists and takes other methods: see `Allow`.",
    problems.Gone: "It was public and is withdrawn; `replaced_by` names what took its place.",
    CursorExpired: "Changes after it are gone; drop what you hold and read `/changes` anew.",
    problems.TooLarge: "The body is larger than is taken.",
    problems.UnsupportedMediaType: "The body is of another type than is taken.",
    problems.Unprocessable: "What was sent cannot be kept; `errors` names each field.",
    problems.TooManyRequests: "Too many were sent; `Retry-After` says when to try again.",
    problems.Unavailable: "A part this answer needs is not ready; ask again a little later.",
    problems.Problem: "Something failed here. It is logged; the request may be sent again.",
}
QUOTED = re.compile("`([^`<]+)`")


class OpenAPIDocument:
    """`GET /openapi.json`."""

    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: Request) -> Reply:
        self.parameters.read(query_string(request))
        return _described(request, _openapi(), "application/json")


class Docs:
    """`GET /docs`: one page, rendered here, that asks nothing of any other server."""

    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: Request) -> Reply:
        self.parameters.read(query_string(request))
        return _described(request, _page(_samples()), "text/html; charset=utf-8")


def _samples() -> tuple[Sample, ...]:
    """The newest document of each kind in the default locale, found where lists are."""
    refresh_to(change_number())
    newest = [answer_of(_newest(kind)).document_ids for kind in LISTED]
    found = documents.of_numbers([number for numbers in newest for number in numbers])
    return tuple(sorted(Sample(kind, uuid_text(key), path) for kind, key, path in found))


def _newest(kind: str) -> ListQuery:
    values = {one.name: one.default for one in list_parameters(kind)} | {"limit": 1}
    return list_query(kind, values, locale=locales.default_locale(), fallback=False)


def _described(request: Request, body: bytes, content_type: str) -> Reply:
    etag = digest(body.decode())
    reply = answer(
        None if is_current(if_none_match(request), etag) else body, etag=etag, language="en"
    )
    if reply.status == 200:
        reply.headers["Content-Type"] = content_type
    return reply


@cache
def _openapi() -> bytes:
    return orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2)


@lru_cache(maxsize=2)
def _page(samples: tuple[Sample, ...]) -> bytes:
    document = openapi_document()
    context = {
        "info": document["info"] | {"description": _marked(document["info"]["description"])},
        "base": BASE,
        "origin": settings.PUBLIC_BASE_URL,
        "operations": [
            *(_operation(endpoint, document, samples) for endpoint in ENDPOINTS),
            *_written(document),
        ],
        "problems": _problem_types(),
    }
    return render_to_string("delivery/docs.html", context).encode()


def _operation(
    endpoint: Endpoint, document: dict[str, Any], samples: tuple[Sample, ...]
) -> dict[str, Any]:
    path = f"{BASE}/{endpoint.path}"
    described = document["paths"][path]["get"]
    question = example(endpoint, samples)
    return described | {
        "path": path,
        "description": _marked(endpoint.description),
        "example": None if question is None else f"{BASE}/{question}",
        "parameters": [_with_words(one) for one in described["parameters"]],
        "answers": [
            (status, _marked(one["description"])) for status, one in described["responses"].items()
        ],
    }


def _written(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is sent rather than read: described, and not tried from this page."""
    read = {f"{BASE}/{endpoint.path}" for endpoint in ENDPOINTS}
    for path, methods in document["paths"].items():
        for method, described in methods.items() if path not in read else ():
            yield described | {
                "path": path,
                "method": method.upper(),
                "description": _marked(described.get("description", "")),
                "example": None,
                "parameters": [_with_words(one) for one in described.get("parameters", ())],
                "answers": [
                    (status, _marked(one["description"]))
                    for status, one in described["responses"].items()
                ],
            }


def _marked(text: str) -> SafeString:
    """A description as HTML: CommonMark, of which only code in backticks is used here."""
    return mark_safe(QUOTED.sub(r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped


def _with_words(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter with the words it takes, where they are a closed set."""
    schema = parameter["schema"]
    return parameter | {
        "description": _marked(parameter.get("description", "")),
        "words": schema.get("enum") or schema.get("items", {}).get("enum"),
    }


def _problem_types() -> list[dict[str, Any]]:
    """The problems this API answers with."""
    return [
        {
            "name": one.name,
            "status": one.status,
            "title": one.title,
            "meaning": _marked(meaning),
        }
        for one, meaning in PROBLEMS.items()
    ]
