"""Which reviews a stage asks for: by whom, by how many, and when."""

from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewKind(models.TextChoices):
    EDITORIAL = "editorial", _("Editorial review")
    ACCESSIBILITY = "accessibility", _("Accessibility review")
    RIGHTS = "rights", _("Rights review")
    TRANSLATION = "translation", _("Translation review")
    STAKEHOLDER = "stakeholder", _("Stakeholder's review")


class Asked(models.TextChoices):
    """When a rule asks for its review; what each means is in `cms.editorial.workflow.asking`."""

    ALWAYS = "always", _("always")
    UNLESS_TRUSTED = "unless_trusted", _("unless the institution is trusted")
    RIGHTS = "rights", _("where rights are at stake: minors, music, live, paid")
    ACCESSIBILITY = "accessibility", _("where accessibility is claimed")
    TRANSLATION = "translation", _("for translations")


class ReviewRule(models.Model):
    """A review that a stage asks for: by whom, by how many, and when."""

    stage = models.ForeignKey(
        "editorial.ReviewStage",
        on_delete=models.CASCADE,
        related_name="rules",
        verbose_name=_("stage"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ReviewKind)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewers")
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("How many of them must approve."),
    )
    asked = models.CharField(_("asked"), max_length=16, choices=Asked, default=Asked.ALWAYS)
    by_link = models.BooleanField(
        _("by link"),
        default=False,
        help_text=_("Somebody without an account may approve, by a link sent to them."),
    )

    class Meta:
        verbose_name = _("review rule")
        verbose_name_plural = _("review rules")
        ordering = ["stage", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "kind"], name="one_rule_per_kind"),
            models.CheckConstraint(name="quorum_of_one", condition=models.Q(quorum__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.stage}"
