"""Institutions, the tenants: each has groups of rights, a collection, a subtree per locale."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Collection, DraftStateMixin, RevisionMixin

from cms.accounts.roles import Role as AnyRole
from cms.core import clock
from cms.core.fields import CodeField, CodesField
from cms.core.models import Timestamped
from cms.institutions import holdings
from cms.publication.copies import stale
from cms.publication.unit_of_work import publishing, refresh


class VerificationState(models.TextChoices):
    NEW = "new", _("New")
    VALIDATED = "validated", _("Validated")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


# No longer publish anything new, and their members do nothing until they are validated again.
BARRED = (VerificationState.SUSPENDED, VerificationState.CLOSED)


class TrustLevel(models.TextChoices):
    NEW = "new", _("New")
    KNOWN = "known", _("Known")
    TRUSTED = "trusted", _("Trusted")
    WATCHED = "watched", _("Watched")


# What saving a draft of the record writes to its row: nothing of it is public, nor anybody's right.
BOOKKEEPING = frozenset({"latest_revision", "has_unpublished_changes"})


class Institution(DraftStateMixin, RevisionMixin, Timestamped, ClusterableModel):
    """The tenant's record, the same in every language; its public face is its page.

    The row is what is public: it changes when a revision is published. A record is live from its
    first moment on; it is suspended or closed, never taken down or deleted.
    """

    first_published_at: datetime | None
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=255)
    registration_number = models.CharField(
        _("registration number"),
        max_length=40,
        null=True,
        blank=True,
        unique=True,
        help_text=_("SIRET, ОГРН or the like; no two institutions share one."),
    )
    kind = CodeField(_("kind"), codes="institution_kinds", default="other")
    ownership = CodeField(_("ownership"), codes="ownerships", blank=True)
    territory = CodeField(_("territory"), codes="territories", blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, WGS 84."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, WGS 84."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    public_email = models.EmailField(_("public contact"), blank=True)
    public_phone = models.CharField(_("public telephone"), max_length=40, blank=True)
    editorial_email = models.EmailField(_("editorial contact"), blank=True)
    technical_email = models.EmailField(_("technical contact"), blank=True)
    accessibility_email = models.EmailField(_("accessibility contact"), blank=True)
    building_accessibility = CodesField(_("building accessibility"), codes="building_accessibility")
    verification_state = models.CharField(
        _("verification state"),
        max_length=12,
        choices=VerificationState,
        default=VerificationState.NEW,
    )
    trust_level = models.CharField(
        _("trust level"), max_length=12, choices=TrustLevel, default=TrustLevel.NEW
    )
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, null=True, editable=False, related_name="institution"
    )
    editors = models.OneToOneField(
        Group, on_delete=models.PROTECT, null=True, editable=False, related_name="edits_for"
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, null=True, editable=False, related_name="institution"
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["legal_name"]
        permissions = [("publish_institution", "Can publish institution")]
        constraints = [
            models.CheckConstraint(
                name="institution_geo_point_is_whole",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give both latitude and longitude, or neither."),
            )
        ]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def barred(self) -> bool:
        return self.verification_state in BARRED

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new record comes with its groups and collection; a changed one with its documents."""
        if BOOKKEEPING.issuperset(kwargs.get("update_fields") or ["everything"]):
            super().save(*args, **kwargs)
            return
        with publishing():
            if self.pk and kwargs.get("update_fields") is None:
                self._take_from_row()
            if self.group_id is None:
                # Two institutions may share a name, two groups may not.
                name = f"{self.legal_name[:100]} · {str(self.key)[:8]}"
                self.group, self.editors = holdings.make_groups(name)
                self.collection = holdings.make_collection(name)
            if self.first_published_at is None:
                self.first_published_at = self.last_published_at = clock.now()
            super().save(*args, **kwargs)
            refresh(stale.dependents([f"institution:{self.pk}"]))

    def _take_from_row(self) -> None:
        """Whoever read the record before its standing changed does not change it back."""
        rows = Institution.objects.select_for_update(no_key=True).filter(pk=self.pk)
        for name, value in (rows.values(*TENANCY).first() or {}).items():
            setattr(self, name, value)

    def with_content_json(self, content: dict[str, Any]) -> "Institution":
        """What a revision says of the record, and what only the row says of the tenant."""
        institution: Institution = super().with_content_json(content)
        for name in OF_THE_ROW:
            setattr(institution, name, getattr(self, name))
        return institution


# Written only by saving these very columns: neither an old draft nor a record that was read before
# brings a suspended institution back, or gives anybody another one's groups.
TENANCY = (
    *("key", "created_at", "verification_state", "trust_level"),
    *("group_id", "editors_id", "collection_id"),
)
OF_THE_ROW = (*TENANCY, "first_published_at", "last_published_at", "live_revision_id")


class Channel(models.Model):
    """Where an institution is found besides its website."""

    institution = ParentalKey(Institution, on_delete=models.CASCADE, related_name="channels")
    channel = CodeField(_("channel"), codes="channels")
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "channel", "url"], name="channel_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.url


class Membership(Timestamped):
    """A person's place in an institution. It acts at once: it is no part of the record's draft."""

    class Role(models.TextChoices):
        CONTRIBUTOR = AnyRole.CONTRIBUTOR.value, AnyRole.CONTRIBUTOR.label
        EDITOR = AnyRole.EDITOR.value, AnyRole.EDITOR.label
        MANAGER = AnyRole.MANAGER.value, AnyRole.MANAGER.label

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.CONTRIBUTOR)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["institution", "user"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institution}"
