"""The API's description: `/openapi.json` for programs, `/docs` for people."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import orjson
from django.template.loader import render_to_string

from cms.core import problems
from cms.core.parameters import ParameterSet
from cms.delivery.changes import CursorExpired
from cms.delivery.index import BASE
from cms.delivery.messages import Reply, Request
from cms.delivery.openapi import openapi_document
from cms.delivery.parameters import query_string
from cms.delivery.responses import answer, asked_tags, digest, is_current

# What each problem this API answers with means to whoever meets it.
PROBLEMS: Mapping[type[problems.Problem], str] = {
    problems.BadRequest: "The request cannot be read; `errors` names what is wrong with it.",
    problems.BadParameter: "A parameter's value is not allowed; `errors` names it.",
    problems.NotFound: "It is not public, or never was: the two answers are the same.",
    problems.MethodNotAllowed: "The address exists and takes other methods: see `Allow`.",
    problems.Gone: "It was public and is withdrawn; `replaced_by` names what took its place.",
    CursorExpired: "Changes after it are gone; drop what you hold and read `/changes` anew.",
    problems.Unavailable: "A part this answer needs is not ready; ask again a little later.",
    problems.Problem: "Something failed here. It is logged; the request may be sent again.",
}
# Descriptions are CommonMark (OpenAPI 3.1); code in backticks is all that is used of it here.
QUOTED = re.compile("`([^`<]+)`")


class OpenAPIDocument:
    """`GET /openapi.json`."""

    content_type = "application/json"

    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: Request) -> Reply:
        self.parameters.read(query_string(request))
        reply = answer(
            None if is_current(asked_tags(request), self._etag) else self._body,
            etag=self._etag,
            language="en",
        )
        if reply.status == 200:
            reply.headers["Content-Type"] = self.content_type
        return reply

    @cached_property
    def _etag(self) -> str:
        return digest(self._body.decode())

    @cached_property
    def _body(self) -> bytes:
        return orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2)


class Docs(OpenAPIDocument):
    """`GET /docs`: one page, drawn here, that asks nothing of any other server."""

    content_type = "text/html; charset=utf-8"

    @cached_property
    def _body(self) -> bytes:
        document = openapi_document()
        operations = [
            {
                "path": path,
                **methods["get"],
                "parameters": [_with_words(one) for one in methods["get"]["parameters"]],
            }
            for path, methods in document["paths"].items()
        ]
        context = {
            "info": document["info"],
            "base": BASE,
            "operations": operations,
            "problems": _problem_types(),
        }
        page = render_to_string("delivery/docs.html", context)
        return QUOTED.sub(r"<code>\1</code>", page).encode()


def _with_words(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter with the words it takes, where they are a closed set."""
    schema = parameter["schema"]
    return parameter | {"words": schema.get("enum") or schema.get("items", {}).get("enum")}


def _problem_types() -> list[dict[str, Any]]:
    """The problems this API answers with."""
    return [
        {
            "name": one.name,
            "status": one.status,
            "title": one.title,
            "meaning": meaning,
        }
        for one, meaning in PROBLEMS.items()
    ]
