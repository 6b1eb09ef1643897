"""Releases: pages that go live together, and what was public of them before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.core.models import Retried, Timestamped


class Release(Timestamped, Retried):
    """Pages of any kind and locale that go live in one transaction, or none of them does.

    `go_live_at` is its moment while it is scheduled, and stays what it was afterwards. One that
    failed at its moment is tried again (`Retried`) until it is taken back or goes live.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        FAILED = "failed", _("Failed, tried again")
        LIVE = "live", _("Live")
        ROLLED_BACK = "rolled_back", _("Rolled back")

    title = models.CharField(_("title"), max_length=255)
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    go_live_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    went_live_at = models.DateTimeField(_("went live"), null=True)
    rolled_back_at = models.DateTimeField(_("rolled back"), null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="scheduled_release_has_its_moment",
                condition=~Q(status__in=["scheduled", "failed"]) | Q(go_live_at__isnull=False),
            ),
            models.CheckConstraint(
                name="live_release_says_since_when",
                condition=~Q(status__in=["live", "rolled_back"]) | Q(went_live_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["status", "go_live_at"], name="release_by_moment")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


# Pages are added and removed; it has gone live once or never.
OPEN = (Release.Status.DRAFT, Release.Status.SCHEDULED, Release.Status.FAILED)
# The worker publishes it when its moment has come.
WAITING_FOR_MOMENT = (Release.Status.SCHEDULED, Release.Status.FAILED)


class ReleaseMember(models.Model):
    """A page of a release.

    `revision` is the version that goes live: the one that was approved last since the page is in
    it. Empty, it is the page's latest, which must be approved by then. What was public before
    stands in `was_live` and `former`, once the release is live.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("waits")
        PUBLISHED = "published", _("went live")
        UNCHANGED = "unchanged", _("was public already")
        RESTORED = "restored", _("public as before")
        TAKEN_DOWN = "taken_down", _("taken down again")
        LEFT = "left", _("left as it is: published again, or taken down, since")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="members")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="release_members")
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A copy of whether its release is open, for the constraint below.
    is_open = models.BooleanField(default=True)
    was_live = models.BooleanField(null=True)
    former = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("page of a release")
        verbose_name_plural = _("pages of a release")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["release", "page"], name="once_in_a_release"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(is_open=True), name="in_one_open_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.release}"
