"""What tests of moderation stand on."""

from wagtail.models import WorkflowPage


def lift_workflow() -> None:
    """No workflow applies anywhere: whoever may publish does so directly."""
    WorkflowPage.objects.all().delete()
