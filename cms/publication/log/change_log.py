"""Appends to the change log: numbers are handed out under a lock that is kept until commit."""

from uuid import UUID

from cms.core import clock
from cms.publication.models import Change, ChangeNumber

ROWS_AT_ONCE = 1000


def hold() -> ChangeNumber:
    """Take the change lock until the surrounding transaction ends: nobody publishes meanwhile.

    Under it the last number, the log and the published copies belong together. It comes after
    locks on pages and revisions and before any write to queues and copies (ADR 0006).
    """
    counter = ChangeNumber.objects.select_for_update().filter(pk=1)
    number = counter.first()
    if number is None:
        ChangeNumber.objects.get_or_create(pk=1)
        number = counter.get()
    return number


class ChangeLog:
    """Holds the lock from the moment it is made until the surrounding transaction commits."""

    def __init__(self) -> None:
        self._number = hold()
        self._changes: list[Change] = []

    def append(self, op: Change.Op, *, kind: str, key: UUID, locale: str) -> int:
        """Note one change and return its number."""
        seq = self._number.value + len(self._changes) + 1
        self._changes.append(
            Change(seq=seq, op=op, kind=kind, key=key, locale=locale, at=clock.now())
        )
        return seq

    def mark(self) -> int:
        """A point to go back to with `undo`."""
        return len(self._changes)

    def undo(self, mark: int) -> None:
        """Forget what was noted since `mark`: its rows were rolled back."""
        del self._changes[mark:]

    def close(self) -> int:
        """Write what was noted; returns how many changes."""
        if self._changes:
            Change.objects.bulk_create(self._changes, batch_size=ROWS_AT_ONCE)
            self._number.value = self._changes[-1].seq
            self._number.save(update_fields=["value"])
        return len(self._changes)


def last_number() -> int:
    """The number of the latest committed change; 0 before the first."""
    return ChangeNumber.objects.values_list("value", flat=True).filter(pk=1).first() or 0
