"""What was submitted, the reviews it goes through, and what they said."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from cms.core import clock
from cms.editorial.models.rules import ReviewKind, ReviewRule
from cms.institutions.models import Institution

# Head moderators: they give every review, and say who has which.
ASSIGN = "editorial.assign_review"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def active(self) -> "SubmissionQuerySet":
        """With the reviewers, or back with the author: not ended."""
        return self.filter(status__in=ACTIVE)

    def waiting(self) -> "SubmissionQuerySet":
        """With the reviewers."""
        return self.filter(status__in=WAITING)

    def in_order(self) -> "SubmissionQuerySet":
        """The queue: what is urgent first, then what is due first."""
        return self.order_by(*ORDER)

    def ahead_of(self, one: "Submission") -> "SubmissionQuerySet":
        """Those that come before this one in the queue."""
        ahead, same = models.Q(pk__in=()), models.Q()
        for key in ORDER:
            name, side = key.removeprefix("-"), "gt" if key.startswith("-") else "lt"
            ahead |= same & models.Q((f"{name}__{side}", getattr(one, name)))
            same &= models.Q((name, getattr(one, name)))
        return self.filter(ahead)


ORDER = ("-urgent", "due_at", "submitted_at", "pk")


class Submission(models.Model):
    """A page on its way through its workflow, from when it was first submitted to its end.

    One per `WorkflowState`: what Wagtail does not say of it. `urgent` is what starts soon;
    `due_at` stands still while changes are requested, since `stopped_at`; at `remind_at` half of
    the time is up.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    workflow_state = models.OneToOneField(
        WorkflowState, on_delete=models.CASCADE, related_name="submission"
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="submissions")
    institution = models.ForeignKey(
        Institution, on_delete=models.SET_NULL, null=True, related_name="submissions"
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.SUBMITTED)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_submitted_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(_("submitted"), default=clock.now)
    note = models.TextField(_("note to the reviewers"), blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    due_at = models.DateTimeField(_("due"))
    remind_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    warnings = models.JSONField(default=list)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ["view"]
        permissions = [
            ("assign_review", "Can assign reviews"),
            ("publish_emergency", "Can publish without approvals in an emergency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(status__in=["submitted", "in_review", "changes_requested"]),
                name="one_active_submission_each",
            )
        ]
        indexes = [
            models.Index(fields=["status", "-urgent", "due_at"], name="submission_queue"),
            models.Index(fields=["institution", "status"], name="submission_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_status_display()}"

    @property
    def is_written_since(self) -> bool:
        """Whether the page has a version that is later than its reviewers' last look."""
        over, latest = self.stopped_at or self.ended_at, self.page.latest_revision_created_at
        return over is not None and latest is not None and latest > over


WAITING = (Submission.Status.SUBMITTED, Submission.Status.IN_REVIEW)
ACTIVE = (*WAITING, Submission.Status.CHANGES_REQUESTED)
ENDED = (Submission.Status.APPROVED, Submission.Status.REJECTED, Submission.Status.WITHDRAWN)


class ReviewQuerySet(models.QuerySet["Review"]):
    def held(self) -> "ReviewQuerySet":
        """Those that somebody has: whose time is not up, and who gives them as yet."""
        having = models.Q(pk=models.OuterRef("assignee"))
        people = get_user_model().objects
        return self.filter(
            models.Q(held_until=None) | models.Q(held_until__gt=clock.now()),
            models.Exists(people.filter(having, groups=models.OuterRef("group")))
            | models.Exists(people.with_perm(ASSIGN).filter(having)),
            assignee__is_active=True,
        )

    def free(self) -> "ReviewQuerySet":
        return self.exclude(pk__in=self.model.objects.held().values("pk"))


class Review(models.Model):
    """One of the reviews of a running stage; who may give it, who has it, how it ended.

    Whoever merely opened it has it until `held_until`; without one, until it is given back.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        REJECTED = "rejected", _("Rejected")
        ENDED = "ended", _("Ended with another review")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="reviews")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(ReviewRule, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=ReviewKind)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField(default=1)
    by_link = models.BooleanField(default=False)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    held_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task_state", "kind"], name="one_review_per_kind")
        ]
        indexes = [models.Index(fields=["status", "group"], name="review_by_group")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.submission}"

    @property
    def holder(self) -> Any:
        """Who has it now: the same question as `held`, of one that was read."""
        held = self.assignee_id and Review.objects.held().filter(pk=self.pk).exists()
        return self.assignee if held else None


class Approval(models.Model):
    """That a person approved this very content of a page, in a review of this kind.

    `user_id` is no foreign key: an approval outlives the account. By a review link it is that of
    whoever lent the right, and `guest` the address of whom they lent it to: who asks for two
    approvals asks two people.
    """

    page_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=ReviewKind)
    task_id = models.PositiveBigIntegerField()
    user_id = models.PositiveBigIntegerField()
    guest = models.EmailField(blank=True, default="")
    institution_id = models.PositiveBigIntegerField(null=True, db_index=True)
    decision = models.UUIDField(unique=True)
    at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page_id", "digest", "task_id", "kind", "user_id"],
                condition=models.Q(revoked_at=None),
                name="approved_once_each",
            ),
            models.UniqueConstraint(
                fields=["page_id", "digest", "task_id", "kind", "guest"],
                condition=models.Q(revoked_at=None) & ~models.Q(guest=""),
                name="approved_by_a_guest_once",
            ),
        ]
        indexes = [models.Index(fields=["page_id", "digest"], name="approval_by_content")]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id} {self.digest[:8]}"


class GivenReason(models.Model):
    """Why changes were requested or a page rejected: at which field, in words for its author.

    `decision` is the row of the audit log it is part of; `settled_at` when its author has sent
    the page again.
    """

    class Severity(models.TextChoices):
        BLOCKING = "blocking", _("must be changed")
        ADVICE = "advice", _("advice")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reasons")
    decision = models.UUIDField(db_index=True)
    code = models.CharField(_("reason"), max_length=40, db_index=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.BLOCKING)
    text = models.TextField(_("what to change"), blank=True)
    given_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.field}"
