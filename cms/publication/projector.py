"""Writes published copies and the change log from the page tree.

`project` reads what is committed, under the lock that hands out change numbers: whoever publishes
next sees everything published before, so two editors who rename an institution and its category
at once cannot overwrite each other's half, and commit order is number order.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.core import clock
from cms.publication import stale
from cms.publication.building import Building, Copy
from cms.publication.change_log import ChangeLog
from cms.publication.models import (
    Change,
    Dependency,
    DuePage,
    FormerPath,
    PublishedBody,
    PublishedDocument,
    Withdrawal,
)

# How many dependent documents are rebuilt in the publishing transaction; the rest is left to the
# worker, so that renaming a category of 30,000 items does not hold everybody up.
REBUILT_AT_ONCE = 200


@transaction.atomic(savepoint=False)
def project(touched: Iterable[int], dependents: Iterable[int] = ()) -> int:
    """Make the published copies of `touched` true now, and soon those that show them.

    Returns the number of changes. Up to REBUILT_AT_ONCE dependents are rebuilt here. Whoever asks
    inside a transaction loses all of it when this raises.
    """
    concerned = _concerned(set(touched))
    pending = set(dependents)
    if not concerned and not pending:
        return 0
    projection = Projection()
    projection.pending = pending
    projection.run(concerned)
    projection.run_pending(REBUILT_AT_ONCE)
    return projection.log.close()


@transaction.atomic
def rebuild(page_ids: Iterable[int]) -> int:
    """Write these pages' copies anew even where the row looks right; returns changes."""
    projection = Projection(force=True)
    projection.run(set(page_ids))
    projection.force = False
    projection.run_pending(REBUILT_AT_ONCE)
    return projection.log.close()


@transaction.atomic
def project_stale(limit: int = REBUILT_AT_ONCE) -> int:
    """Rebuild up to `limit` waiting pages; returns how many were taken from the queue."""
    if not stale.waiting():
        return 0
    projection = Projection()
    taken = stale.take(limit)
    projection.run(taken)
    projection.run_pending(0)
    projection.log.close()
    return len(taken)


def _concerned(page_ids: set[int]) -> set[int]:
    """Drafts that were never public concern nobody: saving one takes no lock."""
    if not page_ids:
        return set()
    pages = Page.objects.order_by()  # SQLite cannot unite ordered selections
    live = pages.filter(pk__in=page_ids, live=True).values_list("pk", flat=True)
    public = PublishedDocument.objects.filter(page_id__in=page_ids).values_list(
        "page_id", flat=True
    )
    due = DuePage.objects.filter(page_id__in=page_ids).values_list("page_id", flat=True)
    parents = pages.filter(pk__in=page_ids, numchild__gt=0).values_list("pk", flat=True)
    return set(live.union(public, due, parents))


class Projection:
    """One pass under the lock."""

    def __init__(self, *, force: bool = False) -> None:
        self.force = force
        self.log = ChangeLog()
        self.building = Building(clock.now())
        self.pending: set[int] = set()
        self.arrived: list[Copy] = []

    def run_pending(self, limit: int) -> None:
        """Rebuild up to `limit` dependents, and dependents of those; queue the rest."""
        seen: set[int] = set()
        while (waiting := sorted(self.pending - seen)) and len(seen) < limit:
            batch = set(waiting[: limit - len(seen)])
            seen |= batch
            self.pending -= batch
            self.run(batch)
        stale.queue(sorted(self.pending - seen))

    def run(self, page_ids: set[int]) -> None:
        """Bring these pages' copies up to date; what depends on them is marked stale."""
        documents = PublishedDocument.objects.in_bulk(list(page_ids), field_name="page_id")
        due: dict[int, datetime | None] = dict.fromkeys(page_ids)
        pages = self.building.load(page_ids)
        for page_id in sorted(page_ids - pages.keys()):
            if page_id in documents:
                self._withdraw(documents[page_id], gone=True)
        for page_id, page in sorted(pages.items()):
            copy = self.building.copy(page)
            due[page_id] = copy.window.next_moment
            self._bring_up_to_date(page, copy, documents.get(page_id))
        _remember_due(due)
        self._end_absences()

    def _bring_up_to_date(self, page: Page, copy: Copy, document: PublishedDocument | None) -> None:
        path_before = document.path if document else None
        if copy.parts is None:
            if document is not None:
                self._withdraw(document, gone=not copy.private)
        elif document is None or self.force or not copy.matches(document):
            self._upsert(document, copy)
        if page.numchild and path_before != copy.path:
            self.pending.update(self.building.misplaced_below(page, copy.path))

    def _upsert(self, document: PublishedDocument | None, copy: Copy) -> None:
        moved = document is None or document.path != copy.path
        ref_changed = document is None or document.ref_hash != copy.ref_hash
        card_changed = document is None or document.card_hash != copy.card_hash
        if document is not None and moved:
            FormerPath.objects.update_or_create(
                path=document.path, defaults={"key": copy.key, "locale": copy.locale}
            )
        is_new = document is None
        document = document or PublishedDocument(page_id=copy.page_id)
        copy.write_to(document)
        document.version = self.log.append(
            Change.Op.UPSERT, kind=copy.kind, key=copy.key, locale=copy.locale
        )
        document.save()
        body = PublishedBody(document=document, detail=copy.detail, card=copy.card, ref=copy.ref)
        body.save(force_insert=is_new)
        _replace_dependencies(document, copy.dependencies, is_new=is_new)
        self._tell_dependents(copy.key, ref=ref_changed, card=card_changed)
        if moved:
            self.arrived.append(copy)
            self._tell_translations(copy.key, copy.page_id)

    def _end_absences(self) -> None:
        """What arrived is neither withdrawn nor is its path another's former one."""
        keys: dict[str, list[UUID]] = defaultdict(list)
        for copy in self.arrived:
            keys[copy.locale].append(copy.key)
        for locale, arrived in keys.items():
            Withdrawal.objects.filter(key__in=arrived, locale=locale).delete()
        FormerPath.objects.filter(path__in=[copy.path for copy in self.arrived]).delete()
        self.arrived.clear()

    def _withdraw(self, document: PublishedDocument, *, gone: bool) -> None:
        """Take a document out of public; `gone` leaves a tombstone, privacy leaves no trace."""
        self.log.append(
            Change.Op.WITHDRAW, kind=document.kind, key=document.key, locale=document.locale
        )
        Withdrawal.objects.filter(key=document.key, locale=document.locale).delete()
        if gone:
            Withdrawal.objects.create(
                kind=document.kind,
                key=document.key,
                locale=document.locale,
                slug=document.slug,
                path=document.path,
                at=self.building.now,
            )
        document.delete()
        self._tell_dependents(document.key, ref=True, card=True)
        self._tell_translations(document.key, document.page_id)

    def _tell_dependents(self, key: UUID, *, ref: bool, card: bool) -> None:
        self.building.copies.forget(key)
        faces = [f"{face}:{key}" for face, changed in (("ref", ref), ("card", card)) if changed]
        if faces:
            self.pending.update(stale.dependents(faces))

    def _tell_translations(self, key: UUID, page_id: int) -> None:
        """Every translation names its alternates."""
        siblings = PublishedDocument.objects.filter(key=key).exclude(page_id=page_id)
        self.pending.update(siblings.values_list("page_id", flat=True))


def _replace_dependencies(document: PublishedDocument, wanted: set[str], *, is_new: bool) -> None:
    known = set() if is_new else set(document.dependencies.values_list("on", flat=True))
    if lost := known - wanted:
        document.dependencies.filter(on__in=lost).delete()
    Dependency.objects.bulk_create(
        Dependency(document=document, on=on) for on in sorted(wanted - known)
    )


def _remember_due(due: dict[int, datetime | None]) -> None:
    """When each of these pages' copies changes by itself; None for those that do not."""
    DuePage.objects.filter(page_id__in=[one for one, at in due.items() if at is None]).delete()
    for page_id, at in due.items():
        if at is not None:
            DuePage.objects.update_or_create(page_id=page_id, defaults={"at": at})
