"""The workflow every page is under: automatic checks, then reviews side by side.

A site is founded with it; one that still has Wagtail's own task gets ours in that task's place:
what a group task approves is bound to no content, and group tasks are offered no more. What
administrators and head moderators made of stages and rules stays.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cms.accounts.groups import group_of
from cms.accounts.roles import Role
from cms.editorial.models import Asked, AutomaticChecks, ReviewKind, ReviewRule, ReviewStage

# What a new review stage asks for, and when.
RULES = {
    ReviewKind.EDITORIAL: Asked.UNLESS_TRUSTED,
    ReviewKind.RIGHTS: Asked.RIGHTS,
    ReviewKind.TRANSLATION: Asked.TRANSLATION,
}


@transaction.atomic
def keep_workflow() -> list[str]:
    """Put the whole tree under a workflow of our stages; returns what was made or replaced.

    Running it again changes nothing: rules are given to stages it makes, never to others.
    """
    told = [f"workflow {one.name}" for one in Workflow.objects.active() if _convert(one)]
    GroupApprovalTask.objects.filter(active=True).update(active=False)
    root = Page.get_first_root_node()
    if root is not None and not WorkflowPage.objects.filter(page=root).exists():
        workflow = Workflow.objects.active().filter(workflow_tasks__isnull=False).first()
        if workflow is None:
            workflow = Workflow.objects.create(name=_named("Moderation"))
            _add_stages(workflow, group_of(Role.MODERATOR))
        WorkflowPage.objects.create(workflow=workflow, page=root)
        told.append(f"workflow {workflow.name} on the whole tree")
    return told


def _convert(workflow: Workflow) -> bool:
    """Wagtail's group tasks of a workflow make room for ours; what is under way begins anew.

    In a workflow that has stages already, each gives its place to a stage that always asks its
    group, and the others stay as they are.
    """
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    beside = workflow.workflow_tasks.exclude(task__in=tasks.values("task_ptr")).exists()
    if beside:
        tasks = tasks.filter(active=True)
    found = list(tasks.order_by("workflow_tasks__sort_order"))
    if not found:
        return False
    for state in WorkflowState.objects.active().filter(workflow=workflow):
        state.cancel()
    if beside:
        for task in found:
            _replace(workflow, task)
        return True
    workflow.workflow_tasks.all().delete()
    _add_stages(workflow, _group_of(*found))
    return True


def _replace(workflow: Workflow, task: GroupApprovalTask) -> None:
    stage = ReviewStage.objects.create(name=task.name)
    ReviewRule.objects.create(stage=stage, kind=ReviewKind.EDITORIAL, group=_group_of(task))
    workflow.workflow_tasks.filter(task=task.task_ptr).update(task=stage.task_ptr)


def _group_of(*tasks: GroupApprovalTask) -> Group:
    """Who approved until now; moderators where it was nobody."""
    groups = Group.objects.filter(groupapprovaltask__in=tasks)
    return groups.order_by("pk").first() or group_of(Role.MODERATOR)


def _add_stages(workflow: Workflow, group: Group) -> None:
    checks = AutomaticChecks.objects.first() or AutomaticChecks.objects.create(
        name=_named("Automatic checks")
    )
    reviews = ReviewStage.objects.create(name=_named("Review"))
    for kind, asked in RULES.items():
        ReviewRule.objects.create(stage=reviews, kind=kind, asked=asked, group=group)
    for order, task in enumerate((checks, reviews)):
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)


def _named(name: str) -> str:
    """In the site's language: the name of a row has one."""
    with override(settings.LANGUAGE_CODE):
        return gettext(name)
