"""The authoring API put together: its doors, its refusals, its OpenAPI document."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.errors import ValidationError as BadArguments
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cms.authoring.problem_api import ProblemAPI, refused
from cms.authoring.rest import batches, items, media, moderation
from cms.authoring.rest.acts import TABLE
from cms.authoring.rest.answers import REF, json_answer, problems
from cms.authoring.rest.bodies import MAX_ITEM
from cms.authoring.rest.callers import Bearer, caller_of
from cms.authoring.rest.shapes import CallerShape, ItemLine, ItemPatch, ItemShape
from cms.authoring.schemas import ProblemShape
from cms.core.locales import content_locales
from cms.core.problems import BadRequest, Fault, NotFound
from cms.media.uploads import DOCUMENT_BYTES, IMAGE_BYTES
from cms.publication.authored.item import AuthoredItem

# Shapes of bodies, which the endpoints read themselves.
SENT: tuple[type[BaseModel], ...] = (
    AuthoredItem,
    ItemShape,
    ItemPatch,
    ItemLine,
    ProblemShape,
    *dict.fromkeys(act.sent for act in TABLE),
)
DESCRIPTION = """\
Items of institutions, drafted by their own systems. See docs/authoring-api.md.

Present an API token: `Authorization: Bearer cou_…`. What is written here is a draft: it becomes
public when reviewers approve it. What is another institution's is 404. Every refusal is
`application/problem+json` and names in `errors` where it stands. Inside v1 nothing is removed or
renamed: clients must ignore members they do not know."""

router = Router(tags=["token"])


@router.get(
    "",
    operation_id="getCaller",
    summary="Who your token speaks for",
    response={200: CallerShape},
    auth=Bearer(),
    openapi_extra={"responses": problems()},
)
def get_caller(request: HttpRequest) -> HttpResponse:
    caller = caller_of(request)
    institution = caller.institution
    shape = CallerShape.model_validate(
        {
            "user": caller.user.get_username(),
            "institution": institution
            and {"key": str(institution.key), "title": institution.legal_name},
            "scopes": caller.token.scopes,
            "sources": caller.sources(),
            "locales": content_locales(),
            "expires_at": caller.token.expires_at,
            "limits": {
                "item_bytes": MAX_ITEM,
                "batch_bytes": batches.batch_bytes(),
                "batch_lines": batches.MOST_LINES,
                "image_bytes": IMAGE_BYTES,
                "document_bytes": DOCUMENT_BYTES,
            },
        }
    )
    return json_answer(shape.model_dump(mode="json"))


class AuthoringAPI(ProblemAPI):
    """Tells in its document of the bodies its endpoints read themselves."""

    _document: Any = None

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Made once: it is the same for everybody."""
        if self._document is None:
            self._document = self._described(super().get_openapi_schema(**kwargs))
        return self._document

    def _described(self, document: Any) -> Any:
        known = document["components"]["schemas"]
        _refs, defined = models_json_schema(
            [(shape, "validation") for shape in SENT], ref_template=REF + "{model}"
        )
        # What the router says of these it says by the names of their attributes.
        known.update(defined["$defs"])
        return document


@cache
def authoring_api() -> AuthoringAPI:
    """The one there is."""
    api = AuthoringAPI(
        title="Coulisses: authoring",
        version="1",
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        urls_namespace="authoring_api",
    )
    for one in (router, items.router, batches.router, media.router, moderation.router):
        api.add_router("", one)
    api.exception_handler(BadArguments)(_unreadable)
    return api


def _unreadable(request: HttpRequest, error: BadArguments) -> HttpResponse:
    faults = [
        Fault(".".join(map(str, one["loc"])), str(one["msg"]), str(one["type"]))
        for one in error.errors
    ]
    return refused(request, BadRequest("The address cannot be read.", errors=faults))


def nothing_here(request: HttpRequest, path: str = "") -> HttpResponse:
    """What is asked for below the API's base, and is no address of it."""
    return NotFound("There is nothing at this address.").response()
