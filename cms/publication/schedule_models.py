"""What is kept of the moments at which pages go live and expire: what failed, how late it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.core.models import Retried


class FailedSchedule(Retried):
    """A revision that could not go live at its moment, or a page that could not expire.

    It holds for the moment `at`: once the schedule says another, or none, it is over.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("revision")
    )
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("page")
    )
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("schedule that failed")
        verbose_name_plural = _("schedules that failed")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="goes_live_or_expires",
                condition=models.Q(revision=None, page__isnull=False)
                | models.Q(revision__isnull=False, page=None),
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.revision_id}" if self.revision_id else f"page {self.page_id}"


class KeptMoment(models.Model):
    """That something happened because its moment had come, and how late: `late` in seconds.

    `subject` is the number of a page, or of a release. Kept for SCHEDULE_KEPT_DAYS.
    """

    class What(models.TextChoices):
        GO_LIVE = "go_live", _("went live")
        EXPIRY = "expiry", _("expired")
        COPY = "copy", _("window, or next date")
        RELEASE = "release", _("release")

    what = models.CharField(_("what"), max_length=10, choices=What)
    subject = models.PositiveBigIntegerField()
    title = models.CharField(_("title"), max_length=255, blank=True)
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), db_index=True)
    late = models.FloatField(_("seconds late"))

    class Meta:
        verbose_name = _("kept moment")
        verbose_name_plural = _("kept moments")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {self.subject} {self.late:.0f} s"
