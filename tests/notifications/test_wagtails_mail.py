"""What is told of a workflow is told by us: Wagtail's own mail of it is not sent."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.editorial import policies
from cms.editorial.workflow import services
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db


def test_a_stock_workflow_sends_none() -> None:
    desk = Desk()
    item = desk.draft()
    task = GroupApprovalTask.objects.create(name="Stock")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Stock")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(item, desk.editor)
    task.on_action(state.current_task_state, user=desk.moderator, action_name="reject")
    assert mail.outbox == []


def test_ours_lets_it_send_none() -> None:
    desk = Desk()
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    (review,) = policies.open_reviews(item)
    digest = services.current_digest(item)
    services.approve(review=review, user=desk.moderator, digest=digest)
    assert mail.outbox == []
