"""The catalogue in memory, and how it follows the change log."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import numpy as np

from cms.catalogue import reading
from cms.catalogue.moments import NEVER, day_of, midnight
from cms.catalogue.reading import Batch
from cms.catalogue.references import References
from cms.catalogue.table import Table
from cms.catalogue.views import Scope, View
from cms.publication.log.change_log import last_number
from cms.publication.models import Change, PublishedDocument

# Following the log costs more than reading everything from about here on.
MOST_CHANGES = 20_000
# From so many documents on, views are computed anew instead of patched.
MOST_PATCHED = 2_000
# Views beyond those that are asked for all the time.
MOST_VIEWS = 64

Translation = tuple[bytes, str]
# A change by which the log is recognised: its number, document and time.
Landmark = tuple[int, UUID, str, Any]


class Snapshot:
    """The public documents as of change `version`, or later for some of them.

    Not safe for use by several threads at once: the catalogue holds a lock around it.
    """

    def __init__(self) -> None:
        self.table = Table()
        self.references = References()
        self.version = 0
        self.next_end = NEVER
        self._landmark: Landmark | None = None
        self._views: dict[Scope, View] = {}
        # What was asked since the last change, by the question's key.
        self.answers: dict[Any, Any] = {}

    @classmethod
    def load(cls) -> "Snapshot":
        """Read everything; its number first, since a change applied twice does no harm."""
        snapshot = cls()
        snapshot.version = last_number()
        snapshot._landmark = _changes().filter(seq=snapshot.version).first()
        with _no_collection():
            snapshot.table.fill(snapshot._read(), PublishedDocument.objects.count())
        snapshot._look_ahead()
        _give_back()
        return snapshot

    def _read(self) -> Any:
        for batch in reading.everything():
            self.references.put(batch)
            yield batch

    def view(self, scope: Scope) -> View:
        """What is listed in a scope; computed at its first use."""
        view = self._views.get(scope)
        if view is None:
            if len(self._views) >= MOST_VIEWS:
                self._views.pop(next(iter(self._views)))
            view = self._views[scope] = View(self.table, scope)
        return view

    def follow(self, target: int) -> bool:
        """Apply the changes since `version`; False when only reading everything anew helps.

        That is when the log went back (a restored backup, a test's rollback), when it was cut, or
        when it has grown very long meanwhile.
        """
        if target == self.version:
            return True
        newer = list(_changes().filter(seq__gte=self.version).order_by("seq")[: MOST_CHANGES + 2])
        if not self._continues(newer, target):
            return False
        fresh = [change for change in newer if change[0] > self.version]
        changed = {(key.bytes, locale) for _, key, locale, _ in fresh}
        keys = dict.fromkeys(key for _, key, _, _ in fresh)
        self._apply(changed, [batch.only(changed) for batch in reading.documents_of(keys)])
        self.answers.clear()
        self._landmark = newer[-1]
        self.version = newer[-1][0]
        return True

    def _continues(self, newer: list[Landmark], target: int) -> bool:
        numbers = [change[0] for change in newer]
        if not numbers or numbers[-1] < target or len(numbers) > MOST_CHANGES:
            return False
        if self._landmark is None:
            return self.version == 0 and numbers == list(range(1, len(numbers) + 1))
        return newer[0] == self._landmark and numbers == list(
            range(self.version, self.version + len(numbers))
        )

    def sweep(self, now: float) -> None:
        """Take out what is past its public time, before whoever should withdraw it comes round."""
        if now >= self.next_end:
            self._apply(set(self.table.expired(now)), [])
            self._look_ahead()

    def moment(self, now: float) -> int:
        """The last moment at which time alone changed what timed questions find.

        That is when a day began, or an occurrence was over: all questions until the next such
        moment have one answer.
        """
        return max(self.table.column("occurrences").last_end(int(now)), midnight(day_of(now)))

    def _look_ahead(self) -> None:
        ends = self.table.until.data
        self.next_end = int(ends.min()) if len(ends) else NEVER

    def _apply(self, changed: set[Translation], batches: list[Batch]) -> None:
        if not changed:
            return
        self.answers.clear()
        if len(changed) > MOST_PATCHED:
            self._views.clear()
        groups = self.table.groups_of(key for key, _ in changed)
        before = {view: view.rows_of(groups) for view in self._views.values()}
        rewritten = [self.table.remove(changed)]
        for key, locale in changed:
            self.references.drop(key, locale)
        for batch in batches:
            if len(batch):
                rewritten.append(self.table.add(batch))
                self.references.put(batch)
                self.next_end = min(self.next_end, int(batch.until.min()))
        for view, rows in before.items():
            view.patch(rows, view.rows_of(groups), np.concatenate(rewritten))
        self.table.tidy()

    @property
    def nbytes(self) -> int:
        """Bytes held by columns, views and orders."""
        return self.table.nbytes + sum(view.nbytes for view in self._views.values())


def _changes() -> Any:
    return Change.objects.values_list("seq", "key", "locale", "at")


def _give_back() -> None:
    """Reading everything takes more than is kept; glibc gives the rest back only when asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of short-lived lists make Python look for cycles again and again: half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
