"""Writes published copies, their withdrawals and the change log, and notes who must follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.core.batches import batches
from cms.publication.copies import stale
from cms.publication.copies.addresses import readdress
from cms.publication.copies.building import Copy
from cms.publication.copies.context import PublishedCopies
from cms.publication.log.change_log import ChangeLog
from cms.publication.models import (
    Change,
    Dependency,
    DuePage,
    FormerPath,
    PublishedBody,
    PublishedDocument,
    Withdrawal,
)


class Writer:
    """One pass under the change lock. `pending` are pages to be built again, in their order."""

    def __init__(self, *, now: datetime, copies: PublishedCopies) -> None:
        self.log = ChangeLog()
        self.pending: dict[int, None] = {}
        self._now = now
        self._copies = copies
        self._arrived: list[Copy] = []

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """What is written inside is rolled back and forgotten when it raises."""
        mark, pending, arrived = self.log.mark(), dict(self.pending), len(self._arrived)
        try:
            with transaction.atomic():
                yield
        except Exception:
            self.log.undo(mark)
            self.pending = pending
            del self._arrived[arrived:]
            self._copies.forget_all()
            raise

    def wait(self, page_ids: Iterable[int]) -> None:
        """These are to be built again, after those that wait already."""
        self.pending.update(dict.fromkeys(sorted(page_ids)))

    def upsert(self, document: PublishedDocument | None, copy: Copy) -> None:
        """Write a page's copy and its change; who shows what changed in it must follow."""
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
        self._copies.forget(copy.key)
        parts = (("ref", ref_changed), ("card", card_changed))
        self._tell(f"{part}:{copy.key}" for part, changed in parts if changed)
        if moved:
            self._arrived.append(copy)
            self._tell_translations([copy.key], [copy.page_id])

    def withdraw(self, documents: Iterable[PublishedDocument], *, private: set[int]) -> None:
        """Take documents out of public, whatever their number, by a few statements.

        Each leaves a tombstone, except those of the `private` pages: privacy leaves no trace.
        """
        for some in batches(documents):
            self._withdraw(some, private)

    def _withdraw(self, documents: list[PublishedDocument], private: set[int]) -> None:
        for one in documents:
            self.log.append(Change.Op.WITHDRAW, kind=one.kind, key=one.key, locale=one.locale)
            self._copies.forget(one.key)
        for locale, keys in _by_locale(documents).items():
            Withdrawal.objects.filter(key__in=keys, locale=locale).delete()
        Withdrawal.objects.bulk_create(
            Withdrawal(
                kind=one.kind,
                key=one.key,
                locale=one.locale,
                slug=one.slug,
                path=one.path,
                at=self._now,
            )
            for one in documents
            if one.page_id not in private
        )
        PublishedDocument.objects.filter(pk__in=[one.pk for one in documents]).delete()
        self._tell(f"{face}:{one.key}" for one in documents for face in ("ref", "card"))
        self._tell_translations([one.key for one in documents], [one.page_id for one in documents])

    def readdress(self, page: Page) -> None:
        """Everything published below `page` answers where it is now; the rest follows."""
        for some in batches(readdress(page)):
            self.wait(one.page_id for one in some)
            self._tell_translations([one.key for one in some], [one.page_id for one in some])

    def end_absences(self) -> None:
        """What arrived is neither withdrawn nor is its path another's former one."""
        for locale, keys in _by_locale(self._arrived).items():
            Withdrawal.objects.filter(key__in=keys, locale=locale).delete()
        if self._arrived:
            FormerPath.objects.filter(path__in=[copy.path for copy in self._arrived]).delete()
        self._arrived.clear()

    def _tell(self, changed: Iterable[str]) -> None:
        self.wait(stale.dependents(changed))

    def _tell_translations(self, keys: list[UUID], page_ids: list[int]) -> None:
        """Every translation names its alternates."""
        siblings = PublishedDocument.objects.filter(key__in=keys).exclude(page_id__in=page_ids)
        self.wait(siblings.values_list("page_id", flat=True))


def remember_due(due: dict[int, datetime | None]) -> None:
    """When each of these pages' copies changes by itself; None for those that do not."""
    never = [page_id for page_id, at in due.items() if at is None]
    if never:
        DuePage.objects.filter(page_id__in=never).delete()
    DuePage.objects.bulk_create(
        [DuePage(page_id=page_id, at=at) for page_id, at in due.items() if at is not None],
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["at"],
    )


def _by_locale(ones: Iterable[Copy | PublishedDocument]) -> dict[str, list[UUID]]:
    keys: dict[str, list[UUID]] = defaultdict(list)
    for one in ones:
        keys[one.locale].append(one.key)
    return keys


def _replace_dependencies(document: PublishedDocument, wanted: set[str], *, is_new: bool) -> None:
    known = set() if is_new else set(document.dependencies.values_list("on", flat=True))
    if lost := known - wanted:
        document.dependencies.filter(on__in=lost).delete()
    Dependency.objects.bulk_create(
        Dependency(document=document, on=on) for on in sorted(wanted - known)
    )
