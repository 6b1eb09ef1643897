"""The public page of an institution; its items live below it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.accounts import groups
from cms.institutions import rights
from cms.institutions.models import Institution
from cms.publication.pages import PublishedPage
from cms.publication.unit_of_work import publishing
from content_pages.models.base import Illustrated, IndexPage, Summarised, WithBody
from content_pages.panels import institution as panels


class InstitutionIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.InstitutionPage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the institutions.")

    class Meta:
        verbose_name = _("institutions")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Below it operators bring items in."""
        with publishing():
            result = super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                groups.keep_section(self)
        return result


class InstitutionPage(Illustrated, Summarised, WithBody, PublishedPage):
    """An institution as citizens meet it: its public name is the title, per locale."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        related_name="pages",
        verbose_name=_("institution"),
    )

    override_translatable_fields = [SynchronizedField("institution"), SynchronizedField("image")]
    parent_page_types = ["content_pages.InstitutionIndexPage"]
    subpage_types = ["content_pages.ItemPage"]
    content_panels = panels.INSTITUTION
    page_description = _("The public profile of a museum, theatre, library, cinema …")

    class Meta:
        verbose_name = _("institution page")
        verbose_name_plural = _("institution pages")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Rights on the subtree follow whose page roots it, in both directions."""
        is_new = self._state.adding
        with publishing():
            result = super().save(*args, **kwargs)
            if "institution" in (kwargs.get("update_fields") or ["institution"]):
                rights.sync_page(self.pk, self.institution_id, is_new=is_new)
        return result

    def clean(self) -> None:
        super().clean()
        others = InstitutionPage.objects.filter(
            institution=self.institution_id, locale=self.locale_id, alias_of__isnull=True
        ).exclude(pk=self.pk)
        if self.institution_id and not self.alias_of_id and others.exists():
            raise ValidationError(
                {"institution": _("This institution already has a page in this language.")}
            )
