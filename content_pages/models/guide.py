"""Guides: how an institution makes good online culture. Past their review date they are stale."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import BlocksField, CodeField, CodesField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.guide import GuideStepsBlock
from content_pages.models.base import Illustrated, IndexPage, Summarised
from content_pages.panels import guide as panels


class GuideIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.GuidePage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the guides for institutions.")

    class Meta:
        verbose_name = _("toolkit")


class GuidePage(Illustrated, Summarised, ReviewedPage):
    steps = BlocksField(GuideStepsBlock(), blank=True, verbose_name=_("steps"))
    guide_kind = CodeField(_("kind"), codes="guide_kinds", default="how_to")
    topic = CodeField(_("topic"), codes="guide_topics", default="")
    level = CodeField(_("level"), codes="guide_levels", default="discover")
    roles = CodesField(_("for whom"), codes="guide_roles")
    effort_hours = models.DecimalField(
        _("hours of work"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    cost_band = CodeField(_("cost"), codes="cost_bands", blank=True)
    people_needed = models.PositiveSmallIntegerField(_("people needed"), null=True, blank=True)
    outputs = CodesField(
        _("outputs"), codes="formats", help_text=_("The formats this guide helps to make.")
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    review_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    contact = models.EmailField(_("contact"), blank=True)

    override_translatable_fields = [
        SynchronizedField(name)
        for name in (
            *("guide_kind", "topic", "level", "roles", "effort_hours", "cost_band", "image"),
            *("people_needed", "outputs", "review_on", "review_owner", "contact"),
        )
    ]
    parent_page_types = ["content_pages.GuideIndexPage"]
    subpage_types: list[str] = []
    edit_handler = panels.GUIDE
    page_description = _("How institutions make good online culture, step by step.")

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
