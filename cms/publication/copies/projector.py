"""Makes published copies true: what a unit of work touched at once, what waits in small bites.

It reads what is committed, under the lock that hands out change numbers: whoever publishes next
sees everything published before, so two editors who rename an institution and its category at once
cannot overwrite each other's half, and commit order is number order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Page

from cms.core import clock
from cms.core.batches import batches
from cms.core.database import UNAVAILABLE
from cms.publication.copies import stale
from cms.publication.copies.addresses import documents_below, is_misplaced, unpublished_below
from cms.publication.copies.building import Building, Sight
from cms.publication.copies.writing import Writer, remember_due
from cms.publication.models import DuePage, PublishedDocument, StalePage

# How many pages are built under the change lock besides those that are being published. The rest
# is left to the worker, so that renaming a category of 30,000 items does not hold everybody up.
REBUILT_AT_ONCE = 50


@dataclass
class Work:
    """Pages a unit of work names, by what must be true of them when it commits."""

    # Published now: their copies are written, or nothing is.
    published: set[int] = field(default_factory=set)
    # Changed: taken out of public if they have to be; built again now or soon.
    touched: set[int] = field(default_factory=set)
    # As touched, with everything below them.
    trees: set[int] = field(default_factory=set)
    # Show something that changed: built again now or soon.
    dependents: set[int] = field(default_factory=set)


@transaction.atomic(savepoint=False)
def project(work: Work) -> int:
    """Make the published copies true of what `work` names; returns the number of changes.

    Whoever asks inside a transaction loses all of it when a page that is being published cannot
    be built. Others that cannot are set aside, and tried again later.
    """
    published, touched = work.published, _concerned(work.touched - work.published)
    if not (published or touched or work.trees or work.dependents):
        return 0
    projection = Projection()
    if touched or work.trees:
        projection.settle(touched, work.trees)
    projection.run(published)
    projection.writer.wait(work.dependents - published)
    return projection.close(REBUILT_AT_ONCE)


@transaction.atomic
def rebuild(page_ids: Iterable[int]) -> int:
    """Write these pages' copies anew even where the row looks right; returns changes."""
    projection = Projection(force=True)
    projection.attempt(set(page_ids))
    projection.force = False
    return projection.close(REBUILT_AT_ONCE)


def project_stale() -> int:
    """Rebuild a few of the pages that wait; returns how many were tried."""
    if not stale.next_turns(1):
        return 0
    with transaction.atomic():
        projection = Projection()
        page_ids = stale.next_turns(REBUILT_AT_ONCE)
        projection.attempt(set(page_ids))
        projection.close(0)
    return len(page_ids)


def try_again(page_id: int) -> str:
    """Rebuild a page that waits, now; returns why it failed again, or nothing."""
    with transaction.atomic():
        projection = Projection()
        projection.attempt({page_id})
        projection.close(0)
    row = StalePage.objects.filter(page_id=page_id, attempts__gt=0).first()
    return row.error if row else ""


def _concerned(page_ids: set[int]) -> set[int]:
    """Drafts that were never public concern nobody: saving one takes no lock."""
    concerned: set[int] = set()
    for some in batches(page_ids):
        pages = Page.objects.order_by()  # SQLite cannot unite ordered selections
        live = pages.filter(pk__in=some, live=True).values_list("pk", flat=True)
        public = PublishedDocument.objects.filter(page_id__in=some)
        due = DuePage.objects.filter(page_id__in=some)
        parents = pages.filter(pk__in=some, numchild__gt=0).values_list("pk", flat=True)
        concerned |= set(
            live.union(
                public.values_list("page_id", flat=True),
                due.values_list("page_id", flat=True),
                parents,
            )
        )
    return concerned


class Projection:
    """One pass under the change lock, from when it is made until the transaction commits."""

    def __init__(self, *, force: bool = False) -> None:
        self.force = force
        self.building = Building(clock.now())
        self.writer = Writer(now=self.building.now, copies=self.building.copies)

    def settle(self, page_ids: set[int], trees: set[int]) -> None:
        """What concerns privacy and addresses, by whole sets; building is left to `close`."""
        roots = list(Page.objects.filter(pk__in=trees).select_related("locale"))
        below = {
            page_id
            for root in roots
            for page_id in documents_below(root).values_list("page_id", flat=True)
        }
        sight = self._hide(page_ids | below)
        self.writer.wait(sight.visible & page_ids)
        self._readdress(sight.parents & page_ids - trees)
        for root in roots:
            self.writer.readdress(root)
            self.writer.wait(self._hide(unpublished_below(root)).visible)

    def run(self, page_ids: set[int]) -> None:
        """Bring these pages' copies up to date; what depends on them is to follow.

        Raises what a builder raises.
        """
        if not page_ids:
            return
        sight = self._hide(page_ids)
        self._readdress(sight.parents)
        documents = PublishedDocument.objects.in_bulk(list(sight.visible), field_name="page_id")
        pages = self.building.load(sight.visible)
        due = {}
        for page_id, page in sorted(pages.items()):
            copy = self.building.copy(page)
            due[page_id] = copy.window.next_moment
            document = documents.get(page_id)
            if copy.parts is None:
                self.writer.withdraw([document] if document else [], private=set())
            elif document is None or self.force or not copy.matches(document):
                self.writer.upsert(document, copy)
        remember_due(due)
        stale.forget(page_ids)
        self.writer.end_absences()

    def attempt(self, page_ids: set[int]) -> None:
        """As `run`, but a page that cannot be built is set aside and keeps no other from it."""
        try:
            with self.writer.undoable():
                self.run(page_ids)
        except UNAVAILABLE:
            raise
        except Exception as error:
            if len(page_ids) == 1:
                stale.set_aside(min(page_ids), error)
                return
            for page_id in sorted(page_ids):
                self.attempt({page_id})

    def close(self, limit: int) -> int:
        """Build up to `limit` of the pages that are to follow, queue the rest, write the log."""
        pending = self.writer.pending
        while batch := list(pending)[:limit]:
            for page_id in batch:
                del pending[page_id]
            self.attempt(set(batch))
            pending = self.writer.pending
            limit -= len(batch)
        stale.queue(pending)
        return self.writer.log.close()

    def _hide(self, page_ids: Iterable[int]) -> Sight:
        """Withdraw what may not be public, without asking a builder; returns what is seen."""
        seen = Sight()
        for some in batches(page_ids):
            sight = self.building.sight(some)
            seen.add(sight)
            if hidden := set(some) - sight.visible:
                documents = PublishedDocument.objects.filter(page_id__in=hidden).order_by("pk")
                self.writer.withdraw(documents, private=sight.private)
                DuePage.objects.filter(page_id__in=hidden).delete()
                stale.forget(hidden)
        return seen

    def _readdress(self, parents: Iterable[int]) -> None:
        """Where one of these moved, what is published below it moves along."""
        for some in batches(parents):
            paths = dict(
                PublishedDocument.objects.filter(page_id__in=some).values_list("page_id", "path")
            )
            for page in Page.objects.filter(pk__in=some).select_related("locale"):
                if is_misplaced(page, paths.get(page.pk)):
                    self.writer.readdress(page)
