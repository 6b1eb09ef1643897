"""Rows that belong to an item: occurrences, people, claims of accessibility, rights, ties."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.models import Orderable

from cms.core.fields import CodeField, CodesField
from content_pages.panels import item as panels


class ItemTheme(TaggedItemBase):
    content_object = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="theme_links"
    )


class Occurrence(Orderable):
    """One showing: when, where to go for it, how many may come (RFC 5545's VEVENT)."""

    page = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="occurrences"
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default="Europe/Paris",
        help_text=_("A name of the IANA time zone database, such as Europe/Moscow."),
    )
    status = CodeField(_("status"), codes="occurrence_statuses", default="scheduled")
    url = models.URLField(_("address"), max_length=1000, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)

    panels = panels.OCCURRENCE

    class Meta(Orderable.Meta):
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        constraints = [
            models.CheckConstraint(
                name="occurrence_ends_after_it_starts",
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gte=models.F("starts_at")),
                violation_error_message=_("An occurrence ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return str(self.starts_at)


class AccessibilityFeature(Orderable):
    """A feature somebody claims, with the day it was checked."""

    page = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="accessibility_features"
    )
    feature = CodeField(_("feature"), codes="accessibility_features")
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    panels = panels.ACCESSIBILITY_FEATURE

    class Meta(Orderable.Meta):
        verbose_name = _("accessibility feature")
        verbose_name_plural = _("accessibility features")
        constraints = [
            models.UniqueConstraint(fields=["page", "feature"], name="feature_claimed_once")
        ]

    def __str__(self) -> str:
        return self.feature


class RightsWindow(Orderable):
    """When and where the item may be shown. Outside every window it is not public."""

    page = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="rights_windows"
    )
    opens_at = models.DateTimeField(_("from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("until"), null=True, blank=True)
    territories = CodesField(_("territories"), codes="territories")
    channels = CodesField(_("channels"), codes="channels")
    languages = CodesField(_("languages"), codes="languages")

    panels = panels.RIGHTS_WINDOW

    class Meta(Orderable.Meta):
        verbose_name = _("rights window")
        verbose_name_plural = _("rights windows")

    def __str__(self) -> str:
        return f"{self.opens_at} – {self.closes_at}"


class Contribution(Orderable):
    """A person or body that had a part in it."""

    page = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="contributions"
    )
    name = models.CharField(_("name"), max_length=140)
    is_body = models.BooleanField(_("is an organisation"), default=False)
    role = CodeField(_("role"), codes="roles", default="other")

    panels = panels.CONTRIBUTION

    class Meta(Orderable.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return self.name


class RelatedItem(Orderable):
    page = ParentalKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="related_items"
    )
    item = models.ForeignKey(
        "content_pages.ItemPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("item")
    )

    panels = panels.RELATED_ITEM

    class Meta(Orderable.Meta):
        verbose_name = _("related item")
        verbose_name_plural = _("related items")

    def __str__(self) -> str:
        return str(self.item_id)


class ExternalReference(models.Model):
    """What another system calls an item. `key` is the translation key: one name for all locales."""

    key = models.UUIDField(unique=True)
    source = models.CharField(_("source"), max_length=60)
    external_id = models.CharField(_("external id"), max_length=120)
    digest = models.CharField(
        max_length=64, blank=True, help_text=_("Of what was last imported, to tell a change.")
    )

    class Meta:
        verbose_name = _("external reference")
        verbose_name_plural = _("external references")
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="external_id_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"
