"""Whoever opens an item has it for a while; whoever takes it, until it is given back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import Review, ReviewRule, Submission
from cms.editorial.notices import watching
from cms.editorial.workflow import services
from cms.editorial.workflow.assigning import note_lapsed
from cms.notifications.models import Message
from tests.editorial.desk.conftest import Reviewer, submit
from tests.editorial.people import Desk

Later = Callable[[timedelta], None]
HALF_AN_HOUR = timedelta(minutes=31)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock on."""
    moved, now = timedelta(), clock.now

    def move(by: timedelta) -> None:
        nonlocal moved
        moved += by

    monkeypatch.setattr(clock, "now", lambda: now() + moved)
    return move


def holder(page: Any) -> Any:
    return Review.objects.get(submission__page=page).holder


def test_leafing_on_lets_go_of_what_was_opened(
    desk: Desk, moderator: Reviewer, colleague: Reviewer
) -> None:
    items = [submit(desk, title=f"Numéro {number}") for number in range(3)]
    moderator.opens(items[0])
    moderator.presses("next", items[0])
    assert (holder(items[0]), holder(items[1])) == (None, desk.moderator)
    moderator.presses("next", items[1])
    assert [holder(one) for one in items] == [None, None, desk.moderator]
    assert colleague.queue(who="free") == ["Numéro 0", "Numéro 1"]
    assert set(Submission.objects.values_list("status", flat=True)) == {"submitted", "in_review"}
    assert not Decision.objects.filter(act__in=["claimed", "released"]).exists()


@pytest.mark.parametrize("act", ["previous", "approve", "request_changes"])
def test_so_does_every_way_on(desk: Desk, moderator: Reviewer, submitted: Any, act: str) -> None:
    submit(desk, title="Le suivant")
    moderator.opens(submitted)
    moderator.presses(act, submitted, reasons=["broken_link"], leave="1")
    held = Review.objects.held().filter(status=Review.Status.OPEN)
    assert [one.submission.page.title for one in held] == ["Le suivant"]


def test_what_was_taken_or_assigned_stays(
    desk: Desk, moderator: Reviewer, head: Reviewer, later: Later
) -> None:
    taken, assigned = submit(desk, title="Pris"), submit(desk, title="Confié")
    moderator.opens(taken)
    moderator.presses("claim", taken)
    head.presses("assign", assigned, assignee=str(desk.moderator.pk))
    for item in (taken, assigned):
        moderator.opens(item)
        moderator.presses("next", item)
    later(timedelta(days=60))
    assert (holder(taken), holder(assigned)) == (desk.moderator, desk.moderator)
    assert moderator.queue(who="mine") == ["Pris", "Confié"]


def test_nobody_holds_it_longer_than_half_an_hour(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, submitted: Any, later: Later
) -> None:
    moderator.opens(submitted)
    colleague.opens(submitted)
    assert holder(submitted) == desk.moderator
    assert colleague.queue(who="others") == [submitted.title]
    later(HALF_AN_HOUR)
    assert colleague.queue(who="free") == [submitted.title]
    assert "may be deciding" not in colleague.sees(submitted).text
    colleague.opens(submitted)
    assert holder(submitted) == desk.other_moderator
    # Whoever was slow decides all the same.
    assert moderator.presses("approve", submitted).status_code == 302


def test_what_nobody_looks_at_any_more_is_told_to_wait(
    moderator: Reviewer, submitted: Any, later: Later
) -> None:
    moderator.opens(submitted)
    assert note_lapsed() == 0
    later(HALF_AN_HOUR)
    assert note_lapsed() == 1
    assert Submission.objects.get(page=submitted).status == Submission.Status.SUBMITTED


def test_what_is_looked_at_is_taken_by_a_button(
    desk: Desk, moderator: Reviewer, submitted: Any, later: Later
) -> None:
    moderator.opens(submitted)
    soup = moderator.sees(submitted)
    assert soup.select_one("button[value=claim]") is not None
    assert soup.select_one("button[value=release]") is not None
    moderator.presses("claim", submitted)
    assert moderator.sees(submitted).select_one("button[value=claim]") is None
    later(HALF_AN_HOUR)
    assert holder(submitted) == desk.moderator


def test_opening_it_again_begins_anew(
    desk: Desk, moderator: Reviewer, submitted: Any, later: Later
) -> None:
    moderator.opens(submitted)
    later(timedelta(minutes=20))
    moderator.opens(submitted)
    later(timedelta(minutes=20))
    assert holder(submitted) == desk.moderator


def test_who_is_no_longer_there_has_nothing(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, submitted: Any, later: Later
) -> None:
    moderator.presses("claim", submitted)
    desk.moderator.is_active = False
    desk.moderator.save()
    assert colleague.queue(who="free") == [submitted.title]
    first = colleague.client.post(reverse("desk_next"))
    assert first.url == colleague.address(submitted)
    later(timedelta(days=30))
    watching.remind_and_escalate()
    told = Message.objects.filter(event="review_overdue").first()
    assert told is not None
    assert told.context["person"] != desk.moderator.display_name


def test_nor_has_who_gives_no_reviews_any_more(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, head: Reviewer, submitted: Any
) -> None:
    """It waits for others, and what they say among themselves stays there."""
    moderator.presses("claim", submitted)
    desk.moderator.groups.clear()
    colleague.presses("comment", submitted, comment="Entre nous", comment_private="on")
    assert not Message.objects.filter(event="commented", user=desk.moderator).exists()
    assert colleague.queue(who="free") == [submitted.title]
    assert colleague.client.post(reverse("desk_next")).url == colleague.address(submitted)
    # Head moderators are in no group that is asked, and give every review.
    head.presses("claim", submitted)
    assert holder(submitted) == desk.head


def test_one_approval_of_two_leaves_it_to_the_next(
    desk: Desk, moderator: Reviewer, colleague: Reviewer
) -> None:
    """Who has given theirs keeps it from nobody, also where they had taken it."""
    ReviewRule.objects.filter(kind="editorial").update(quorum=2)
    item = submit(desk, title="À deux")
    moderator.opens(item)
    moderator.presses("claim", item)
    moderator.presses("approve", item)
    assert holder(item) is None
    assert colleague.queue(who="free") == ["À deux"]
    for act in ("claim", "approve"):
        assert act not in policies.allowed_acts(desk.moderator, item)
        assert act in policies.allowed_acts(desk.other_moderator, item)
    (review,) = policies.open_reviews(item)
    with pytest.raises(ValidationError, match="no such review"):
        services.assign(review=review, to=desk.moderator, user=desk.head)
    with pytest.raises(ValidationError, match="already"):
        services.claim(review=review, user=desk.moderator)
