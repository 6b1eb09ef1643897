"""An item is returned to an earlier stage, and nothing is asked of its author; who is told what."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from wagtail.models import Workflow, WorkflowTask

from cms.audit.models import Decision
from cms.editorial import policies, selectors
from cms.editorial.models import ReviewRule, ReviewStage, Submission
from cms.notifications.models import Message
from tests.editorial.desk.conftest import Reviewer, alerts, submit
from tests.editorial.people import Desk


@pytest.fixture
def first(desk: Desk) -> ReviewStage:
    """The first of two stages."""
    stage = ReviewStage.objects.get()
    second = ReviewStage.objects.create(name="Direction")
    moderators = Group.objects.get(name="Moderators")
    ReviewRule.objects.create(stage=second, kind="editorial", group=moderators)
    workflow = Workflow.objects.get()
    WorkflowTask.objects.create(workflow=workflow, task=second.task_ptr, sort_order=9)
    return stage


def test_its_reviewers_are_told_why_and_nobody_is_sent_anything_back(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, first: ReviewStage
) -> None:
    item = submit(desk, title="Deux étapes")
    moderator.presses("approve", item)
    assert "by those reviewers, and by no author" in colleague.sees(item).text
    Message.objects.all().delete()
    response = colleague.presses(
        "request_changes",
        item,
        reasons=["broken_link"],
        public_text="Regardez encore.",
        back_to=str(first.pk),
    )
    assert next(str(one).strip() for one in get_messages(response.wsgi_request)) == (
        f"“Deux étapes” was returned to the reviewers of “{first.name}”."
    )
    assert [one.task_id for one in policies.open_reviews(item)] == [first.pk]
    told = Message.objects.all()
    assert {one.event for one in told} == {"review_returned"}
    assert desk.moderator.pk in {one.user_id for one in told}
    assert desk.other_moderator.pk not in {one.user_id for one in told}
    assert told[0].context["text"] == "Regardez encore."
    assert told[0].context["link"].endswith(moderator.address(item))
    acts = Decision.objects.filter(page_id=item.pk).values_list("act", flat=True)
    assert "returned_to_stage" in acts
    assert "changes_requested" not in acts
    assert "returned_to_stage" not in [one.act for one in selectors.history_of(item.pk)]
    assert "Regardez encore." in moderator.sees(item).text
    # Once they have looked again, the next stage is asked as ever.
    Message.objects.all().delete()
    moderator.presses("approve", item)
    assert {one.event for one in Message.objects.all()} == {"submitted"}
    colleague.presses("approve", item)
    item.refresh_from_db()
    assert item.live


def test_what_went_on_meanwhile_is_looked_at_again(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, first: ReviewStage
) -> None:
    item = submit(desk, title="Deux étapes")
    form = colleague.form(item) | {"act": "approve"}
    moderator.presses("approve", item)
    response = colleague.sends(form, item)
    assert response.status_code == 422
    assert "went on meanwhile" in alerts(response)
    assert b'name="reviews" value="' in response.content
    assert b"checked> Editorial" in response.content
    assert Decision.objects.filter(page_id=item.pk, act="approved").count() == 1


def test_who_is_asked_later_is_not_told_that_they_have_given_it(
    desk: Desk, moderator: Reviewer, first: ReviewStage, django_capture_on_commit_callbacks: Any
) -> None:
    jurists = Group.objects.create(name="Jurists")
    jurists.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    ReviewRule.objects.exclude(stage=first).update(group=jurists)
    desk.stranger.groups.add(jurists)
    jurist = Reviewer(desk.stranger, django_capture_on_commit_callbacks)
    item = submit(desk, title="Deux étapes")
    moderator.presses("approve", item)
    assert "You have given your review" in moderator.sees(item).text
    jurist.presses("request_changes", item, reasons=["broken_link"], back_to=str(first.pk))
    told = jurist.sees(item).text
    assert "You have given your review" not in told
    assert "waits for somebody else" in told


@pytest.mark.parametrize("event", ["submitted", "assigned"])
def test_reviewers_mail_leads_to_the_desk(
    desk: Desk, moderator: Reviewer, head: Reviewer, submitted: Any, event: str
) -> None:
    head.presses("assign", submitted, assignee=str(desk.moderator.pk))
    told = Message.objects.filter(event=event, user=desk.moderator).latest("created_at")
    assert told.context["link"].endswith(moderator.address(submitted))
    moderator.presses("request_changes", submitted, reasons=["broken_link"])
    author = Message.objects.get(event="changes_requested", user=desk.editor)
    assert author.context["link"].endswith(f"/admin/pages/{submitted.pk}/edit/")


def test_its_place_in_the_queue_is_told_as_the_queue_has_it(desk: Desk) -> None:
    """Also of what is due at the same time."""
    items = [submit(desk, title=f"Numéro {number}") for number in range(3)]
    Submission.objects.update(due_at=Submission.objects.earliest("pk").due_at)
    latest = Submission.objects.get(page=items[2])
    Submission.objects.filter(page=items[0]).update(submitted_at=latest.submitted_at)
    Submission.objects.filter(page=items[2]).update(
        submitted_at=Submission.objects.get(page=items[1]).submitted_at, urgent=False
    )
    queue = list(Submission.objects.waiting().in_order())
    assert [selectors.position(one) for one in queue] == [1, 2, 3]
