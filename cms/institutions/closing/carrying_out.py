"""The worker carries out what was decided of content, a bite at a time.

Each bite is one unit of work: killed at any point, it is as if it had not begun, and the next one
goes on from what is there. Locks are taken in the order of ADR 0006, pages before the decision's
row; of two workers the second finds nothing left of its bite. A page that cannot be moved or
brought back is set aside with the reason and keeps no other from it.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import clock
from cms.core.database import UNAVAILABLE
from cms.institutions.closing import handing_over, letters, taking_down
from cms.institutions.closing.content import still_held, still_live
from cms.institutions.models import DisposedPage, Disposition
from cms.publication.locking import lock_pages
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)
BITE = 25  # pages

Act = Callable[[Disposition, Page], None]


def carry_on() -> int:
    """One bite of the decision whose turn it is; returns how many pages were looked at.

    After a bite it is the turn of those that wait: a take-down waits for no merger.
    """
    waiting = Disposition.objects.filter(
        state__in=Disposition.ACTIVE, retry_at__lte=clock.now()
    ).select_related("institution", "successor", "decided_by")
    row = waiting.order_by("retry_at", "pk").first()
    if row is None:
        return 0
    try:
        looked_at = _carry_on(row)
        Disposition.objects.filter(pk=row.pk).update(retry_at=clock.now())
        return looked_at
    except UNAVAILABLE:
        raise
    except Exception as error:
        logger.exception("What was decided of the content of %s is tried again", row.institution)
        row.note_failure(error)
        row.save(update_fields=["attempts", "error", "failed_since", "tried_at", "retry_at"])
        return 0


def _carry_on(row: Disposition) -> int:
    if row.state == Disposition.State.RETURNING:
        waiting = row.pages.filter(returned_at=None, problem="").order_by("pk")
        ids, act = list(waiting.values_list("page_id", flat=True)[:BITE]), taking_down.bring_back
        return _bite(row, ids, act) or _finish(row, Disposition.State.RETURNED)
    if row.kind == Disposition.Kind.TAKE_DOWN:
        ids = list(still_live(row).values_list("pk", flat=True)[:BITE])
        return _bite(row, ids, taking_down.take_down) or _finish(row, Disposition.State.DONE)
    for place, below in still_held(row):
        if ids := list(below.values_list("pk", flat=True)[:BITE]):
            return _bite(row, ids, handing_over.move_below(place), place)
    handing_over.hand_over_the_rest(row)
    return _finish(row, Disposition.State.DONE)


def _bite(row: Disposition, ids: list[int], act: Act, place: Page | None = None) -> int:
    """These pages in one unit of work; where that fails, each in one of its own."""
    if not ids:
        return 0
    try:
        with publishing():
            lock_pages([place.pk] if place else [], trees=ids, parents=place is not None)
            if not _is_still(row):
                return len(ids)
            pages = list(Page.objects.filter(pk__in=ids).order_by("path").specific())
            for page in pages:
                act(row, page)
            _note_deleted(row, set(ids) - {page.pk for page in pages})
            Disposition.objects.filter(pk=row.pk).update(done=row.done + len(ids))
    except UNAVAILABLE:
        raise
    except Exception as error:
        if len(ids) == 1:
            _set_aside(row, ids[0], error)
        else:
            for one in ids:
                _bite(row, [one], act, place)
    return len(ids)


def _is_still(row: Disposition) -> bool:
    """Whether the decision stands: taken while the row is locked, until the bite is done."""
    now = Disposition.objects.select_for_update().filter(pk=row.pk, state=row.state).first()
    if now is not None:
        row.done = now.done
    return now is not None


def _note_deleted(row: Disposition, ids: set[int]) -> None:
    row.pages.filter(page_id__in=ids).update(problem=_("It was deleted meanwhile."))


def _set_aside(row: Disposition, page_id: int, error: Exception) -> None:
    logger.warning("Page %s of %s is set aside: %s", page_id, row.institution, error)
    words = "; ".join(getattr(error, "messages", [])) or f"{type(error).__name__}: {error}"
    DisposedPage.objects.update_or_create(
        disposition=row, page_id=page_id, defaults={"problem": words[:500]}
    )


@transaction.atomic
def _finish(row: Disposition, state: Disposition.State) -> int:
    if not _is_still(row):
        return 0
    row.state, row.finished_at = state, clock.now()
    row.attempts, row.error, row.failed_since = 0, "", None
    row.save()
    letters.done(row)
    return 0
