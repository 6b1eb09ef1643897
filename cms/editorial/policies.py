"""Who may do what in a review: one table of acts, asked by the admin and the API alike."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from cms.core.visibility import Scope, may_see
from cms.editorial.at_once.occurrences import occurrences_of
from cms.editorial.models.rules import ReviewRule
from cms.editorial.models.submissions import ACTIVE, WAITING, Review, Submission
from cms.publication.revision_digests import writers_of

EMERGENCY = "editorial.publish_emergency"
# Head moderators: they give every review, and say who has which.
ASSIGN = "editorial.assign_review"


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


def four_eyes(user: Any, page: Page) -> bool:
    """Whether somebody else submitted this page and last edited it."""
    submission = submission_of(page)
    if submission is not None and user.pk == submission.submitted_by_id:
        return False
    return user.pk not in writers_of(page)


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
    if submission_of(page) is None or not user.is_active:
        return False
    return bool(reviews_open_to(user, page) or page.permissions_for_user(user).may_submit_here())


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


def _claimable(user: Any, page: Page) -> bool:
    return any(one.holder is None for one in reviews_open_to(user, page))


def _held(user: Any, page: Page) -> bool:
    return any(one.holder == user for one in reviews_open_to(user, page))


def _may_decide(user: Any, page: Page) -> bool:
    return bool(reviews_open_to(user, page))


def _may_approve(user: Any, page: Page) -> bool:
    return _may_decide(user, page) and four_eyes(user, page)


def may_assign(user: Any, page: Page) -> bool:
    return bool(user.is_active and user.has_perm(ASSIGN)) and bool(open_reviews(page))


ACTS: dict[str, Callable[[Any, Page], bool]] = {
    "submit": may_submit,
    "withdraw": may_withdraw,
    "comment": may_comment,
    "claim": _claimable,
    "release": _held,
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
