"""The API's description: `/openapi.json` for programs, `/docs` for people."""

from functools import cached_property
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cms.core import problems
from cms.delivery.index import BASE
from cms.delivery.openapi import openapi_document
from cms.delivery.parameters import ParameterSet, query_string
from cms.delivery.responses import answer, asked_tags, digest, is_current

PROBLEMS = (
    problems.BadRequest,
    problems.BadParameter,
    problems.NotFound,
    problems.MethodNotAllowed,
    problems.Gone,
    problems.Unavailable,
    problems.Problem,
)


class OpenAPIDocument:
    """`GET /openapi.json`."""

    content_type = "application/json"

    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.parameters.read(query_string(request))
        response = answer(
            None if is_current(asked_tags(request), self._etag) else self._body,
            etag=self._etag,
            language="en",
        )
        if response.status_code == 200:
            response.headers["Content-Type"] = self.content_type
        return response

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
        return render_to_string("delivery/docs.html", context).encode()


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
            "meaning": (one.__doc__ or "").partition("\n")[0],
        }
        for one in PROBLEMS
    ]
