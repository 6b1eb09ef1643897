"""The workflow every page is under: automatic checks, then reviews side by side.

A site is founded with it; one that still has Wagtail's own task gets it in that task's place, since
what a group task approves is bound to no content. What administrators made of it stays.
"""

from typing import NamedTuple

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
    """Put the whole tree under a workflow of our stages; returns what was made or replaced."""
    told = [line for one in Workflow.objects.active() for line in _convert(one)]
    root = Page.get_first_root_node()
    active = WorkflowPage.objects.filter(page=root, workflow__active=True)
    if root is not None and not active.exists():
        workflow = Workflow.objects.active().filter(workflow_tasks__isnull=False).first()
        if workflow is None:
            workflow = Workflow.objects.create(name=_named("Moderation"))
            _add_stages(workflow, [Asking(_named("Review"), group_of(Role.MODERATOR))])
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        told.append(f"workflow {workflow.name} on the whole tree")
    return told


class Asking(NamedTuple):
    """A stage to be: its name, and whom it asks."""

    name: str
    group: Group


def _convert(workflow: Workflow) -> list[str]:
    """Wagtail's group tasks of a workflow make room for ours, each for a stage that asks its group;
    what is under way begins anew."""
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    asked = list(tasks.order_by("workflow_tasks__sort_order").prefetch_related("groups"))
    if not asked:
        return []
    told, stages = [f"workflow {workflow.name}"], list[Asking]()
    for task in asked:
        group, *others = [*task.groups.order_by("pk")] or [group_of(Role.MODERATOR)]
        stages.append(Asking(task.name if stages else _named("Review"), group))
        if others:
            names = ", ".join(one.name for one in others)
            told.append(f"{task.name} asks {group.name}, and not {names}: give it a rule for them")
    for state in WorkflowState.objects.active().filter(workflow=workflow):
        state.cancel()
    workflow.workflow_tasks.filter(task__in=[task.task_ptr_id for task in asked]).delete()
    _add_stages(workflow, stages)
    return told


def _add_stages(workflow: Workflow, asked: list[Asking]) -> None:
    """Automatic checks, then the stages: the first asks for what a new one asks for, each of the
    others always for the review of its group."""
    checks = AutomaticChecks.objects.first() or AutomaticChecks.objects.create(
        name=_named("Automatic checks")
    )
    row = [checks.task_ptr]
    for number, (name, group) in enumerate(asked):
        stage = ReviewStage.objects.create(name=name)
        rules = {ReviewKind.EDITORIAL: Asked.ALWAYS} if number else RULES
        for kind, when in rules.items():
            ReviewRule.objects.create(stage=stage, kind=kind, asked=when, group=group)
        row.append(stage.task_ptr)
    for order, task in enumerate(row):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)


def _named(name: str) -> str:
    """In the site's language: the name of a row has one."""
    with override(settings.LANGUAGE_CODE):
        return gettext(name)
