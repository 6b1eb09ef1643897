"""The shapes of answers; those of documents are declared beside the builders that fill them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, create_model


class Alternate(BaseModel):
    locale: str
    path: str
    url: str


class ProvisionalCard(BaseModel):
    model_config = ConfigDict(extra="allow")
    id: str
    kind: str
    locale: str
    requested_locale: str
    fallback: bool
    slug: str
    path: str
    title: str


class ProvisionalDetail(ProvisionalCard):
    alternates: list[Alternate]


class HomeDetail(ProvisionalDetail):
    pass


def _named(name: str, base: type[BaseModel]) -> type[BaseModel]:
    return create_model(name, __base__=base)


@dataclass(frozen=True)
class Shapes:
    """What the API answers about one kind: a card, a detail, a page of cards."""

    card: type[BaseModel]
    detail: type[BaseModel]
    page: type[BaseModel]


class FacetValue(BaseModel):
    """A value to filter by, its label in the asked locale, and how many it would leave."""

    code: str
    label: str
    count: int


class Page(BaseModel):
    """`total` with `count=true`, `facets` with `facets=`."""

    next: str | None = Field(description="The cursor of the next page; null on the last.")
    total: int = Field(default=0, description="With `count=true`.")
    facets: dict[str, list[FacetValue]] = Field(default={}, description="With `facets=`.")


def _shapes(name: str, card: type[BaseModel], detail: type[BaseModel]) -> Shapes:
    page = create_model(f"{name}List", __base__=Page, items=(list[card], ...))  # type: ignore[valid-type]
    return Shapes(card, detail, page)


KINDS: Mapping[str, Shapes] = {
    kind: _shapes(
        kind.title(),
        _named(f"{kind.title()}Card", ProvisionalCard),
        _named(f"{kind.title()}Detail", ProvisionalDetail),
    )
    for kind in ("item", "category", "institution", "guide", "programme", "news")
}
SectionDetail = _named("SectionDetail", ProvisionalDetail)
AnyDetail = ProvisionalDetail


class LocaleInfo(BaseModel):
    """A locale of the content; `chain` begins with itself."""

    code: str
    label: str = Field(description="Its name in its own language.")
    direction: Literal["ltr", "rtl"]
    chain: list[str]


class Index(BaseModel):
    name: str
    version: str
    default_locale: str
    locales: list[LocaleInfo]
    links: dict[str, str]


class MenuEntry(BaseModel):
    model_config = ConfigDict(extra="allow")


class Navigation(BaseModel):
    locale: str
    requested_locale: str
    fallback: bool
    main_menu: list[MenuEntry]
    footer_menu: list[MenuEntry]


class Documents(BaseModel):
    items: list[AnyDetail]
    missing: list[str]


class Redirect(BaseModel):
    to: str = Field(description="A path of the public site, or an address elsewhere.")
    permanent: bool


class Redirected(BaseModel):
    redirect: Redirect


class Resolved(BaseModel):
    root: AnyDetail | Redirected


class Change(BaseModel):
    seq: int
    op: Literal["upsert", "withdraw"]
    kind: str
    id: str
    locale: str
    version: int = Field(description="Never smaller for a later state of the same document.")
    at: datetime
    document: AnyDetail


class Changes(BaseModel):
    changes: list[Change]
    next: str = Field(description="Never null: asked again later it yields what is new.")


class Preview(BaseModel):
    root: AnyDetail


class Fault(BaseModel):
    loc: str
    msg: str
    code: str


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault]


class Replacement(BaseModel):
    kind: str
    id: str
    path: str


class GoneProblem(ProblemDocument):
    replaced_by: Replacement | None


def field_names(shape: type[BaseModel]) -> list[str]:
    """The top-level fields of a document, as `fields=` names them."""
    return list(shape.model_fields)


def any_field_names() -> list[str]:
    """The top-level fields of any detail."""
    shapes = [HomeDetail, SectionDetail, *(shapes.detail for shapes in KINDS.values())]
    return sorted({name for shape in shapes for name in field_names(shape)})
