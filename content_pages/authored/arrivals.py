"""Ties that waited: made when what they lead to is there and its item may be changed."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from cms.core import clock
from cms.publication.authored.port import AtWork, Author
from cms.publication.locking import lock_pages
from cms.publication.unit_of_work import publishing
from content_pages.authored import reading, ties
from content_pages.authored.revisions import save_draft
from content_pages.models import ExternalReference, ItemPage, PendingTie

# How many the worker looks at in one turn, and how often at the same one.
BITE = 50
PAUSE = timedelta(minutes=1)


def waiting_for(key: UUID) -> QuerySet[PendingTie]:
    """Ties that may mean this item."""
    asked = Q(target=key)
    for one in ExternalReference.objects.filter(key=key):
        asked |= Q(source=one.source, external_id=one.external_id)
    slugs = ItemPage.objects.filter(translation_key=key).values_list("slug", flat=True)
    return PendingTie.objects.filter(asked | Q(slug__in=list(slugs)))


def some_waiting() -> QuerySet[PendingTie]:
    """Those that were looked at longest ago."""
    return PendingTie.objects.filter(tried_at__lte=clock.now() - PAUSE).order_by("tried_at")


def tie_items(waiting: QuerySet[PendingTie]) -> int:
    """How many ties were made; an item at a time, in a transaction of its own."""
    keys = dict.fromkeys(waiting.values_list("key", flat=True)[:BITE])
    return sum(_tie_item(key) for key in keys)


def _tie_item(key: UUID) -> int:
    """All that the item waits for and is there. One that is in review waits on: its reviewers
    approve what they have seen."""
    try:
        with publishing():
            pages = ItemPage.objects.filter(translation_key=key, alias_of__isnull=True)
            lock_pages(pages.values_list("pk", flat=True))
            rows = list(PendingTie.objects.filter(key=key).select_related("user").order_by("pk"))
            found = [(row, target) for row in rows if (target := _found(row)) is not None]
            for page in pages.order_by("pk") if found else ():
                _tie_page(page.get_latest_revision_as_object(), found)
            PendingTie.objects.filter(pk__in=[row.pk for row, _target in found]).delete()
            PendingTie.objects.filter(key=key).update(tried_at=clock.now())
            return len(found)
    except (AtWork, PermissionDenied):
        PendingTie.objects.filter(key=key).update(tried_at=clock.now())
        return 0


def _found(row: PendingTie) -> UUID | None:
    return ties.found(_author(row), row.field, reading.name_of(row))


def _tie_page(draft: ItemPage, found: list[tuple[PendingTie, UUID]]) -> None:
    """Behind those that are there already; raises AtWork, PermissionDenied."""
    changed_by = None
    for row, key in found:
        known = reading.tied(draft, row.field)
        if key != draft.translation_key and key not in {one.translation_key for one in known}:
            author = _author(row)
            new = ties.page_in(author, row.field, key, draft.locale_id)
            ties.put(draft, row.field, [*known, new])
            changed_by = author
    if changed_by is not None:
        save_draft(changed_by, draft)


def _author(row: PendingTie) -> Author:
    return Author(row.user, row.institution_id)
