"""How the OpenAPI document tells of applications."""

from typing import Any

from pydantic import TypeAdapter

from cms.core.problems import CONTENT_TYPE
from cms.core.written_api import WrittenAPI
from cms.institutions.onboarding.schemas import ApplicationIn, ApplicationSent

REF = "#/components/schemas/{model}"
PROBLEMS = {
    400: "The body is no JSON.",
    405: "Only POST is taken here.",
    413: "The body is larger than 64 KiB.",
    415: "The body is of another type than application/json.",
    422: "Something is missing or wrong; `errors` names each field.",
    429: "Too many applications from one address; `Retry-After` says when to try again.",
    503: "The database is busy; `Retry-After` says when to try again.",
}
ACCEPT_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "The language of our letters, when `language` does not say it.",
    "required": False,
    "schema": {"type": "string"},
}


def describe() -> tuple[dict[str, Any], dict[str, Any]]:
    """Paths and components."""
    schemas, defined = TypeAdapter.json_schemas(
        [
            ("received", "validation", TypeAdapter(ApplicationIn)),
            ("answered", "serialization", TypeAdapter(ApplicationSent)),
        ],
        ref_template=REF,
    )
    refusals = {
        str(status): {
            "description": told,
            "content": {CONTENT_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
        }
        for status, told in PROBLEMS.items()
    }
    received, answered = (schemas[one] for one in schemas)
    operation = {
        "operationId": "create_application",
        "summary": "An institution asks to be taken in",
        "description": (
            "Needs no token. A letter with a link goes to the applicant; moderators read the "
            "application once the link was followed. The same link shows how far it is, takes "
            "an answer to a question, and withdraws it."
        ),
        "tags": ["applications"],
        "parameters": [ACCEPT_LANGUAGE],
        "requestBody": {"required": True, "content": {"application/json": {"schema": received}}},
        "responses": {
            "202": {
                "description": "Kept; the address waits to be confirmed.",
                "content": {"application/json": {"schema": answered}},
            },
            **refusals,
        },
    }
    return {"/api/v1/applications": {"post": operation}}, defined["$defs"]


APPLICATIONS = WrittenAPI("applications", describe)
