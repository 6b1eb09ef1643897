"""Builders: each page type as public JSON."""

from collections.abc import Sequence

from cms.publication.documents.page_types import PageType, register
from content_pages import models
from content_pages.builders.category import CategoryBuilder
from content_pages.builders.guide import GuideBuilder
from content_pages.builders.institution import InstitutionBuilder
from content_pages.builders.item import ItemBuilder
from content_pages.builders.news import NewsBuilder
from content_pages.builders.programme import ProgrammeBuilder
from content_pages.builders.section import SectionBuilder

PAGE_TYPES: Sequence[PageType] = (
    PageType("category", models.CategoryPage, CategoryBuilder()),
    PageType("institution", models.InstitutionPage, InstitutionBuilder()),
    PageType("item", models.ItemPage, ItemBuilder()),
    PageType("guide", models.GuidePage, GuideBuilder()),
    PageType("programme", models.ProgrammePage, ProgrammeBuilder()),
    PageType("news", models.NewsPage, NewsBuilder()),
    PageType("section", models.CategoryIndexPage, SectionBuilder("category")),
    PageType("section", models.InstitutionIndexPage, SectionBuilder("institution")),
    PageType("section", models.GuideIndexPage, SectionBuilder("guide")),
    PageType("section", models.ProgrammeIndexPage, SectionBuilder("programme")),
    PageType("section", models.NewsIndexPage, SectionBuilder("news")),
)


def register_page_types() -> None:
    """Called once, when every page type is loaded."""
    for page_type in PAGE_TYPES:
        register(page_type)
