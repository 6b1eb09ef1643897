"""What becomes of the public content of an institution that is suspended or closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import Retried, Timestamped
from cms.institutions.models.record import Institution


class Disposition(Retried, Timestamped):
    """A decision about content, carried out by the worker a bite at a time.

    `done` counts pages; what was done to each is a row of its own. Taken down, it may be brought
    back; handed over, it is the successor's.
    """

    class Kind(models.TextChoices):
        TAKE_DOWN = "take_down", _("Take it down")
        HAND_OVER = "hand_over", _("Hand it over")

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        RETURNING = "returning", _("Coming back")
        RETURNED = "returned", _("Brought back")

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="dispositions"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    successor = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inheritances",
        verbose_name=_("successor"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    ACTIVE = (State.RUNNING, State.RETURNING)

    class Meta:
        verbose_name = _("decision about content")
        verbose_name_plural = _("decisions about content")
        ordering = ["-created_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="handed_over_to_somebody_else",
                condition=models.Q(kind="take_down", successor__isnull=True)
                | (
                    models.Q(kind="hand_over", successor__isnull=False)
                    & ~models.Q(successor=models.F("institution"))
                ),
            ),
            models.UniqueConstraint(
                fields=["institution"],
                condition=models.Q(state__in=["running", "returning"]),
                name="one_disposition_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_kind_display()}"

    @property
    def problems(self) -> "models.QuerySet[DisposedPage]":
        """The pages that could not be moved, taken down or brought back."""
        return self.pages.exclude(problem="").order_by("pk")


class DisposedPage(models.Model):
    """A page that was taken down or handed over, or could not be (`problem` says why).

    No foreign key: the row outlives its page. `revision_id` is what was live.
    """

    disposition = models.ForeignKey(Disposition, on_delete=models.CASCADE, related_name="pages")
    page_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField(null=True)
    returned_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["disposition", "page_id"], name="page_disposed_once")
        ]

    def __str__(self) -> str:
        return str(self.page_id)
