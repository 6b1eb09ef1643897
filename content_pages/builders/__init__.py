"""Builders: each page type as public JSON."""

from collections.abc import Sequence

from cms.publication.documents import kinds
from cms.publication.documents.contract import Kind
from content_pages import models
from content_pages.builders.category import CategoryBuilder
from content_pages.builders.guide import GuideBuilder
from content_pages.builders.institution import InstitutionBuilder
from content_pages.builders.item import ItemBuilder
from content_pages.builders.news import NewsBuilder
from content_pages.builders.programme import ProgrammeBuilder
from content_pages.builders.section import SectionBuilder

KINDS: Sequence[Kind] = (
    Kind("category", models.CategoryPage, CategoryBuilder()),
    Kind("institution", models.InstitutionPage, InstitutionBuilder()),
    Kind("item", models.ItemPage, ItemBuilder()),
    Kind("guide", models.GuidePage, GuideBuilder()),
    Kind("programme", models.ProgrammePage, ProgrammeBuilder()),
    Kind("news", models.NewsPage, NewsBuilder()),
    Kind("section", models.CategoryIndexPage, SectionBuilder("category")),
    Kind("section", models.InstitutionIndexPage, SectionBuilder("institution")),
    Kind("section", models.GuideIndexPage, SectionBuilder("guide")),
    Kind("section", models.ProgrammeIndexPage, SectionBuilder("programme")),
    Kind("section", models.NewsIndexPage, SectionBuilder("news")),
)


def register_kinds() -> None:
    """Called once, when every page type is loaded."""
    for kind in KINDS:
        kinds.register(kind)
