"""What is asked about reviews: where a page stands, what its author is asked, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.core.codes import code_list
from cms.editorial.canned import canned_text
from cms.editorial.models.submissions import WAITING, GivenReason, Submission

Status = Submission.Status
# What a page is told to be while its latest submission says so; others are told as Wagtail does.
TOLD = {
    Status.SUBMITTED: _("submitted"),
    Status.IN_REVIEW: _("in review"),
    Status.CHANGES_REQUESTED: _("changes requested"),
    Status.REJECTED: _("rejected"),
}
# What its author reads of a page's history. What is among reviewers stays there.
PUBLIC_ACTS = frozenset(
    {
        *("submitted", "withdrawn", "approved", "changes_requested", "rejected", "commented"),
        *(
            "published",
            "scheduled",
            "published_in_emergency",
            "taken_down",
            "unpublished",
            "cancelled",
        ),
        *("withdrawn_from_portal", "emergency_confirmed"),
    }
)


@dataclass(frozen=True)
class Asked:
    """One thing an author is asked to change: where, what, and the topic of guides that help."""

    code: str
    label: str
    field: str
    text: str
    blocking: bool
    guide_topic: str


@dataclass(frozen=True)
class Answer:
    """What a page's author is waiting for, or is asked."""

    submission: Submission
    person: str
    text: str
    at: datetime | None
    asked: tuple[Asked, ...] = ()


def latest_submissions(page_ids: Iterable[int]) -> Mapping[int, Submission]:
    """The last submission of each page that ever had one: one query."""
    rows = Submission.objects.filter(page_id__in=list(page_ids)).order_by("page_id", "pk")
    return {row.page_id: row for row in rows.select_related("workflow_state")}


def standing(page: Page, submission: Submission | None) -> Submission | None:
    """The submission that says where the page stands; an ended one does only while nothing was
    published or changed since."""
    if submission is None or submission.status in (*WAITING, Status.CHANGES_REQUESTED):
        return submission
    untouched = (
        submission.status == Status.REJECTED
        and submission.ended_at is not None
        and (page.latest_revision_created_at or submission.ended_at) <= submission.ended_at
    )
    return submission if untouched else None


def told_state(page: Page, submission: Submission | None) -> str:
    """Where a page stands, in the words of `Submission.Status`; empty where Wagtail's say it."""
    stands = standing(page, submission)
    return str(TOLD.get(Status(stands.status), "")) if stands else ""


def answer_to(page: Page) -> Answer | None:
    """What the reviewers last said of the page, while that is what it waits for."""
    submission = standing(page, latest_submissions([page.pk]).get(page.pk)) if page.pk else None
    if submission is None:
        return None
    said = Decision.objects.filter(
        page_id=page.pk, act__in=["changes_requested", "rejected"], at__gte=submission.submitted_at
    ).last()
    if submission.status in WAITING or said is None:
        return Answer(submission, "", "", submission.submitted_at)
    return Answer(
        submission=submission,
        person=_name(said),
        text=said.public_text,
        at=said.at,
        asked=tuple(asked_of(submission)),
    )


def asked_of(submission: Submission) -> list[Asked]:
    """What is to be changed before it is sent again."""
    return [
        _asked(row) for row in GivenReason.objects.filter(submission=submission, settled_at=None)
    ]


def _asked(row: GivenReason) -> Asked:
    code = next((one for one in code_list("reasons") if one.code == row.code), None)
    return Asked(
        code=row.code,
        label=code.label() if code else row.code,
        field=row.field or (str(code.extra.get("field", "")) if code else ""),
        text=row.text or canned_text(row.code),
        blocking=row.severity == GivenReason.Severity.BLOCKING,
        guide_topic=str(code.extra.get("guide_topic", "")) if code else "",
    )


def sent_back() -> Q:
    """Pages that wait for their author."""
    return Q(pk__in=Submission.objects.filter(status=Status.CHANGES_REQUESTED).values("page_id"))


def in_review() -> Q:
    """Pages that wait for their reviewers."""
    return Q(pk__in=Submission.objects.waiting().values("page_id"))


def rejected() -> Q:
    """Pages that were rejected, and are still what was rejected: as `standing` says of one."""
    later = Submission.objects.filter(page_id=OuterRef("page_id"), pk__gt=OuterRef("pk"))
    untouched = Submission.objects.filter(
        ~Exists(later), status=Status.REJECTED, ended_at__gte=F("page__latest_revision_created_at")
    )
    return Q(pk__in=untouched.values("page_id"))


def position(submission: Submission) -> int:
    """Which in the queue it is, the first being 1."""
    ahead = Submission.objects.waiting().filter(
        Q(urgent__gt=submission.urgent)
        | Q(urgent=submission.urgent, due_at__lt=submission.due_at)
        | Q(urgent=submission.urgent, due_at=submission.due_at, pk__lt=submission.pk)
    )
    return ahead.count() + 1


def history_of(page_id: int, *, private: bool = False) -> "QuerySet[Decision]":
    """Decisions about a page, the newest first; `private` shows what is among reviewers, too."""
    rows = Decision.objects.filter(page_id=page_id).order_by("-number")
    return rows if private else rows.filter(act__in=PUBLIC_ACTS).exclude(_private_comment())


def _private_comment() -> Q:
    return Q(act="commented", public_text="")


def _name(decision: Decision) -> str:
    user = User.objects.filter(pk=decision.actor_id or 0).first()
    return user.display_name if user else decision.actor_name
