"""Head moderators say who has which review, and take it from them again."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.editorial.models import Review, ReviewRule
from cms.editorial.models.submissions import Approval
from cms.editorial.workflow import services
from tests.editorial.desk.conftest import Reviewer, alerts, submit
from tests.editorial.people import Desk


@pytest.fixture
def two_reviews(desk: Desk) -> Any:
    """An item with an editorial review, and one of rights that others give."""
    jurists = Group.objects.create(name="Jurists")
    ReviewRule.objects.filter(kind="rights").update(group=jurists, asked="always")
    desk.stranger.groups.add(jurists)
    return submit(desk, title="Deux relectures")


def offered(reviewer: Reviewer, page: Any) -> dict[str, str]:
    options = reviewer.sees(page).select("select[name=assignee] option[value]:not([value=''])")
    return {str(one["value"]): one.text for one in options}


def test_what_is_refused_of_one_review_was_done_with_none(
    desk: Desk, head: Reviewer, two_reviews: Any
) -> None:
    response = head.presses("assign", two_reviews, assignee=str(desk.moderator.pk))
    assert response.status_code == 422
    assert "no such review" in alerts(response)
    assert "has taken it" not in alerts(response)
    assert not Review.objects.held().exists()


def test_nor_is_one_of_two_approved(desk: Desk, moderator: Reviewer) -> None:
    item = submit(desk, title="Concert", format="concert")
    rights = Review.objects.get(submission__page=item, kind="rights")
    ReviewRule.objects.filter(kind="rights").update(quorum=2)
    Review.objects.filter(pk=rights.pk).update(quorum=2)
    Approval.objects.create(
        page_id=item.pk,
        digest=services.current_digest(item),
        kind="rights",
        task_id=rights.task_id,
        user_id=desk.head.pk,
        guest=desk.moderator.email.lower(),
        decision="7f0c3f65-6d51-4c1c-9d8e-0d4c6d1d2b11",
    )
    response = moderator.presses("approve", item)
    assert response.status_code == 422
    assert response.content.count(b'name="reviews" value="') == 2


def test_who_can_be_given_a_review_is_offered_with_its_name(
    desk: Desk, head: Reviewer, two_reviews: Any
) -> None:
    two_reviews.summary = "Corrigé."
    two_reviews.save_revision(user=desk.other_moderator)
    told = offered(head, two_reviews)
    assert told == {
        str(desk.moderator.pk): f"{desk.moderator.display_name} (Editorial review)",
        str(desk.stranger.pk): f"{desk.stranger.display_name} (Rights review)",
    }


def test_a_head_moderator_gives_back_for_another(
    desk: Desk, moderator: Reviewer, head: Reviewer, submitted: Any
) -> None:
    moderator.presses("claim", submitted)
    assert head.sees(submitted).select_one("button[value=release]") is not None
    head.presses("release", submitted)
    assert Review.objects.get(submission__page=submitted).holder is None
    assert head.sees(submitted).select_one("button[value=release]") is None
