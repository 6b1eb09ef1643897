"""Who may do what in a review: one table of acts, asked by the admin and the API alike."""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Page

from cms.core.visibility import Scope, may_see
from cms.editorial.at_once.occurrences import occurrences_of
from cms.editorial.models.rules import ReviewRule
from cms.editorial.models.submissions import (
    ACTIVE,
    ASSIGN,
    WAITING,
    Approval,
    Review,
    Submission,
)
from cms.publication.digest import content_digest
from cms.publication.revision_digests import writers_of, writers_of_all

EMERGENCY = "editorial.publish_emergency"


def submission_of(page: Page) -> Submission | None:
    """The page's submission that has not ended, if there is one."""
    active = Submission.objects.filter(page_id=page.pk, status__in=ACTIVE)
    return active.select_related("workflow_state", "submitted_by").first()


def open_reviews(page: Page) -> list[Review]:
    """The reviews that wait for somebody, of the stage the page is in."""
    reviews = Review.objects.filter(
        submission__page_id=page.pk,
        submission__status__in=WAITING,
        status=Review.Status.OPEN,
    )
    return list(reviews.select_related("submission", "group", "assignee", "task"))


def is_reviewer(user: Any, review: Review | ReviewRule) -> bool:
    """Whether the person is among those a review asks, or a rule would."""
    if user is None or not user.is_active:
        return False
    return bool(user.has_perm(ASSIGN) or user.groups.filter(pk=review.group_id).exists())


def reviews_open_to(user: Any, page: Page) -> list[Review]:
    """The open reviews of a page that this person is asked for."""
    return [review for review in open_reviews(page) if is_reviewer(user, review)]


def given_by(user: Any, page: Page) -> set[tuple[int, str]]:
    """(stage, kind) of the reviews that the person has given to what the latest version says."""
    rows = Approval.objects.filter(page_id=page.pk, user_id=user.pk, revoked_at=None)
    if not rows.exists():
        return set()
    digest = content_digest(page.get_latest_revision_as_object())
    return set(rows.filter(digest=digest).values_list("task_id", "kind"))


def reviews_left_to(user: Any, page: Page) -> list[Review]:
    """The open reviews of a page that this person is asked for and has not given."""
    asked = reviews_open_to(user, page)
    given = given_by(user, page) if asked else set()
    return [review for review in asked if (review.task_id, review.kind) not in given]


def may_be_given(review: Review, user: Any, page: Page) -> bool:
    """Whether it can be assigned to the person: who gives such reviews, has not given this one,
    and is no author of what it is about."""
    return (
        is_reviewer(user, review)
        and (review.task_id, review.kind) not in given_by(user, page)
        and four_eyes(user, page)
    )


def four_eyes(user: Any, page: Page) -> bool:
    """Whether somebody else submitted this page and last edited it."""
    submission = submission_of(page)
    if submission is not None and user.pk == submission.submitted_by_id:
        return False
    return user.pk not in writers_of(page)


def written_by(user: Any, pages: Iterable[Page]) -> list[int]:
    """Which of many pages say what the person wrote: `four_eyes` asks the same of one."""
    return [pk for pk, people in writers_of_all(pages).items() if user.pk in people]


def may_submit(user: Any, page: Page) -> bool:
    """Whether the person sends this page for review now."""
    submission = submission_of(page)
    return (
        page.permissions_for_user(user).may_submit_here()
        and (submission is None or submission.status == Submission.Status.CHANGES_REQUESTED)
        and page.get_workflow() is not None
        and page.latest_revision_id is not None
        and (page.has_unpublished_changes or not page.live)
    )


def may_withdraw(user: Any, page: Page) -> bool:
    """Whoever submitted it and works on it as yet, and who submits in that place."""
    submission = submission_of(page)
    if submission is None or not user.is_active:
        return False
    rights = page.permissions_for_user(user)
    submitted_it = user.pk == submission.submitted_by_id
    return bool(rights.may_submit_here() or (submitted_it and rights.can_edit()))


def may_comment(user: Any, page: Page) -> bool:
    """Whoever works on the page, or reviews it."""
    if submission_of(page) is None:
        return False
    return bool(page.permissions_for_user(user).can_edit() or reviews_open_to(user, page))


def may_invite(user: Any, page: Page) -> bool:
    """Whoever gives a review of what is submitted, or submits there, asks somebody by a link."""
    if user is None or submission_of(page) is None or not user.is_active:
        return False
    return bool(reviews_open_to(user, page) or page.permissions_for_user(user).may_submit_here())


def may_revoke_link_of(maker: Any, user: Any, page: Page) -> bool:
    """Whoever made the link, and who gives the review; one that no reviewer lent, who submits
    there, too."""
    if user == maker or reviews_open_to(user, page):
        return True
    return may_invite(user, page) and not reviews_open_to(maker, page)


def may_lend(user: Any, page: Page) -> bool:
    """Whether whom the person asks may approve: a reviewer who is no author lends that right,
    where the workflow lets somebody without an account approve."""
    return any(one.by_link for one in reviews_open_to(user, page)) and four_eyes(user, page)


def may_publish_emergency(user: Any, page: Page) -> bool:
    return bool(
        user.is_active
        and user.has_perm(EMERGENCY)
        and page.permissions_for_user(user).may_publish_here()
        and (page.has_unpublished_changes or not page.live)
    )


def may_take_down(user: Any, page: Page) -> bool:
    """Whoever publishes there."""
    return bool(page.live and page.permissions_for_user(user).may_publish_here())


def may_withdraw_from_portal(user: Any, page: Page) -> bool:
    """Those whose page it is: who sends it for review takes it off again. Who publishes there
    takes it down instead, and says why by the list of reasons."""
    rights = page.permissions_for_user(user)
    return bool(page.live and rights.may_submit_here() and not rights.may_publish_here())


def may_cancel_occurrence(user: Any, page: Page) -> bool:
    """Who sends it for review, of what is public and has a date."""
    return bool(
        page.live
        and page.permissions_for_user(user).may_submit_here()
        and occurrences_of(page.specific)
    )


def may_report(user: Any, page: Page) -> bool:
    """Whoever sees it in the admin says what is wrong with what is public."""
    return bool(page.live and may_see(user, page, Scope.MINE))


def claimable(user: Any, review: Review) -> bool:
    """Whether nobody has it, or the person does for a while: since they look at it."""
    holder = review.holder
    return holder is None or (holder == user and review.held_until is not None)


def _may_claim(user: Any, page: Page) -> bool:
    return any(claimable(user, one) for one in reviews_left_to(user, page))


def may_release(user: Any, page: Page) -> bool:
    """Whoever has it; whoever assigns, for another."""
    if may_assign(user, page):
        return any(one.holder is not None for one in open_reviews(page))
    return any(one.holder == user for one in reviews_open_to(user, page))


def _may_decide(user: Any, page: Page) -> bool:
    return bool(reviews_open_to(user, page))


def _may_approve(user: Any, page: Page) -> bool:
    return bool(reviews_left_to(user, page)) and four_eyes(user, page)


def may_assign(user: Any, page: Page) -> bool:
    return bool(user.is_active and user.has_perm(ASSIGN)) and bool(open_reviews(page))


ACTS: dict[str, Callable[[Any, Page], bool]] = {
    "submit": may_submit,
    "withdraw": may_withdraw,
    "comment": may_comment,
    "claim": _may_claim,
    "release": may_release,
    "assign": may_assign,
    "approve": _may_approve,
    "request_changes": _may_decide,
    "reject": _may_decide,
    "publish_emergency": may_publish_emergency,
    "take_down": may_take_down,
    "withdraw_from_portal": may_withdraw_from_portal,
    "cancel_occurrence": may_cancel_occurrence,
}


def allowed_acts(user: Any, page: Page) -> list[str]:
    """What this person may do with this page now, by the codes of `ACTS`."""
    return [act for act, allowed in ACTS.items() if allowed(user, page)]
