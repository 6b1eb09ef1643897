"""The page types of the content tree."""

from content_pages.models.category import CategoryIndexPage, CategoryPage
from content_pages.models.guide import GuideIndexPage, GuidePage
from content_pages.models.institution import InstitutionIndexPage, InstitutionPage
from content_pages.models.item import ItemPage
from content_pages.models.item_rows import (
    AccessibilityFeature,
    Contribution,
    ExternalReference,
    ItemTheme,
    Occurrence,
    RelatedItem,
    RightsWindow,
)
from content_pages.models.news import NewsIndexPage, NewsPage
from content_pages.models.pending_tie import PendingTie
from content_pages.models.programme import ProgrammeIndexPage, ProgrammePage
from content_pages.models.theme import ThemeName

__all__ = [
    "AccessibilityFeature",
    "CategoryIndexPage",
    "CategoryPage",
    "Contribution",
    "ExternalReference",
    "GuideIndexPage",
    "GuidePage",
    "InstitutionIndexPage",
    "InstitutionPage",
    "ItemPage",
    "ItemTheme",
    "NewsIndexPage",
    "NewsPage",
    "Occurrence",
    "PendingTie",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "RelatedItem",
    "RightsWindow",
    "ThemeName",
]
