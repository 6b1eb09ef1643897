"""What is asked about reviews: where a page stands, what its author is asked, what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.core.codes import code_list
from cms.editorial.canned import canned_text
from cms.editorial.models.submissions import ACTIVE, WAITING, GivenReason, Submission

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
        *("submitted", "withdrawn", "changes_requested", "rejected", "commented"),
        *("approved", "approved_for_release", "published", "scheduled", "published_in_emergency"),
        *("emergency_confirmed", "taken_down", "taken_back", "unpublished", "expired"),
        *("withdrawn_from_portal", "cancelled"),
    }
)
TAKEN_DOWN, COMMENTED = "taken_down", "commented"
# What an author answers to: by a change, or by a word.
ANSWERED = ("changes_requested", "rejected", TAKEN_DOWN, COMMENTED)


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
    """What a page's author is waiting for, or is asked.

    `state` is that of its submission, or `taken_down`; `comments` are what reviewers said since
    it was submitted and nobody has answered yet.
    """

    state: str
    submission: Submission | None
    person: str = ""
    text: str = ""
    at: datetime | None = None
    asked: tuple[Asked, ...] = ()
    comments: tuple[Decision, ...] = ()

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def asks(self) -> bool:
        """Whether its author is told something they may answer to."""
        return bool(self.person or self.comments)


def latest_submissions(page_ids: Iterable[int]) -> Mapping[int, Submission]:
    """The last submission of each page that ever had one: one query."""
    rows = Submission.objects.filter(page_id__in=list(page_ids)).order_by("page_id", "pk")
    return {row.page_id: row for row in rows.select_related("workflow_state")}


def standing(page: Page, submission: Submission | None) -> Submission | None:
    """The submission that says where the page stands; an ended one does only while nothing was
    published or changed since: as `rejected` asks the database."""
    if submission is None or submission.status in ACTIVE:
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
    return answers_to([page]).get(page.pk) if page.pk else None


def answers_to(pages: Iterable[Page]) -> dict[int, Answer]:
    """The same of many, in as many statements as of one; pages of which nothing is to be said
    are left out."""
    by_key = {page.pk: page for page in pages}
    latest = latest_submissions(by_key)
    said: dict[int, list[Decision]] = defaultdict(list)
    rows = Decision.objects.filter(page_id__in=list(by_key), act__in=[*ANSWERED, "submitted"])
    for row in named(rows.exclude(_private_comment()).order_by("number")):
        said[row.page_id or 0].append(row)
    reasons: dict[int, list[GivenReason]] = defaultdict(list)
    given = GivenReason.objects.filter(submission__in=latest.values(), settled_at=None)
    for reason in given:
        reasons[reason.submission_id].append(reason)
    found = {}
    for pk, page in by_key.items():
        submission = latest.get(pk)
        asked = reasons[submission.pk] if submission else []
        answer = _answer(page, submission, said[pk], asked)
        if answer is not None:
            found[pk] = answer
    return found


def _answer(
    page: Page, submission: Submission | None, told: list[Decision], reasons: list[GivenReason]
) -> Answer | None:
    last = _last(told, "submitted", "changes_requested", "rejected", TAKEN_DOWN)
    under_way = submission is not None and submission.status in ACTIVE
    if last and last.act == TAKEN_DOWN and not page.live and not under_way:
        return _answered(TAKEN_DOWN, None, last, tuple(_asked(one) for one in _reasons_in(last)))
    submission = standing(page, submission)
    if submission is None:
        return None
    told = [one for one in told if one.at >= submission.submitted_at]
    if submission.status in WAITING:
        comments = tuple(_unanswered(told, submission.submitted_by_id))
        return Answer(submission.status, submission, at=submission.submitted_at, comments=comments)
    back = _last(told, "changes_requested", "rejected")
    if back is None:
        return Answer(submission.status, submission, at=submission.submitted_at)
    return _answered(submission.status, submission, back, tuple(_asked(one) for one in reasons))


def _answered(
    state: str, submission: Submission | None, said: Decision, asked: tuple[Asked, ...]
) -> Answer:
    return Answer(state, submission, said.person, said.public_text, said.at, asked)


def _last(told: list[Decision], *acts: str) -> Decision | None:
    return next((one for one in reversed(told) if one.act in acts), None)


def _unanswered(told: list[Decision], author_id: int | None) -> list[Decision]:
    """What others said since the last word of an author."""
    since: list[Decision] = []
    for one in told:
        if one.act == COMMENTED:
            answers = one.data.get("answers") or one.actor_id == author_id
            since = [] if answers else [*since, one]
    return since


def _reasons_in(decision: Decision) -> list[GivenReason]:
    """Those the log keeps of a decision that no submission is waiting with."""
    kept: list[dict[str, Any]] = decision.data.get("reasons") or []
    names = ("code", "field", "severity", "text")
    return [GivenReason(**{name: one[name] for name in names if name in one}) for one in kept]


def _asked(row: GivenReason) -> Asked:
    code = next((one for one in code_list("reasons") if one.code == row.code), None)
    return Asked(
        code=row.code,
        label=code.label() if code else row.code,
        field=row.field,
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
    """Pages that were rejected, and are still what was rejected."""
    return Q(pk__in=standing_rejections().values("page_id"))


def standing_rejections() -> "QuerySet[Submission]":
    """Of pages that are still what was rejected: as `standing` says of one."""
    newer = Submission.objects.filter(page_id=OuterRef("page_id"), pk__gt=OuterRef("pk"))
    return Submission.objects.filter(
        ~Exists(newer),
        status=Status.REJECTED,
        ended_at__gte=Coalesce("page__latest_revision_created_at", F("ended_at")),
    )


def position(submission: Submission) -> int:
    """Which in the queue it is, the first being 1."""
    return Submission.objects.waiting().ahead_of(submission).count() + 1


def positions(submissions: Iterable[Submission]) -> dict[int, int]:
    """Their places in the queue, as it is ordered: one query."""
    wanted = {one.pk for one in submissions}
    if not wanted:
        return {}
    queue = Submission.objects.waiting().in_order().values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(queue.iterator(), start=1) if pk in wanted}
    return dict.fromkeys(wanted, 0) | places


def history_of(page_id: int, *, private: bool = False) -> "QuerySet[Decision]":
    """Decisions about a page, the newest first; `private` shows what is among reviewers, too."""
    rows = Decision.objects.filter(page_id=page_id).order_by("-number")
    return rows if private else rows.filter(act__in=PUBLIC_ACTS).exclude(_private_comment())


def named(decisions: Iterable[Decision]) -> list[Decision]:
    """Each with what whoever took it is called (`person`): people by the name they show, guests
    without their address. One query."""
    rows = list(decisions)
    people = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    for row in rows:
        row.person = _name(row, people.get(row.actor_id or 0))
    return rows


def _name(decision: Decision, person: User | None) -> str:
    if person is not None:
        return person.display_name
    return decision.actor_name.partition(" <")[0]


def _private_comment() -> Q:
    return Q(act="commented", public_text="")
