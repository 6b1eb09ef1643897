"""What tests of moderation stand on."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowPage

from cms.editorial.models import Review, Submission
from cms.editorial.workflow import services


def lift_workflow() -> None:
    """No workflow applies anywhere: whoever may publish does so directly."""
    WorkflowPage.objects.all().delete()


def approve_at_desk(client: Client, page: Any) -> Any:
    """Press “Approve” at the desk, for every open review of a page as it is now."""
    submission = Submission.objects.filter(page_id=page.pk).latest("pk")
    reviews = submission.reviews.filter(status=Review.Status.OPEN)
    sent = {
        "act": "approve",
        "reviews": [str(review.pk) for review in reviews],
        "digest": services.current_digest(page),
    }
    return client.post(reverse("desk_item", args=[submission.pk]), sent)
