"""Appends to the change log: numbers are handed out under a lock that is kept until commit."""

from uuid import UUID

from cms.core import clock
from cms.publication.models import Change, ChangeNumber


class ChangeLog:
    """Holds the lock from the moment it is made until the surrounding transaction commits."""

    def __init__(self) -> None:
        counter = ChangeNumber.objects.select_for_update().filter(pk=1)
        number = counter.first()
        if number is None:
            ChangeNumber.objects.get_or_create(pk=1)
            number = counter.get()
        self._number = number
        self._changes: list[Change] = []

    def append(self, op: Change.Op, *, kind: str, key: UUID, locale: str) -> int:
        """Note one change and return its number."""
        seq = self._number.value + len(self._changes) + 1
        self._changes.append(
            Change(seq=seq, op=op, kind=kind, key=key, locale=locale, at=clock.now())
        )
        return seq

    def close(self) -> int:
        """Write what was noted; returns how many changes."""
        if self._changes:
            Change.objects.bulk_create(self._changes)
            self._number.value = self._changes[-1].seq
            self._number.save(update_fields=["value"])
        return len(self._changes)


def last_number() -> int:
    """The number of the latest committed change; 0 before the first."""
    return ChangeNumber.objects.values_list("value", flat=True).filter(pk=1).first() or 0
