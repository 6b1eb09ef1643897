"""Builders: each page type as public JSON."""

from datetime import datetime
from typing import Any

from cms.publication import kinds
from cms.publication.documents import Context, Kind, Parts, Window
from content_pages import models


class PlainBuilder:
    def parts(self, page: Any, context: Context) -> Parts:
        return Parts(detail={}, card={"summary": getattr(page, "summary", "")})

    def window(self, page: Any, now: datetime) -> Window:
        return Window()


KINDS = {
    "category": models.CategoryPage,
    "institution": models.InstitutionPage,
    "item": models.ItemPage,
    "guide": models.GuidePage,
    "programme": models.ProgrammePage,
    "news": models.NewsPage,
    "section": models.CategoryIndexPage,
    "section ": models.InstitutionIndexPage,
    "section  ": models.GuideIndexPage,
    "section   ": models.ProgrammeIndexPage,
    "section    ": models.NewsIndexPage,
}


def register_kinds() -> None:
    for code, model in KINDS.items():
        kinds.register(Kind(code.strip(), model, PlainBuilder()))
