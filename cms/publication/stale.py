"""The durable queue of pages whose published copy has to be built again."""

from collections.abc import Iterable

from django.db.models import QuerySet

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


def titles_showing(on: str) -> QuerySet:
    """The titles of the public documents that show something of `on`."""
    return (
        PublishedDocument.objects.filter(dependencies__on=on)
        .order_by("pk")
        .values_list("title", flat=True)
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
