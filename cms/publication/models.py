"""The published copy of the page tree, the change log, and what keeps them true."""

import uuid
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Revision

from cms.core import clock
from cms.core.models import Retried
from cms.publication.schedule_models import FailedSchedule as FailedSchedule
from cms.publication.schedule_models import KeptMoment as KeptMoment
from cms.publication.version_models import RevisionDigest as RevisionDigest
from cms.publication.version_models import RevisionReference as RevisionReference

FRONTENDS_CACHE_KEY = "publication.frontends"


class PublishedDocument(models.Model):
    """One public page in one locale: what lists filter and order on, never its wide JSON.

    `key` is the translation key: the same in every locale. `facts` holds the values filters and
    facets read, `{"category": ["theatre"], "format": "recording", …}`. `version` is the number of
    the change that wrote the row, good as an external version for any follower.
    """

    page_id = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    key = models.UUIDField()
    locale = models.CharField(max_length=12)
    slug = models.CharField(max_length=255)
    path = models.CharField(max_length=2000, db_index=True)
    title = models.CharField(max_length=255)
    facts = models.JSONField(default=dict)
    etag = models.CharField(max_length=32)
    ref_hash = models.CharField(max_length=32)
    card_hash = models.CharField(max_length=32)
    surrogate_keys = models.TextField(default="")
    version = models.PositiveBigIntegerField(default=0)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    public_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="one_document_per_locale")
        ]
        indexes = [models.Index(fields=["kind", "slug", "locale"], name="document_by_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"


class PublishedBody(models.Model):
    """The finished JSON of a document: UTF-8 objects, without `requested_locale` and `fallback`."""

    document = models.OneToOneField(
        PublishedDocument, on_delete=models.CASCADE, primary_key=True, related_name="body"
    )
    # The widest last: SQLite walks through what stands before the column it reads.
    ref = models.BinaryField()
    card = models.BinaryField()
    detail = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)


class Change(models.Model):
    """One upsert or withdrawal. Numbers have no gaps, and commit order is number order."""

    class Op(models.TextChoices):
        UPSERT = "upsert", _("upsert")
        WITHDRAW = "withdraw", _("withdraw")

    seq = models.PositiveBigIntegerField(primary_key=True)
    op = models.CharField(max_length=8, choices=Op)
    kind = models.CharField(max_length=20)
    key = models.UUIDField()
    locale = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["key", "locale"], name="change_by_document")]

    def __str__(self) -> str:
        return f"{self.seq} {self.op} {self.kind} {self.key} {self.locale}"


class ChangeNumber(models.Model):
    """The last number handed out: one row, locked by whoever is publishing until it commits.

    Of the changes up to `compacted_to` only those are kept that the present state is made of.
    """

    value = models.PositiveBigIntegerField(default=0)
    compacted_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_counter", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.value)


class Withdrawal(models.Model):
    """What was public and is gone, so that its address answers 410 and not 404."""

    kind = models.CharField(max_length=20)
    key = models.UUIDField()
    locale = models.CharField(max_length=12)
    slug = models.CharField(max_length=255)
    path = models.CharField(max_length=2000, db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="one_withdrawal_per_locale")
        ]
        indexes = [models.Index(fields=["kind", "slug", "locale"], name="withdrawal_by_slug")]

    def __str__(self) -> str:
        return self.path


class FormerPath(models.Model):
    """Where a document used to live; it leads to where it lives now."""

    path = models.CharField(max_length=2000, unique=True)
    key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=12)

    def __str__(self) -> str:
        return self.path


class Dependency(models.Model):
    """A document shows something of `on`: `card:<key>`, `ref:<key>`, `image:<id>`, `document:<id>`.

    It is also what makes a file public: see `cms.media.showing`.
    """

    document = models.ForeignKey(
        PublishedDocument, on_delete=models.CASCADE, related_name="dependencies"
    )
    on = models.CharField(max_length=50, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "on"], name="dependency_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.on}"


class StalePage(Retried):
    """A page whose published copy has to be built again: the durable queue of the projector."""

    page_id = models.PositiveBigIntegerField(unique=True)
    queued_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("page waiting to be published anew")
        verbose_name_plural = _("pages waiting to be published anew")
        default_permissions = ()
        permissions = [
            ("view_failed_pages", _("Can see pages that could not be published anew, and retry"))
        ]
        indexes = [models.Index(fields=["retry_at", "id"], name="stale_page_by_turn")]

    def __str__(self) -> str:
        return str(self.page_id)


class DuePage(models.Model):
    """The next moment at which time alone changes a page's published copy."""

    page_id = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.page_id} at {self.at}"


class PreviewToken(models.Model):
    """Opens one revision to a frontend until it expires or is revoked; only a digest is kept."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("preview token")
        verbose_name_plural = _("preview tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.uid)


@register_setting(icon="globe")
class FrontendSettings(BaseSiteSetting):
    """Where citizens read this site. Empty: the built-in renderer shows what the API serves."""

    frontend_url = models.URLField(
        _("frontend address"),
        blank=True,
        help_text=_("Such as https://culture.example.org; “View live” opens pages there."),
    )
    preview_path = models.CharField(
        _("preview path"),
        max_length=200,
        default="/preview?token={token}",
        help_text=_("Where the frontend shows a draft; {token} is replaced by a preview token."),
    )

    class Meta:
        verbose_name = _("frontend")
        verbose_name_plural = _("frontends")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(FRONTENDS_CACHE_KEY)


class Clearance(models.Model):
    """That this very content of a page may be public, and the decision that says so.

    Published copies are made of nothing else (`cms.publication.clearance`). `decision` is the
    identifier of a row of the audit log, `digest` that of the content (`cms.publication.digest`).
    """

    class Kind(models.TextChoices):
        APPROVED = "approved", _("approved in its workflow")
        AUTOMATIC = "automatic", _("automatic checks, of a trusted institution")
        IMPORTED = "imported", _("decided with its import")
        EMERGENCY = "emergency", _("emergency publication")
        CANCELLATION = "cancellation", _("cancellation of an occurrence")
        DIRECT = "direct", _("published where no workflow applies")
        FOUNDING = "founding", _("founded with the site")
        INHERITED = "inherited", _("taken over from what was public")

    page_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind)
    decision = models.UUIDField()
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page_id", "digest"],
                condition=models.Q(revoked_at=None),
                name="content_cleared_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id} {self.digest[:8]}"
