"""Time's part: rights windows open and close, the next occurrence becomes the one after."""

from cms.core import clock
from cms.publication.models import DuePage
from cms.publication.unit_of_work import publishing, touch

AT_ONCE = 100


def project_due() -> int:
    """Bring copies up to date whose moment has come; returns how many pages were looked at."""
    with publishing():
        rows = DuePage.objects.select_for_update(skip_locked=True).filter(at__lte=clock.now())
        page_ids = list(rows.order_by("at").values_list("page_id", flat=True)[:AT_ONCE])
        touch(page_ids)
    return len(page_ids)
