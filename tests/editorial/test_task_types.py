"""Workflows are made of tasks whose approvals are bound to content; Wagtail's own is none."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowTask

from cms.editorial import policies
from cms.editorial.models import ReviewRule, ReviewStage
from cms.editorial.workflow import services
from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STOCK = "wagtailcore.GroupApprovalTask"
MODAL = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def administrator() -> Client:
    return signed_in(UserFactory(superuser=True, language="en"))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def stock_task(name: str = "Direction", **values: Any) -> GroupApprovalTask:
    """As a site made one before."""
    task = GroupApprovalTask.objects.create(name=name, **values)
    group, _made = Group.objects.get_or_create(name=name)
    task.groups.add(group)
    workflow = Workflow.objects.get(active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=9)
    return task


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def test_a_new_task_is_one_of_ours(administrator: Client) -> None:
    chosen = administrator.get(reverse("wagtailadmin_workflows:select_task_type"))
    text = chosen.content.decode().lower()
    assert "review stage" in text
    assert "automatic checks" in text
    assert "group approval" not in text
    address = reverse("wagtailadmin_workflows:add_task", args=["editorial", "reviewstage"])
    administrator.post(address, {"name": "Direction"})
    assert ReviewStage.objects.filter(name="Direction").exists()


def test_wagtails_own_is_refused(administrator: Client) -> None:
    before = Task.objects.count()
    address = reverse("wagtailadmin_workflows:add_task", args=["wagtailcore", "groupapprovaltask"])
    group = Group.objects.get(name="Moderators").pk
    assert administrator.get(address).status_code == 404
    assert administrator.post(address, {"name": "Stock", "groups": [group]}).status_code == 404
    chooser = reverse("wagtailadmin_workflows:task_chooser_create") + f"?create_model={STOCK}"
    form = {"create-task-name": "Stock", "create-task-groups": [group]}
    assert administrator.post(chooser, form, **MODAL).status_code == 404
    assert Task.objects.count() == before


def test_the_one_every_site_was_born_with_is_not_offered(administrator: Client) -> None:
    stock = GroupApprovalTask.objects.get()
    answer = administrator.get(reverse("wagtailadmin_workflows:task_chooser"), **MODAL)
    offered = {task.pk for task in answer.context["tasks"]}
    assert stock.pk not in offered
    assert ReviewStage.objects.get().pk in offered


def test_with_one_in_its_workflow_nothing_goes_live_and_who_submits_is_told(desk: Desk) -> None:
    stock_task()
    item = desk.draft()
    with pytest.raises(ValidationError, match="Direction"):
        services.submit(page=item, user=desk.editor)
    with pytest.raises(ValidationError):
        item.get_latest_revision().publish(user=desk.moderator)
    assert not is_public(item)


def test_what_is_under_way_when_one_comes_does_not_go_live_by_it(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    task = stock_task()
    (review,) = policies.open_reviews(item)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(item))
    state = item.current_workflow_state.current_task_state
    assert state.task_id == task.pk
    with pytest.raises(ValidationError, match="Direction"):
        task.on_action(state, user=desk.other_moderator, action_name="approve")
    assert not is_public(item)
    services.withdraw(page=item, user=desk.editor)


def test_the_command_puts_a_stage_of_its_group_in_its_place(desk: Desk) -> None:
    ReviewRule.objects.filter(kind="editorial").update(quorum=2)
    stages = list(Workflow.objects.get(active=True).tasks.values_list("pk", flat=True))
    stock = stock_task()
    before = list(ReviewRule.objects.order_by("pk").values())
    call_command("keep_workflow")
    workflow = Workflow.objects.get(active=True)
    *kept, new = workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True)
    assert kept == stages
    assert list(ReviewRule.objects.exclude(stage=new).order_by("pk").values()) == before
    (rule,) = ReviewRule.objects.filter(stage=new)
    assert (rule.group.name, rule.asked) == ("Direction", "always")
    stock.refresh_from_db()
    assert not stock.active
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    for person in (desk.moderator, desk.other_moderator, desk.head):
        assert not is_public(item)
        (review,) = policies.open_reviews(item)
        services.approve(review=review, user=person, digest=services.current_digest(item))
    assert is_public(item)


def test_one_that_was_disabled_asks_nobody_and_stays_out(desk: Desk) -> None:
    stock_task(active=False)
    before = ReviewStage.objects.count()
    call_command("keep_workflow")
    assert ReviewStage.objects.count() == before
    services.submit(page=desk.draft(), user=desk.editor)
