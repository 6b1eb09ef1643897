"""Decisions, each bound to the one before: what was altered, removed or moved shows.

No row refers to another table: the log outlives the people and pages it speaks of.
"""

import hashlib
import json
import uuid
from datetime import UTC
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core import clock

# What is before the first.
NOTHING = "0" * 64


class AppendOnly(Exception):
    """A decision stays as it was written."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class Decision(models.Model):
    """Who did what with which content, and why.

    `digest` is that of the page's content (`cms.publication.digest`); `number` and the hashes are
    given at the end of the transaction (`cms.audit.chain`), in commit order and without gaps.
    """

    class Path(models.TextChoices):
        ADMIN = "admin", _("admin")
        API = "api", _("API")
        SCHEDULE = "schedule", _("schedule")
        IMPORT = "import", _("import")
        LINK = "link", _("link in a mail")
        SYSTEM = "system", _("system")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(null=True, unique=True)
    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    act = models.CharField(_("act"), max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("person"), max_length=255, blank=True)
    path = models.CharField(max_length=10, choices=Path, default=Path.SYSTEM)
    page_id = models.BigIntegerField(null=True, db_index=True)
    page_key = models.UUIDField(null=True)
    locale = models.CharField(max_length=12, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    institution_id = models.BigIntegerField(null=True, db_index=True)
    revision_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    task = models.CharField(_("task"), max_length=255, blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    public_text = models.TextField(_("public reason"), blank=True)
    private_note = models.TextField(_("private note"), blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = DecisionQuerySet.as_manager()
    # Of those that were read to be shown: what whoever took it is called. Not a column.
    person = ""

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["number"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["act", "at"], name="decision_by_act")]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises AppendOnly for one that is written already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @classmethod
    def number_rows(cls, decisions: "list[Decision]") -> None:
        """The one write after the first: each gets its number and hashes, which it had not."""
        rows: models.QuerySet[Decision] = models.QuerySet(cls).filter(number=None)
        rows.bulk_update(decisions, ["number", "previous_hash", "hash"], batch_size=200)

    def digest_of_row(self, previous_hash: str) -> str:
        """SHA-256 of everything the row says and of the hash before it, in hexadecimal digits."""
        said = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in {"hash", "previous_hash"}
        }
        said["at"] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        spelled = json.dumps(
            [previous_hash, said],
            cls=DjangoJSONEncoder,
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(spelled.encode()).hexdigest()


class AuditHead(models.Model):
    """The last decision's number and hash: one row, locked by whoever appends until they commit."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NOTHING)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="one_audit_head", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
