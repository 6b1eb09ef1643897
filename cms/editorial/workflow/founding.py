"""The workflow every page is under: automatic checks, then reviews side by side.

A site is founded with it; one that still has Wagtail's own task gets ours in that task's place:
what a group task approves is bound to no content, and group tasks are offered no more. What
administrators and head moderators made of stages and rules stays.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, gettext_lazy, override
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
from cms.editorial.notices.telling import told_out_of_review

# What a new review stage asks for, and when.
RULES = {
    ReviewKind.EDITORIAL: Asked.UNLESS_TRUSTED,
    ReviewKind.RIGHTS: Asked.RIGHTS,
    ReviewKind.TRANSLATION: Asked.TRANSLATION,
}

REPLACED = gettext_lazy("Its workflow was replaced. Submit it again.")


@transaction.atomic
def keep_workflow() -> list[str]:
    """Put the whole tree under a workflow of our stages; returns what was made or replaced.

    Running it again changes nothing: rules are given to stages it makes, never to others.
    """
    told = [line for one in Workflow.objects.active() for line in _convert(one)]
    GroupApprovalTask.objects.filter(active=True).update(active=False)
    root = Page.get_first_root_node()
    applied = WorkflowPage.objects.filter(page=root, workflow__active=True)
    if root is not None and not applied.exists():
        workflow = Workflow.objects.active().filter(workflow_tasks__isnull=False).first()
        if workflow is None:
            workflow = Workflow.objects.create(name=_named("Moderation"))
            _add_stages(workflow, group_of(Role.MODERATOR))
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        told.append(f"workflow {workflow.name} on the whole tree")
    return told


def _convert(workflow: Workflow) -> list[str]:
    """Wagtail's group tasks of a workflow make room for ours; what is under way begins anew.

    Each gives its place to a stage that always asks its group; the first of a workflow that has
    nothing else to automatic checks and a stage with the rules of a new one. What is beside them
    stays. Returns what was done, and whom it asks no more.
    """
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    found = list(tasks.order_by("workflow_tasks__sort_order").prefetch_related("groups"))
    active = [task for task in found if task.active]
    beside = workflow.workflow_tasks.exclude(task__in=tasks.values("task_ptr")).exists()
    replaced = active if beside else active or found[:1]
    if not replaced:
        return []
    for state in WorkflowState.objects.active().filter(workflow=workflow):
        state.cancel()
        if isinstance(state.content_object, Page):
            told_out_of_review(state.content_object, state.requested_by_id, REPLACED)
    told = [f"workflow {workflow.name}", *(line for task in replaced for line in _left_out(task))]
    if not beside:
        first, *replaced = replaced
        workflow.workflow_tasks.exclude(task__in=[one.task_ptr_id for one in replaced]).delete()
        _add_stages(workflow, _group_of(first))
    for task in replaced:
        _replace(workflow, task)
    return told


def _replace(workflow: Workflow, task: GroupApprovalTask) -> None:
    stage = ReviewStage.objects.create(name=task.name)
    ReviewRule.objects.create(stage=stage, kind=ReviewKind.EDITORIAL, group=_group_of(task))
    workflow.workflow_tasks.filter(task=task.task_ptr).update(task=stage.task_ptr)


def _group_of(task: GroupApprovalTask) -> Group:
    """Who approved until now, the first of several; moderators where it was nobody."""
    return task.groups.order_by("pk").first() or group_of(Role.MODERATOR)


def _left_out(task: GroupApprovalTask) -> list[str]:
    """A rule asks one group: those of a task that approved beside it are named."""
    group, *others = [*task.groups.order_by("pk")] or [None]
    names = ", ".join(one.name for one in others)
    told = gettext("%(task)s asks %(group)s, and not %(names)s: give it a rule for them")
    return [told % {"task": task.name, "group": group, "names": names}] if names else []


def _add_stages(workflow: Workflow, group: Group) -> None:
    checks = AutomaticChecks.objects.first() or AutomaticChecks.objects.create(
        name=_named("Automatic checks")
    )
    reviews = ReviewStage.objects.create(name=_named("Review"))
    for kind, asked in RULES.items():
        ReviewRule.objects.create(stage=reviews, kind=kind, asked=asked, group=group)
    workflow.workflow_tasks.update(sort_order=F("sort_order") + 2)  # what follows
    for order, task in enumerate((checks, reviews)):
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)


def _named(name: str) -> str:
    """In the site's language: the name of a row has one."""
    with override(settings.LANGUAGE_CODE):
        return gettext(name)
