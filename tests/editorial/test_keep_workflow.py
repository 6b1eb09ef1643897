"""A release puts the whole tree under a workflow whose approvals are bound to content."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.editorial import policies
from cms.editorial.models import ReviewRule
from cms.editorial.workflow import services
from cms.media.showing import is_held
from cms.notifications.models import Message
from cms.publication.models import PublishedDocument, RevisionDigest, RevisionReference
from tests.editorial.people import Desk
from tests.factories import ImageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def keep_workflow() -> list[str]:
    out = StringIO()
    call_command("keep_workflow", stdout=out)
    return out.getvalue().splitlines()


def group_task(workflow: Workflow, name: str, order: int, *groups: str) -> None:
    task = GroupApprovalTask.objects.create(name=name)
    for group in groups or (name,):
        task.groups.add(Group.objects.get_or_create(name=group)[0])
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)


def whose(workflow: Workflow) -> list[tuple[str, str]]:
    rules = ReviewRule.objects.filter(stage__workflow_tasks__workflow=workflow, kind="editorial")
    rows = rules.order_by("stage__workflow_tasks__sort_order")
    return list(rows.values_list("group__name", "asked"))


def approve(page: Any, user: Any) -> None:
    for review in policies.reviews_open_to(user, page):
        services.approve(review=review, user=user, digest=services.current_digest(page))


def test_where_all_is_well_there_is_nothing_to_do() -> None:
    assert keep_workflow() == ["Nothing to do."]


def test_a_workflow_that_is_not_active_is_none() -> None:
    Workflow.objects.update(active=False)
    item = Desk().draft()
    assert item.get_workflow() is None
    assert keep_workflow() == ["workflow Moderation on the whole tree"]
    assert item.get_workflow().active
    assert keep_workflow() == ["Nothing to do."]


def test_each_group_that_was_asked_is_asked_still_one_after_the_other() -> None:
    workflow = Workflow.objects.active().get()
    workflow.workflow_tasks.all().delete()
    group_task(workflow, "Juristes", 1)
    group_task(workflow, "Rédaction", 0)
    assert keep_workflow() == [f"workflow {workflow.name}"]
    assert whose(workflow) == [("Rédaction", "unless_trusted"), ("Juristes", "always")]
    editor, lawyer = UserFactory(), UserFactory()
    editor.groups.add(Group.objects.get(name="Rédaction"))
    lawyer.groups.add(Group.objects.get(name="Juristes"))
    desk = Desk()
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    approve(item, editor)
    assert not PublishedDocument.objects.filter(page_id=item.pk).exists()
    approve(item, lawyer)
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()


def test_who_submitted_what_was_under_way_is_told() -> None:
    desk = Desk()
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    group_task(Workflow.objects.active().get(), "Juristes", 9)
    keep_workflow()
    assert policies.submission_of(item) is None
    told = Message.objects.get(event="withdrawn")
    assert told.user == desk.editor
    assert told.context["text"] == "Its workflow was replaced. Submit it again."


def test_of_several_groups_of_one_task_it_is_said_which_are_not_asked() -> None:
    workflow = Workflow.objects.active().get()
    workflow.workflow_tasks.all().delete()
    group_task(workflow, "Relecture", 0, "Rédaction", "Juristes")
    told = keep_workflow()
    assert told[1:] == ["Relecture asks Rédaction, and not Juristes: give it a rule for them"]


def test_what_is_noted_of_no_version_yet_is_noted_and_its_files_are_held(
    django_assert_max_num_queries: Any,
) -> None:
    """As of versions from before there were notes, and of copies. Who only looks writes nothing."""
    desk = Desk()
    image = ImageFactory()
    item = desk.draft(by=desk.moderator, image=image, image_alt="Un pont")
    services.submit(page=item, user=desk.editor)
    kept = list(RevisionDigest.objects.order_by("pk").values())
    RevisionDigest.objects.all().delete()
    RevisionReference.objects.all().delete()
    assert not policies.four_eyes(desk.moderator, item)
    assert not RevisionDigest.objects.exists()
    keep_workflow()
    assert list(RevisionDigest.objects.order_by("pk").values()) == kept
    assert is_held(image)
    with django_assert_max_num_queries(5):
        assert policies.four_eyes(desk.other_moderator, item)
    assert keep_workflow() == ["Nothing to do."]
