"""Columns of the listings of pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn

from cms.media.thumbnails import thumbnail_url

TIERS = range(1, 5)
# Shown where there is room for it.
WIDE = "coulisses-wide"


class ThumbnailColumn(BaseColumn):
    """The page's image, small; drawn when a browser first asks for it."""

    cell_template_name = "content_pages/listing/thumbnail_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["source"] = thumbnail_url(instance.image)
        return context


class TitleColumn(PageTitleColumn):
    """The title and the few things done from a list, none of which asks the database."""

    cell_template_name = "content_pages/listing/title_cell.html"


class QualityColumn(BaseColumn):
    """Filled dots: the quality tier of what is published."""

    cell_template_name = "content_pages/listing/quality_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        tier = getattr(instance, "quality_tier", None)
        context["tier"] = tier
        context["dots"] = [step <= (tier or 0) for step in TIERS]
        return context


BULK = BulkActionsColumn("bulk_actions")
THUMBNAIL = ThumbnailColumn("thumbnail", label=_("Image"), width="7%")
TITLE = TitleColumn("title", label=_("Title"), sort_key="title", classname="title")
INSTITUTION = Column(
    "parent", label=_("Institution"), accessor="_parent_page.title", width="15%", classname=WIDE
)
CATEGORY = Column(
    "category", label=_("Category"), accessor="category.title", width="10%", classname=WIDE
)
FORMAT = Column(
    "format", label=_("Format"), accessor="get_format_display", width="10%", classname=WIDE
)
LANGUAGE = Column(
    "language", label=_("Language"), accessor="locale.language_code", width="5%", classname=WIDE
)
QUALITY = QualityColumn("quality", label=_("Quality"), width="7%", classname=WIDE)
UPDATED = DateColumn(
    "latest_revision_created_at",
    label=_("Updated"),
    sort_key="latest_revision_created_at",
    width="9%",
    classname=WIDE,
)
STATE = PageStatusColumn("status", label=_("State"), width="9%")
