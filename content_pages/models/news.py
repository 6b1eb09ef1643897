"""News of the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import BlocksField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.picks import PicksBlock
from content_pages.models.base import Illustrated, IndexPage, WithBody
from content_pages.panels import news as panels


class NewsIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.NewsPage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the news.")

    class Meta:
        verbose_name = _("news")


class NewsPage(Illustrated, WithBody, ReviewedPage):
    date = models.DateField(_("date"), null=True)
    lead = models.CharField(_("lead"), max_length=255, default="")
    related = BlocksField(PicksBlock(), blank=True, verbose_name=_("related items"))

    override_translatable_fields = [SynchronizedField("date"), SynchronizedField("image")]
    parent_page_types = ["content_pages.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = panels.NEWS
    page_description = _("News of the portal.")

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
