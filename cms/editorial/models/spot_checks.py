"""A second look at what is public: drawn from trusted content, or reported by a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core import clock
from cms.institutions.models import Institution, TrustLevel


class SpotCheck(models.Model):
    """`digest` is the content it is about. A report that is upheld costs its institution trust."""

    class Origin(models.TextChoices):
        SAMPLE = "sample", _("sample of trusted content")
        REPORT = "report", _("reported")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FINE = "fine", _("nothing to object")
        UPHELD = "upheld", _("upheld")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="spot_checks")
    institution = models.ForeignKey(
        Institution, on_delete=models.SET_NULL, null=True, related_name="spot_checks"
    )
    digest = models.CharField(max_length=64)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    text = models.TextField(_("what is reported"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("since"), default=clock.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("spot check")
        verbose_name_plural = _("spot checks")
        default_permissions = ["view"]
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(status="open", origin="sample"),
                name="one_open_sample_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_status_display()}"


class TrustChange(models.Model):
    """Why an institution is trusted as it is: each step, by a rule or by a person."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="trust_changes"
    )
    before = models.CharField(max_length=12, choices=TrustLevel)
    after = models.CharField(max_length=12, choices=TrustLevel)
    rule = models.CharField(max_length=30)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.institution} {self.before} → {self.after}"
