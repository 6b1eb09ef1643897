"""Every kind of document, declared once; what is said of kinds elsewhere follows from here.

A row gives the shapes of the OpenAPI document, the addresses of the API and their links, the
filters, facets and orders of its list (`cms.catalogue`: those that read the facts it states), and
what readers and editors see it called. What a kind lacks elsewhere (a builder, an icon, …) is
named by `tests/architecture/test_document_kinds.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.publication.schemas.base import Shape
from cms.publication.schemas.category import CategoryCard, CategoryDetail
from cms.publication.schemas.guide import GuideCard, GuideDetail
from cms.publication.schemas.home import HomeCard, HomeDetail, SectionCard, SectionDetail
from cms.publication.schemas.institution import InstitutionCard, InstitutionDetail
from cms.publication.schemas.item import ItemCard, ItemDetail
from cms.publication.schemas.news import NewsCard, NewsDetail
from cms.publication.schemas.programme import ProgrammeCard, ProgrammeDetail


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: `code` is its `kind` in the API, `label` its plural for people.

    `plural` is the address of its list below the API's base, `one` a single document in the
    OpenAPI document's English; a kind without them has no list. `facts` are the names its
    builder states in `Parts.facts`; `named` says that filters of other lists name documents of
    it by id, slug or code.
    """

    code: str
    detail: type[Shape]
    card: type[Shape]
    label: Promise
    plural: str = ""
    one: str = ""
    facts: tuple[str, ...] = ()
    named: bool = False


_ROWS = (
    DocumentKind("home", HomeDetail, HomeCard, _("Home pages")),
    DocumentKind(
        "item",
        ItemDetail,
        ItemCard,
        _("Items"),
        plural="items",
        one="An item",
        facts=(
            "category",
            "format",
            "institution",
            "audience",
            "accessibility",
            "language",
            "access_mode",
            "attendance",
            "theme",
            "theme_labels",
            "programme",
            "age_min",
            "age_max",
            "free",
            "duration",
            "occurrences",
            "territory",
            "featured",
            "quality",
        ),
    ),
    DocumentKind(
        "category",
        CategoryDetail,
        CategoryCard,
        _("Categories"),
        plural="categories",
        one="A category",
        facts=("ancestors", "code"),
        named=True,
    ),
    DocumentKind(
        "institution",
        InstitutionDetail,
        InstitutionCard,
        _("Institutions"),
        plural="institutions",
        one="An institution",
        facts=("territory", "institution_kind", "ownership"),
        named=True,
    ),
    DocumentKind(
        "guide",
        GuideDetail,
        GuideCard,
        _("Guides"),
        plural="guides",
        one="A guide",
        facts=("guide_kind", "topic", "level", "role", "output"),
    ),
    DocumentKind(
        "programme",
        ProgrammeDetail,
        ProgrammeCard,
        _("Programmes"),
        plural="programmes",
        one="A programme",
        facts=("starts_at", "ends_at"),
        named=True,
    ),
    DocumentKind(
        "news",
        NewsDetail,
        NewsCard,
        _("News"),
        plural="news",
        one="A news article",
        facts=("date",),
    ),
    DocumentKind("section", SectionDetail, SectionCard, _("Sections")),
)

KINDS: Mapping[str, DocumentKind] = {kind.code: kind for kind in _ROWS}
LISTED: Mapping[str, DocumentKind] = {code: kind for code, kind in KINDS.items() if kind.plural}
