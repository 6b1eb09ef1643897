"""The durable queue of pages whose published copy has to be built again.

A page that cannot be built stays in it, with its error, and is tried again ever more rarely.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Min, QuerySet

from cms.core import clock
from cms.core.batches import batches
from cms.publication.models import Dependency, DuePage, PublishedDocument, StalePage

logger = logging.getLogger(__name__)

# Between two attempts at a page that fails, however often it is queued meanwhile.
NOT_SOONER = timedelta(minutes=1)


def queue(page_ids: Iterable[int]) -> None:
    """Queue these pages; one that waits already keeps its place. Call it under the change lock.

    Something changed: one that has failed is tried now, if that was not just tried.
    """
    now = clock.now()
    just, soon = now - NOT_SOONER, now + NOT_SOONER
    for some in batches(page_ids):
        StalePage.objects.bulk_create(
            [StalePage(page_id=page_id, queued_at=now, retry_at=now) for page_id in some],
            ignore_conflicts=True,
        )
        failed = StalePage.objects.filter(page_id__in=some, attempts__gt=0)
        failed.filter(retry_at__gt=now, tried_at__lte=just).update(retry_at=now)
        failed.filter(retry_at__gt=soon).update(retry_at=soon)


def dependents(on: Iterable[str]) -> Iterator[int]:
    """The pages whose documents show something of `on`; one may come twice."""
    for some in batches(on):
        yield from (
            Dependency.objects.filter(on__in=some)
            .values_list("document__page_id", flat=True)
            .distinct()
        )


def documents_showing(on: Iterable[str]) -> QuerySet:
    """The public documents that show one of `on`, as rows of that `reference` and their `title`."""
    return (
        PublishedDocument.objects.filter(dependencies__on__in=on)
        .order_by("pk")
        .annotate(reference=F("dependencies__on"))
        .values("reference", "title")
    )


def everything() -> Iterable[int]:
    """Every public page: for when something all of them show has changed."""
    return PublishedDocument.objects.values_list("page_id", flat=True).iterator()


def waiting() -> int:
    """How many pages wait for their first turn."""
    return StalePage.objects.filter(attempts=0).count()


def oldest_waiting() -> datetime | None:
    """Since when the page that has waited longest for its first turn has been waiting."""
    oldest: datetime | None = StalePage.objects.filter(attempts=0).aggregate(
        oldest=Min("queued_at")
    )["oldest"]
    return oldest


def failing() -> int:
    """How many pages could not be built when it was last tried."""
    return StalePage.objects.filter(attempts__gt=0).count()


def next_turns(limit: int) -> list[int]:
    """Up to `limit` pages that are to be tried now. Call it again under the change lock."""
    rows = StalePage.objects.filter(retry_at__lte=clock.now()).order_by("retry_at", "pk")
    return list(rows.values_list("page_id", flat=True)[:limit])


def forget(page_ids: Iterable[int]) -> None:
    """These pages' copies are true. Call it under the change lock."""
    StalePage.objects.filter(page_id__in=list(page_ids)).delete()


def set_aside(page_id: int, error: BaseException) -> None:
    """Note that a page could not be built, and when to try again. Call it under the change lock.

    What was due of it is done with, too: the next moment of the future still comes round.
    """
    logger.error("Page %s cannot be published anew", page_id, exc_info=error)
    now = clock.now()
    row = StalePage.objects.filter(page_id=page_id).first() or StalePage(page_id=page_id)
    row.note_failure(error)
    row.save()
    DuePage.objects.filter(page_id=page_id, at__lte=now).delete()
