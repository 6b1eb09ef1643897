"""The shapes of answers; those of documents are declared beside the builders that fill them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Union
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from cms.publication.documents.kinds import KINDS, LISTED
from cms.publication.schemas.base import Coded, Shape
from cms.publication.schemas.home import Navigation

if TYPE_CHECKING:
    AnyDetail = Shape
else:
    AnyDetail = Annotated[
        Union[tuple(kind.detail for kind in KINDS.values())],  # noqa: UP007
        Field(discriminator="kind"),
    ]


class FacetValue(Shape):
    """A value to filter by, its label in the asked locale, and how many it would leave."""

    code: str
    label: str
    count: int


class Page(Shape):
    """A page of a list."""

    next: Annotated[str | None, Field(description="The next page's cursor; null on the last.")]
    total: Annotated[int, Field(description="Only with `count=true`.")] = 0
    facets: Annotated[
        dict[str, list[FacetValue]], Field(description="By the names asked for in `facets`.")
    ] = {}


def _page_of(card: type[BaseModel]) -> type[BaseModel]:
    """`ItemCard` → `ItemPage`."""
    name = card.__name__.removesuffix("Card") + "Page"
    page: type[BaseModel] = create_model(name, __base__=Page, items=(list[card], ...))  # type: ignore[valid-type]
    return page


PAGES = {code: _page_of(kind.card) for code, kind in LISTED.items()}


class LocaleInfo(Shape):
    """A locale of the content; its chain begins with itself."""

    code: str
    label: Annotated[str, Field(description="Its name in its own language.")]
    direction: Literal["ltr", "rtl"]
    chain: list[str]


class Index(Shape):
    """What this API is, which locales it speaks, where to go from here."""

    name: str
    version: str
    default_locale: str
    locales: list[LocaleInfo]
    links: dict[str, str]


class Menus(Navigation):
    """The menus of one language."""

    locale: str
    requested_locale: str
    fallback: bool


class Documents(Shape):
    """The documents found, in the order asked, and the ids of which nothing is public."""

    items: list[AnyDetail]
    missing: list[UUID]


class Rating(Coded):
    """A legal age rating of a scheme."""

    min_age: Annotated[int, Field(description="Years.")]


class VocabularyCode(Coded):
    """A code; beside its label stands what only codes of its vocabulary have."""

    deprecated: Annotated[bool, Field(description="True: no longer given to new documents.")]
    replaced_by: Annotated[str | None, Field(description="The code that took its place.")]
    schema_org: Annotated[str, Field(description="Its name at schema.org.")] = ""
    is_free: Annotated[bool, Field(description="Of access modes: costs no money.")] = False
    min_age: Annotated[int, Field(description="Of audiences that are age groups; years.")] = 0
    max_age: Annotated[int, Field(description="Years, inclusive.")] = 0
    max_eur: Annotated[int, Field(description="Of cost bands: the most, in euros.")] = 0
    url: Annotated[str, Field(description="Of licences: the deed.")] = ""
    open: Annotated[bool, Field(description="Of licences: may be reused and changed.")] = False
    bcp47: Annotated[str, Field(description="Of sign languages: the language tag.")] = ""
    country: Annotated[str, Field(description="Of territories: ISO 3166-1.")] = ""
    insee: Annotated[str, Field(description="Of French regions.")] = ""
    ratings: Annotated[list[Rating], Field(description="Of age schemes.")] = []


class Vocabulary(Shape):
    """A code list, in its order."""

    name: Annotated[str, Field(description="As `x-vocabulary` names it beside fields of codes.")]
    codes: list[VocabularyCode]


class Vocabularies(Shape):
    """All code lists."""

    items: list[Vocabulary]


class Redirect(Shape):
    to: Annotated[str, Field(description="A path of the public site, or an address elsewhere.")]
    permanent: bool


class Redirected(Shape):
    """The path leads elsewhere."""

    redirect: Redirect


class Change(Shape):
    """One line of the change log."""

    seq: Annotated[
        int, Field(description="In the order of publication; without gaps, but for what is old.")
    ]
    op: Literal["upsert", "withdraw"]
    kind: str
    id: UUID
    locale: str
    version: Annotated[
        int, Field(description="Of the document it carries; never less for a later state.")
    ]
    at: datetime
    document: Annotated[AnyDetail, Field(description="As it is now, while it is public.")] = None  # type: ignore[assignment]


class Changes(Shape):
    """A page of the change log."""

    changes: list[Change]
    next: Annotated[str, Field(description="Asked again later it yields what is new.")]


class ProblemFault(Shape):
    loc: Annotated[str, Field(description="Where, such as `query.limit`.")]
    msg: str
    code: Annotated[str, Field(description="Stable; for programs.")]


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemFault]


class Replacement(Shape):
    """The public document that took the place of a withdrawn one."""

    kind: str
    id: UUID
    path: str


class GoneProblem(Problem):
    """What was public and has been withdrawn."""

    replaced_by: Replacement | None


def field_names(shape: type[BaseModel]) -> list[str]:
    """The top-level fields of a document, as `fields=` names them."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def any_field_names() -> list[str]:
    """The top-level fields of any detail."""
    return sorted({name for kind in KINDS.values() for name in field_names(kind.detail)})
