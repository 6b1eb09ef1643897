"""Time's part: rights windows open and close, the next occurrence becomes the one after."""

from django.db import transaction

from cms.core import clock
from cms.publication.copies.projector import REBUILT_AT_ONCE, Projection
from cms.publication.models import DuePage


def project_due() -> int:
    """Bring copies up to date whose moment has come; returns how many pages were looked at."""
    if not _due(1):
        return 0
    with transaction.atomic():
        projection = Projection()
        page_ids = _due(REBUILT_AT_ONCE)
        projection.attempt(set(page_ids))
        projection.close(0)
    return len(page_ids)


def _due(limit: int) -> list[int]:
    rows = DuePage.objects.filter(at__lte=clock.now()).order_by("at")
    return list(rows.values_list("page_id", flat=True)[:limit])
