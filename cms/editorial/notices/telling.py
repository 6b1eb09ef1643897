"""Writes to those a step of a review concerns, in the transaction of that step."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.audit.recording import current_path
from cms.core import gate
from cms.core.codes import code_list
from cms.core.visibility import Scope, may_see
from cms.editorial.canned import canned_text
from cms.editorial.facts import facts_of
from cms.editorial.models.submissions import Approval, Review, Submission
from cms.institutions.models import Institution, Membership
from cms.notifications.addresses import absolute
from cms.notifications.outbox import notify

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ASSIGNING = "assign_review"
LOOKING_AFTER = (Membership.Role.EDITOR, Membership.Role.MANAGER)


def told_submitted(submission: Submission, opened: Iterable[Review]) -> None:
    """Those whom these reviews ask; whoever submitted it knows. An import tells once of all
    that it has submitted."""
    if current_path() == Decision.Path.IMPORT:
        return
    groups = {review.group_id for review in opened}
    reviewers = User.objects.filter(groups__in=groups, is_active=True)
    if came_back := _returned.get():
        by, text, reasons = came_back
        _tell_reviewers(
            "review_returned",
            reviewers.exclude(pk=by.pk).distinct(),
            submission,
            person=_name(by),
            text=text,
            reasons=_reasons(submission.page, reasons),
        )
        return
    _tell_reviewers(
        "submitted",
        reviewers.exclude(pk=submission.submitted_by_id or 0).distinct(),
        submission,
        institution=_institution_name(submission.institution_id),
        person=_name(submission.submitted_by),
        due=submission.due_at,
    )


@contextmanager
def returned(by: Any, text: str, reasons: Sequence[Any]) -> Iterator[None]:
    """Inside, reviewers who are asked hear that it came back to them, from whom and why."""
    before = _returned.set((by, text, reasons))
    try:
        yield
    finally:
        _returned.reset(before)


_returned: "ContextVar[tuple[Any, str, Sequence[Any]] | None]" = ContextVar(
    "_returned", default=None
)


def told_assigned(review: Review, to: User, by: Any) -> None:
    submission = review.submission
    _tell_reviewers("assigned", [to], submission, person=_name(by), due=submission.due_at)


def told_changes_requested(
    submission: Submission, by: Any, text: str, reasons: Sequence[Any]
) -> None:
    page = submission.page
    _tell(
        "changes_requested",
        authors(submission),
        page,
        person=_name(by),
        text=text,
        reasons=_reasons(page, reasons),
    )


def told_commented(submission: Submission, said: Decision, by: str, *, besides: Any = None) -> None:
    """Who has its reviews, or sent it back, and its authors unless it was said among reviewers;
    `besides` is somebody else whom it concerns. Not whoever said it."""
    reviews = Review.objects.filter(submission=submission, status=Review.Status.OPEN)
    concerned = Q(pk__in=reviews.held().values("assignee"))
    if submission.status == Submission.Status.CHANGES_REQUESTED:
        concerned |= Q(pk__in=_who_sent_back(submission))
    if said.public_text:
        concerned |= Q(pk__in=[one.pk for one in (*authors(submission), besides) if one])
    people = User.objects.filter(concerned, is_active=True).exclude(pk=said.actor_id or 0)
    _tell(
        "commented",
        people,
        submission.page,
        series=f"comment:{said.pk}",
        person=by,
        text=said.public_text or said.private_note,
    )


def _who_sent_back(submission: Submission) -> list[int]:
    """As long as they review it."""
    asked = Decision.objects.filter(page_id=submission.page_id, act="changes_requested")
    last = User.objects.filter(pk__in=asked.order_by("-number").values("actor_id")[:1])
    return [one.pk for one in last if may_see(one, submission, Scope.MINE)]


def told_rejected(submission: Submission, text: str, reasons: Sequence[Any]) -> None:
    page = submission.page
    _tell("rejected", authors(submission), page, text=text, reasons=_reasons(page, reasons))


def told_withdrawn(submission: Submission, text: "str | _StrPromise", *, by: Any = None) -> None:
    """Its review ended without a decision of a reviewer, for this reason. Whoever ended it (`by`)
    knows."""
    told_out_of_review(submission.page, submission.submitted_by_id, text, by=by)


def told_out_of_review(
    page: Page, submitter_id: int | None, text: "str | _StrPromise", *, by: Any = None
) -> None:
    """The same of what may have no submission of ours."""
    to = [one for one in _still_at(page, submitter_id, page.owner_id) if one != by]
    _tell("withdrawn", to, page, text=text)


def told_approved(submission: Submission, text: str, *, live: bool) -> None:
    """Its authors; all members, where it is the first page of their institution."""
    _tell("approved", authors(submission), submission.page, text=text, live=live)
    institution_id = submission.institution_id
    others = Approval.objects.filter(institution_id=institution_id)
    if institution_id and not others.exclude(page_id=submission.page_id).exists():
        members = User.objects.filter(memberships__institution=institution_id, is_active=True)
        _tell(
            "first_approval",
            members,
            submission.page,
            series=f"institution:{institution_id}",
            institution=_institution_name(institution_id),
        )


def told_live(page: Page) -> None:
    """It went live at its time, or with its release."""
    _tell("published", owners(page), page)


def told_down(page: Page, text: str = "", reasons: Sequence[Any] = (), *, by: Any = None) -> None:
    """It is no longer public: expired, unpublished, or taken down with these words. Whoever did
    it (`by`) knows."""
    to = [one for one in owners(page) if one != by]
    _tell("unpublished", to, page, text=text, reasons=_reasons(page, reasons))


def told_taken_back(page: Page, release: str, text: str, *, live: bool) -> None:
    """The release it went live with was rolled back; it is `live` where it was so before."""
    _tell("taken_back", owners(page), page, release=release, text=text, live=live)


def told_behind(translation: Page, source: Page, by: Any) -> None:
    """Its source is public with another text. Told once, until the translation is changed."""
    language = translation.locale.get_display_name
    _tell(
        "translation_stale",
        [one for one in owners(translation) if one != by],
        translation,
        series=f"page:{translation.pk}:behind:{translation.latest_revision_id}",
        source=source.title,
        language=lazy(language, str)(),
    )


def told_reminder(submission: Submission) -> None:
    """Whoever has it; where nobody has, all whom it asks."""
    reviews = Review.objects.filter(submission=submission, status=Review.Status.OPEN)
    having = User.objects.filter(pk__in=reviews.held().values("assignee"))
    asked = User.objects.filter(groups__in=reviews.values("group"), is_active=True).distinct()
    to = having if having.exists() else asked
    _tell_reviewers("review_reminder", to, submission, due=submission.due_at)


def told_overdue(submission: Submission) -> None:
    reviews = Review.objects.filter(submission=submission, status=Review.Status.OPEN)
    having = User.objects.filter(pk__in=reviews.held().values("assignee")).first()
    _tell_reviewers(
        "review_overdue",
        head_moderators(),
        submission,
        due=submission.due_at,
        person=_name(having),
    )


def told_emergency(page: Page, by: Any, reason: str) -> None:
    others = head_moderators().exclude(pk=by.pk)
    _tell("emergency_publication", others, page, person=_name(by), text=reason)


def head_moderators() -> "QuerySet[User]":
    """Those who say who reviews what; superusers only where nobody else does."""
    permission = Permission.objects.filter(
        codename=ASSIGNING, content_type__app_label="editorial"
    ).values("pk")
    heads = User.objects.filter(
        Q(groups__permissions__in=permission) | Q(user_permissions__in=permission), is_active=True
    ).distinct()
    return heads if heads.exists() else User.objects.filter(is_superuser=True, is_active=True)


def authors(submission: Submission) -> list[User]:
    """Who submitted it and who began it."""
    page = submission.page
    return _still_at(page, submission.submitted_by_id, page.owner_id)


def owners(page: Page) -> list[User]:
    last = Submission.objects.filter(page_id=page.pk).order_by("-pk").first()
    return _still_at(page, last.submitted_by_id if last else None, page.owner_id)


def _still_at(page: Page, *ids: int | None) -> list[User]:
    """Those of these people who work on the page as yet. Where all have left, or the page went to
    another institution, those who look after its institution's pages."""
    known = User.objects.filter(pk__in={pk for pk in ids if pk}, is_active=True)
    people = [one for one in known if may_see(one, page, Scope.MINE)]
    institution_id = None if people else facts_of(page.specific).institution_id
    if institution_id is None:
        return people
    seats = Membership.objects.filter(institution=institution_id, role__in=LOOKING_AFTER)
    return list(User.objects.filter(pk__in=seats.values("user"), is_active=True))


def _tell_reviewers(event: str, to: Iterable[User], submission: Submission, **context: Any) -> None:
    """They decide at the desk."""
    link = absolute(reverse("desk_item", args=[submission.pk]))
    _tell(event, to, submission.page, link=link, **context)


def _tell(
    event: str, to: Iterable[User], page: Page, *, series: str = "", link: str = "", **context: Any
) -> None:
    """The link leads to the page's form, if to nowhere else."""
    title = page.draft_title or page.title
    link = link or absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    notify(
        event=event,
        to=to,
        context={"title": title, "link": link, **context},
        series=series or f"page:{page.pk}:{event}",
        locale=page.locale.language_code,
    )


def _reasons(page: Page, reasons: Sequence[Any]) -> list[dict[str, Any]]:
    specific = page.specific
    return [
        {
            # In the language of whoever reads it.
            "label": lazy(code_list("reasons")[one.code].label, str)(),
            "field": lazy(gate.label_of, str)(specific, one.field) if one.field else "",
            "text": one.text or lazy(canned_text, str)(one.code),
        }
        for one in reasons
    ]


def _name(user: Any) -> str:
    return user.display_name if user is not None else ""


def _institution_name(institution_id: int | None) -> str:
    names = Institution.objects.filter(pk=institution_id or 0).values_list("legal_name", flat=True)
    return names.first() or ""
