"""Every address of the API, once: what answers it and how the OpenAPI document describes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.delivery import schemas
from cms.delivery.endpoints.changes import EXPIRED, Changes
from cms.delivery.endpoints.detail import Detail
from cms.delivery.endpoints.documents import Documents
from cms.delivery.endpoints.home import Home, Navigation
from cms.delivery.endpoints.index import Index
from cms.delivery.endpoints.lists import List
from cms.delivery.endpoints.preview import Preview
from cms.delivery.endpoints.resolve import Resolve
from cms.delivery.endpoints.vocabularies import VOCABULARIES, Vocabularies, Vocabulary
from cms.delivery.http.exchange import View
from cms.publication.documents.kinds import LISTED, DocumentKind
from cms.publication.schemas.home import HomeDetail

Part = Mapping[str, Any]


ID_OR_SLUG: Part = {
    "name": "id_or_slug",
    "description": (
        "The id, the same in every locale and for ever; or a slug the document bears in a locale "
        "of the chain."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[^/]+$"},
}
TOKEN: Part = {
    "name": "token",
    "description": "A preview token: opens one revision until it expires or is revoked.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^/]+$"},
}
VOCABULARY: Part = {
    "name": "name",
    "description": "Which code list.",
    "schema": {"type": "string", "enum": list(VOCABULARIES)},
}


@dataclass(frozen=True)
class Endpoint:
    """`path` is below the API's base; `takes` describes the part in braces at its end.

    `answer` is the type of its 200, as pydantic reads annotations.
    `problems` are the statuses of errors beside 405 and 500; `negotiates` says that
    Accept-Language is read, `selectable` that `fields` thins the documents of the answer out.
    `gone` says what a 410 means where it is not that a document was withdrawn.
    """

    path: str
    operation: str
    summary: str
    tag: str
    view: View
    answer: Any
    description: str = ""
    takes: Part | None = None
    problems: tuple[int, ...] = (400,)
    negotiates: bool = True
    selectable: bool = False
    conditional: bool = True
    gone: str = ""


MISSING = (400, 404, 410)


def _of_kind(kind: DocumentKind) -> Iterable[Endpoint]:
    yield Endpoint(
        path=kind.plural,
        operation=f"list_{kind.plural}",
        summary=f"Cards of {kind.plural}",
        tag=kind.plural,
        view=List(kind.code, schemas.field_names(kind.card)),
        answer=schemas.PAGES[kind.code],
        selectable=True,
    )
    yield Endpoint(
        path=f"{kind.plural}/{{id_or_slug}}",
        operation=f"get_{kind.code}",
        summary=kind.one,
        tag=kind.plural,
        view=Detail(kind.code, schemas.field_names(kind.detail)),
        answer=kind.detail,
        takes=ID_OR_SLUG,
        problems=MISSING,
        selectable=True,
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        path="",
        operation="index",
        summary="Version, locales, links",
        tag="start",
        view=Index(),
        answer=schemas.Index,
        negotiates=False,
    ),
    Endpoint(
        path="home",
        operation="get_home",
        summary="The front page",
        tag="start",
        view=Home(schemas.field_names(HomeDetail)),
        answer=HomeDetail,
        problems=MISSING,
        selectable=True,
    ),
    Endpoint(
        path="navigation",
        operation="get_navigation",
        summary="The menus",
        tag="start",
        view=Navigation(),
        answer=schemas.Menus,
        problems=MISSING,
    ),
    *(endpoint for kind in LISTED.values() for endpoint in _of_kind(kind)),
    Endpoint(
        path="vocabularies",
        operation="list_vocabularies",
        summary="Code lists with their labels",
        description="A field that holds bare codes names its vocabulary: `x-vocabulary`.",
        tag="vocabularies",
        view=Vocabularies(),
        answer=schemas.Vocabularies,
    ),
    Endpoint(
        path="vocabularies/{name}",
        operation="get_vocabulary",
        summary="A code list",
        tag="vocabularies",
        view=Vocabulary(),
        answer=schemas.Vocabulary,
        takes=VOCABULARY,
        problems=(400, 404),
    ),
    Endpoint(
        path="documents",
        operation="get_documents",
        summary="Documents by their ids",
        description="In the order asked; ids of which nothing is public are named as missing.",
        tag="several",
        view=Documents(schemas.any_field_names()),
        answer=schemas.Documents,
        selectable=True,
    ),
    Endpoint(
        path="resolve",
        operation="resolve_path",
        summary="What is at a path of the public site",
        tag="several",
        view=Resolve(),
        answer=schemas.AnyDetail | schemas.Redirected,
        problems=MISSING,
        negotiates=False,
    ),
    Endpoint(
        path="changes",
        operation="list_changes",
        summary="The change log",
        description=(
            "Whoever applies the changes in order holds exactly what the API serves. Keep `next` "
            "and ask again later for what is new. An `upsert` whose document is no longer public "
            "carries none: its withdrawal follows. Changes that are old and superseded are "
            "removed: numbers then have gaps, and a cursor from before may have expired (410)."
        ),
        problems=(400, 410),
        gone=EXPIRED,
        tag="several",
        view=Changes(),
        answer=schemas.Changes,
        negotiates=False,
    ),
    Endpoint(
        path="preview/{token}",
        operation="preview",
        summary="A draft as the document it would become",
        tag="several",
        view=Preview(),
        answer=schemas.AnyDetail,
        takes=TOKEN,
        problems=(400, 404, 429),
        negotiates=False,
        conditional=False,
    ),
)
