"""Rules that show content to a human, each version kept, and what they have hit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core import clock


class Operator(models.TextChoices):
    """How an attribute is compared; what each does is in `cms.editorial.flags.conditions`."""

    CONTAINS = "contains", _("contains the words")
    EQUALS = "equals", _("is")
    DIFFERS = "differs", _("is not")
    ANY_OF = "any_of", _("is one of")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    EMPTY = "empty", _("is empty")


class FlagRule(models.Model):
    """Content that meets all conditions of the latest version needs a human, trusted or not."""

    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=120, unique=True)
    active = models.BooleanField(_("active"), default=True)
    note = models.TextField(
        _("note to the reviewers"), blank=True, help_text=_("What to look at, and why.")
    )

    class Meta:
        verbose_name = _("flag rule")
        verbose_name_plural = _("flag rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FlagRuleVersion(models.Model):
    """What a rule said from a moment on: `[{"attribute", "operator", "value"}]`, all of them."""

    rule = models.ForeignKey(FlagRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    conditions = models.JSONField(_("conditions"))
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        ordering = ["rule", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.number}"


class FlagHit(models.Model):
    """That a version of a rule met this content of a page, with what it met."""

    version = models.ForeignKey(FlagRuleVersion, on_delete=models.PROTECT, related_name="hits")
    page_id = models.PositiveBigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)
    matched = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "page_id", "digest"], name="hit_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.page_id}"
