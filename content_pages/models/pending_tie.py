"""Ties to what does not exist yet, remembered until it does."""

from django.conf import settings
from django.db import models

from cms.institutions.models import Institution


class PendingTie(models.Model):
    """An item (`key`, its translation key) was to name another document under one of these names.

    Who said so is on record of the revision that ties them, and is asked whether they still may.
    """

    class Field(models.TextChoices):
        PARTNERS = "partners"
        PROGRAMMES = "programmes"
        RELATED = "related"

    key = models.UUIDField()
    field = models.CharField(max_length=12, choices=Field)
    target = models.UUIDField(null=True)
    slug = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, null=True, related_name="+"
    )
    tried_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="pending_ties_of_an_item"),
            models.Index(fields=["source", "external_id"], name="pending_ties_to_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.target or self.slug or self.external_id}"
