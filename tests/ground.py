"""What Wagtail's migrations put into an empty database, for a suite that lays tables without them.

Locales, the tree's root, the root collection, the two stock groups with their rights and the
default approval workflow. The project's own tree grows on it: `tests/factories/tree.py`.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

PAGE_PERMISSIONS = {
    "Moderators": ("add_page", "change_page", "publish_page"),
    "Editors": ("add_page", "change_page"),
}


def lay_wagtail() -> None:
    """Idempotent; does nothing when the root stands."""
    MigrationRecorder(connection).ensure_schema()  # wagtail-localize asks it for its version
    if Page.objects.filter(depth=1).exists():
        return
    Locale.objects.bulk_create(
        [Locale(language_code=code) for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES],
        ignore_conflicts=True,
    )
    default = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    root = Page.add_root(title="Root", slug="root", locale=default)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    _lay_groups(root)
    _lay_workflow(root)


def _lay_groups(root: Page) -> None:
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, codenames in PAGE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(admin)
        for codename in codenames:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _lay_workflow(root: Page) -> None:
    task = GroupApprovalTask.objects.create(name="Moderation", active=True)
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Moderation", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)
