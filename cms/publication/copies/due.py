"""Time's part: rights windows open and close, the next occurrence becomes the one after."""

from datetime import datetime

from django.db import transaction

from cms.core import clock
from cms.publication import punctuality
from cms.publication.copies.projector import REBUILT_AT_ONCE, Projection
from cms.publication.models import DuePage, PublishedDocument, StalePage


def project_due() -> int:
    """Bring copies up to date whose moment has come; returns how many pages were looked at."""
    if not _due(1):
        return 0
    with transaction.atomic():
        projection = Projection()
        due = dict(_due(REBUILT_AT_ONCE))
        projection.attempt(set(due))
        projection.close(0)
        _note_kept(due)
    return len(due)


def _note_kept(due: dict[int, datetime]) -> None:
    """Of those that were not set aside."""
    failed = set(
        StalePage.objects.filter(page_id__in=due, attempts__gt=0).values_list("page_id", flat=True)
    )
    titles = dict(PublishedDocument.objects.filter(page_id__in=due).values_list("page_id", "title"))
    punctuality.note(
        punctuality.What.COPY,
        [
            (page_id, titles.get(page_id, ""), at)
            for page_id, at in due.items()
            if page_id not in failed
        ],
    )


def _due(limit: int) -> list[tuple[int, datetime]]:
    rows = DuePage.objects.filter(at__lte=clock.now()).order_by("at")
    return list(rows.values_list("page_id", "at")[:limit])
