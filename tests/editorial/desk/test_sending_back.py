"""Changes are asked of an earlier stage: its reviewers look again before it goes on."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Workflow, WorkflowTask

from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.models import Approval, Review, ReviewRule, ReviewStage, Submission
from cms.publication.models import PublishedDocument
from tests.editorial.desk.conftest import Reviewer, submit
from tests.editorial.people import Desk

REASON: dict[str, Any] = {"reasons": ["poor_description"]}


@pytest.fixture
def stages(desk: Desk) -> list[ReviewStage]:
    """Three, one after the other."""
    made = [ReviewStage.objects.get()]
    for order, name in enumerate(("Relecture", "Direction"), start=5):
        stage = ReviewStage.objects.create(name=name)
        ReviewRule.objects.create(
            stage=stage, kind="editorial", group=Group.objects.get(name="Moderators")
        )
        WorkflowTask.objects.create(
            workflow=Workflow.objects.get(), task=stage.task_ptr, sort_order=order
        )
        made.append(stage)
    return made


def stage_of(page: Any) -> str:
    (review,) = policies.open_reviews(page)
    return str(review.task.name)


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


@pytest.mark.parametrize("earlier", [0, 1])
def test_it_goes_back_to_any_earlier_stage_and_comes_through_again(
    desk: Desk,
    moderator: Reviewer,
    colleague: Reviewer,
    stages: list[ReviewStage],
    earlier: int,
) -> None:
    item = submit(desk, title="Trois étapes")
    moderator.presses("approve", item)
    colleague.presses("approve", item)
    assert stage_of(item) == "Direction"
    offered = colleague.sees(item).select("select[name=back_to] option")
    assert [one["value"] for one in offered] == ["", str(stages[0].pk), str(stages[1].pk)]
    response = colleague.presses("request_changes", item, back_to=str(stages[earlier].pk), **REASON)
    assert response.status_code == 302
    assert stage_of(item) == stages[earlier].name
    assert Submission.objects.get(page=item).status == Submission.Status.SUBMITTED
    told = Decision.objects.get(page_id=item.pk, act="returned_to_stage")
    assert told.data["back_to"] == stages[earlier].pk
    standing = Approval.objects.filter(page_id=item.pk, revoked_at=None)
    assert standing.count() == earlier  # those before it stand
    for _stage in stages[earlier:]:
        assert not is_public(item)
        moderator.presses("approve", item)
    assert is_public(item)


@pytest.mark.parametrize("where", ["itself", "later", "nowhere"])
def test_it_goes_back_to_no_other_place(
    desk: Desk, moderator: Reviewer, stages: list[ReviewStage], where: str
) -> None:
    item = submit(desk, title="Trois étapes")
    moderator.presses("approve", item)
    wanted = {"itself": str(stages[1].pk), "later": str(stages[2].pk), "nowhere": "x"}[where]
    response = moderator.presses("request_changes", item, back_to=wanted, **REASON)
    assert response.status_code == 422
    assert stage_of(item) == "Relecture"
    assert not Review.objects.filter(status=Review.Status.CHANGES_REQUESTED).exists()


def test_in_the_first_stage_there_is_nothing_earlier(
    desk: Desk, moderator: Reviewer, stages: list[ReviewStage]
) -> None:
    item = submit(desk, title="Trois étapes")
    assert moderator.sees(item).select_one("select[name=back_to]") is None
