"""Wagtail's admin, whose workflows write to nobody: what is to be told, `notify` tells."""

from wagtail.admin.apps import WagtailAdminAppConfig

# By the dispatch uid under which Wagtail's admin connects them (wagtail/admin/signal_handlers.py).
TASK_MAIL = "group_approval_task_submitted_email_notification"
WORKFLOW_MAIL = "workflow_state_{}_email_notification"


class AdminConfig(WagtailAdminAppConfig):
    def ready(self) -> None:
        from wagtail.models import TaskState, WorkflowState
        from wagtail.signals import (
            task_submitted,
            workflow_approved,
            workflow_rejected,
            workflow_submitted,
        )

        super().ready()
        task_submitted.disconnect(sender=TaskState, dispatch_uid=TASK_MAIL)
        for act, signal in (
            ("submitted", workflow_submitted),
            ("approved", workflow_approved),
            ("rejected", workflow_rejected),
        ):
            signal.disconnect(sender=WorkflowState, dispatch_uid=WORKFLOW_MAIL.format(act))
