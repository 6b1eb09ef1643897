"""Imports as they were carried out, and what institutions are called in files."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import ApiToken
from cms.core.models import Timestamped
from cms.institutions.models import Institution


class ImportRun(Timestamped):
    """One file brought in, or tried: who, what, how far, with which outcome."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        INTERRUPTED = "interrupted", _("interrupted")

    ACTIVE = (State.QUEUED, State.RUNNING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mapping = models.CharField(_("mapping"), max_length=60)
    source = models.CharField(_("source"), max_length=60)
    file_name = models.CharField(_("file"), max_length=255)
    file_digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of the file."))
    lines = models.PositiveIntegerField(_("lines"))
    done = models.PositiveIntegerField(_("lines done"), default=0)
    counts = models.JSONField(_("outcomes"), default=dict)
    dry_run = models.BooleanField(_("dry run"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    problem = models.TextField(
        _("problem"), blank=True, help_text=_("Why it stopped before its end.")
    )
    process = models.CharField(
        _("process"), max_length=255, blank=True, help_text=_("Which one carries it out.")
    )
    task = models.UUIDField(
        _("task"),
        null=True,
        help_text=_("The background task that carries an upload out, as often as needed."),
    )
    sign_of_life = models.DateTimeField(_("sign of life"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
        help_text=_("On whose word its pages are public without a review."),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    decision_task = models.UUIDField(
        null=True, help_text=_("The background task that carries the decision out.")
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]
        permissions = [("decide_import", _("Can decide what an import brings"))]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(state__in=["queued", "running"], dry_run=False),
                name="one_import_of_a_source_at_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"

    @property
    def upload_path(self) -> Path:
        """Where an uploaded file waits for the worker; private, gone when the run has ended."""
        return upload_path(self.uid)

    @property
    def report_path(self) -> Path:
        """The report, a JSON object per line."""
        return imports_folder() / f"{self.uid}.jsonl"


class ImportedPage(models.Model):
    """A page that an import wrote and that is not public by it: it waits for its review, or for the
    decision on the import.

    `digest` is that of the content as it was written; `reason` says why a decision left it out. The
    row outlives the page. In the order of their numbers, what is above comes before what is below.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        PUBLISHED = "published", _("published")
        LEFT_OUT = "left_out", _("left out")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages")
    page_id = models.PositiveBigIntegerField()
    title = models.CharField(_("title"), max_length=255)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "page_id"], name="a_page_of_a_run_once")
        ]
        indexes = [models.Index(fields=["page_id", "state"], name="imported_page_waits")]

    def __str__(self) -> str:
        return self.title


class InstitutionName(models.Model):
    """A name files use, folded, and whom it means here: kept when the institution is renamed."""

    name = models.CharField(max_length=500)
    town = models.CharField(max_length=255, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "town"], name="a_name_in_a_town_means_one")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


def upload_path(uid: uuid.UUID) -> Path:
    """Where the file of a run is kept, from before there is a record of the run."""
    return imports_folder() / f"{uid}.upload"


def imports_folder() -> Path:
    """Beside the embedded database, never below what the web server hands out."""
    folder = Path(settings.VAR_DIR) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class InstitutionToken(models.Model):
    """An API token that opens one institution's affairs and nothing else of its user's."""

    token = models.OneToOneField(
        ApiToken, on_delete=models.CASCADE, primary_key=True, related_name="binding"
    )
    # Without its binding a token would open all its user may.
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="access_tokens"
    )

    class Meta:
        verbose_name = _("API token of an institution")
        verbose_name_plural = _("API tokens of institutions")

    def __str__(self) -> str:
        return f"{self.token_id} · {self.institution_id}"


class InstitutionSource(models.Model):
    """A name under which an institution's systems number their items: nobody else uses it."""

    name = models.CharField(_("source"), max_length=60, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        verbose_name = _("source of items")
        verbose_name_plural = _("sources of items")

    def __str__(self) -> str:
        return self.name


class IdempotentRequest(models.Model):
    """A request that bears an Idempotency-Key, and how it was answered; no status: under way.

    Kept for a day. `fingerprint` is of all that was sent, to tell when a key is used twice.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="a_key_of_a_token_means_one")
        ]

    def __str__(self) -> str:
        return f"{self.token_id}:{self.key}"
