"""What waits for a person's decision, and in which order it is taken."""

from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, Revision

from cms.editorial.models import ReviewRule
from cms.editorial.models.submissions import (
    ASSIGN,
    WAITING,
    Approval,
    Review,
    ReviewQuerySet,
    Submission,
    SubmissionQuerySet,
)
from cms.editorial.policies import written_by

# Where a request keeps how many wait for who has made it.
COUNTED = "_waiting_at_the_desk"


def gives_reviews(user: Any) -> bool:
    """Whether the person decides anything at all: a rule names a group of theirs."""
    if not user.is_active:
        return False
    return bool(
        user.has_perm(ASSIGN)
        or ReviewRule.objects.filter(group__in=user.groups.values("pk")).exists()
    )


def open_to(user: Any) -> ReviewQuerySet:
    """The open reviews that ask this person, who has not given them yet.

    What was approved before the last edit counts as not given: that is asked exactly, of the
    content, when the item is on the desk.
    """
    given = Approval.objects.filter(
        user_id=user.pk,
        page_id=OuterRef("submission__page_id"),
        task_id=OuterRef("task_id"),
        kind=OuterRef("kind"),
        revoked_at=None,
        at__gte=OuterRef("submission__page__latest_revision_created_at"),
    )
    reviews = Review.objects.filter(status=Review.Status.OPEN, submission__status__in=WAITING)
    if not user.has_perm(ASSIGN):
        reviews = reviews.filter(group__in=user.groups.values("pk"))
    return reviews.filter(~Exists(given))


def queue_of(user: Any) -> SubmissionQuerySet:
    """Submissions with a review open to this person, the next one first."""
    mine = open_to(user).filter(submission=OuterRef("pk"))
    return Submission.objects.waiting().filter(Exists(mine)).in_order()


def own(user: Any) -> Q:
    """What the person submitted or wrote: somebody else approves it."""
    number = Cast(OuterRef("page_id"), CharField())
    saved = Exists(Revision.page_revisions.filter(user=user, object_id=number))
    waiting = Submission.objects.waiting().filter(saved)
    pages = Page.objects.filter(pk__in=waiting.values("page_id"))
    return Q(submitted_by=user) | Q(page__in=written_by(user, pages))


def decidable(user: Any) -> SubmissionQuerySet:
    """Those of the queue that nobody else has taken and that this person may approve."""
    others = open_to(user).held().exclude(assignee=user.pk)
    free = open_to(user).exclude(pk__in=others.values("pk")).filter(submission=OuterRef("pk"))
    return queue_of(user).exclude(own(user)).filter(Exists(free))


def count_for(request: HttpRequest) -> int:
    """What the menu says, and whatever else says it on the same page: counted once for all."""
    known: int | None = getattr(request, COUNTED, None)
    if known is None:
        known = decidable(request.user).order_by().count()
        setattr(request, COUNTED, known)
    return known


def with_rows(submissions: QuerySet[Submission], user: Any) -> QuerySet[Submission]:
    """Each with everything a line of the queue shows; `reviews_open` is a list, and so is
    `reviews_held` of those that somebody has; `is_own` says that somebody else approves it."""
    reviews = open_to(user)
    held = reviews.held().select_related("assignee")
    related = ("page__locale", "page__latest_revision", "institution", "submitted_by")
    # Of its latest revision a line shows the title, and not what it says.
    rows = submissions.select_related(*related).defer("page__latest_revision__content")
    rows = rows.annotate(is_own=ExpressionWrapper(own(user), BooleanField()))
    return rows.prefetch_related(
        Prefetch("reviews", queryset=reviews, to_attr="reviews_open"),
        Prefetch("reviews", queryset=held, to_attr="reviews_held"),
    )


def neighbour(submissions: SubmissionQuerySet, of: Submission, step: int) -> int | None:
    """The number of the submission `step` places from `of`, round the end; None for no other.

    `of` need not be among them any more: its place is where it would be.
    """
    others = list(submissions.exclude(pk=of.pk).values_list("pk", flat=True))
    if not others:
        return None
    here = submissions.ahead_of(of).count()
    return others[(here + step - (1 if step > 0 else 0)) % len(others)]
