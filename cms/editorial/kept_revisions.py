"""Versions that moderation refers to: what was decided about must stay what it was."""

from django.db.models import Q
from wagtail.models import Revision, TaskState

from cms.audit.models import Decision
from cms.editorial.models.releases import ReleaseMember


def is_referred_to(revision: Revision) -> bool:
    """By a decision, a release, or a stage that has ended; the one that runs follows the edits."""
    ended = TaskState.objects.exclude(status=TaskState.STATUS_IN_PROGRESS)
    return (
        Decision.objects.filter(page_id=revision.object_id, revision_id=revision.pk).exists()
        or ReleaseMember.objects.filter(Q(revision=revision) | Q(former=revision)).exists()
        or ended.filter(revision=revision).exists()
    )
