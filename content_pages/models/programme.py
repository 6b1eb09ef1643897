"""Programmes: a thematic night, a festival or a series, put together from items."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import BlocksField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.programme import SectionsBlock
from content_pages.models.base import Illustrated, IndexPage, Summarised
from content_pages.panels import programme as panels


class ProgrammeIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.ProgrammePage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the programmes.")

    class Meta:
        verbose_name = _("programmes")


class ProgrammePage(Illustrated, Summarised, ReviewedPage):
    starts_at = models.DateTimeField(_("from"), null=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    sections = BlocksField(SectionsBlock(), blank=True, verbose_name=_("sections"))
    partners = ParentalManyToManyField(
        "content_pages.InstitutionPage",
        blank=True,
        related_name="+",
        verbose_name=_("partner institutions"),
    )
    proposals_from = models.DateTimeField(_("call for proposals from"), null=True, blank=True)
    proposals_until = models.DateTimeField(_("call for proposals until"), null=True, blank=True)

    override_translatable_fields = [
        SynchronizedField(name)
        for name in (
            *("image", "starts_at", "ends_at", "time_zone", "partners"),
            *("proposals_from", "proposals_until"),
        )
    ]
    parent_page_types = ["content_pages.ProgrammeIndexPage"]
    subpage_types: list[str] = []
    content_panels = panels.PROGRAMME
    page_description = _("A thematic night, a festival or a series.")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
