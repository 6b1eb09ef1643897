"""Whoever opens an item has it for a while: others see that it is looked at."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.editorial.desk.queue import open_to
from cms.editorial.models.submissions import Submission
from cms.editorial.workflow import services


def take(submission: Submission, user: Any) -> None:
    """Hold every review of it that is open to the person and that nobody else has."""
    for review in (
        open_to(user)
        .filter(submission=submission)
        .select_related("submission__page", "group", "task")
    ):
        try:
            services.hold(review=review, user=user)
        except (ValidationError, PermissionDenied):
            continue  # somebody else has it: the item says who


def take_afterwards(submission_id: int, user: Any) -> None:
    """The same once the decision on the item before is through: one page's lock at a time."""
    transaction.on_commit(partial(_take, submission_id, user), robust=True)


def _take(submission_id: int, user: Any) -> None:
    submission = Submission.objects.filter(pk=submission_id).first()
    if submission is not None:
        with by_path(Decision.Path.ADMIN):
            take(submission, user)
