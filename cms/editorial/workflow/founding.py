"""The workflow every page is under: automatic checks, then reviews side by side.

A site is founded with it; one that still has Wagtail's own task gets it in that task's place, since
what a group task approves is bound to no content. What administrators made of it stays.
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
    """Put the whole tree under a workflow of our stages; returns what was made or replaced."""
    told = [f"workflow {one.name}" for one in Workflow.objects.active() if _convert(one)]
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
    """Wagtail's group tasks of a workflow make room for ours; what is under way begins anew."""
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    groups = list(Group.objects.filter(groupapprovaltask__in=tasks).distinct().order_by("pk"))
    if not tasks.exists():
        return False
    for state in WorkflowState.objects.active().filter(workflow=workflow):
        state.cancel()
    workflow.workflow_tasks.filter(task__in=tasks.values("task_ptr")).delete()
    _add_stages(workflow, groups[0] if groups else group_of(Role.MODERATOR))
    return True


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
