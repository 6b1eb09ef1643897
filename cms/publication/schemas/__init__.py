"""The shapes of every public document, for the OpenAPI document and the contract tests.

`DETAILS` and `CARDS` are what the API answers, by kind. What a document embeds of another is the
latter's card as it is stored, without `requested_locale` and `fallback`: `Embedded…`.
"""

from collections.abc import Mapping

from cms.publication.schemas.base import Shape
from cms.publication.schemas.category import CategoryCard, CategoryDetail
from cms.publication.schemas.guide import GuideCard, GuideDetail
from cms.publication.schemas.home import (
    HomeCard,
    HomeDetail,
    Navigation,
    SectionCard,
    SectionDetail,
)
from cms.publication.schemas.institution import InstitutionCard, InstitutionDetail
from cms.publication.schemas.item import ItemCard, ItemDetail
from cms.publication.schemas.news import NewsCard, NewsDetail
from cms.publication.schemas.programme import ProgrammeCard, ProgrammeDetail

DETAILS: Mapping[str, type[Shape]] = {
    "home": HomeDetail,
    "category": CategoryDetail,
    "institution": InstitutionDetail,
    "item": ItemDetail,
    "guide": GuideDetail,
    "programme": ProgrammeDetail,
    "news": NewsDetail,
    "section": SectionDetail,
}
CARDS: Mapping[str, type[Shape]] = {
    "home": HomeCard,
    "category": CategoryCard,
    "institution": InstitutionCard,
    "item": ItemCard,
    "guide": GuideCard,
    "programme": ProgrammeCard,
    "news": NewsCard,
    "section": SectionCard,
}

__all__ = ["CARDS", "DETAILS", "Navigation", "Shape"]
