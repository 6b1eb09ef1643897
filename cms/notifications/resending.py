"""What is done with mail that failed: it is tried again, or dismissed."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cms.core import clock
from cms.core.batches import batches
from cms.notifications.models import Message
from cms.notifications.outbox import slot_of
from cms.notifications.sending import wait_again


def failed() -> QuerySet[Message]:
    """What was given up."""
    return Message.objects.filter(state=Message.State.FAILED)


@transaction.atomic
def retry(pk: UUID) -> bool:
    """Give it all its attempts again; False when it is not failed (any more).

    Where a newer one of its series waits, that one is sent in its place.
    """
    message = failed().select_for_update().filter(pk=pk).first()
    if message is None:
        return False
    message.attempts, message.retry_at = 0, clock.now()
    wait_again(message)
    return True


def retry_all() -> int:
    """All of it; returns how many that were. Some thousands take some dozens of statements."""
    known = failed().order_by("-created_at").values_list("pk", flat=True)
    return sum(_retry_some(some) for some in batches(list(known)))


def _retry_some(pks: list[UUID]) -> int:
    try:
        with transaction.atomic():
            return _put_back(list(failed().select_for_update().filter(pk__in=pks)))
    except IntegrityError:  # a newer one of a series came while we looked
        return sum(retry(pk) for pk in pks)


def _put_back(rows: list[Message]) -> int:
    """As `retry` does with each. Of a series the newest has the place, if it is free."""
    rows.sort(key=lambda row: row.created_at, reverse=True)
    for row in rows:
        row.state, row.attempts, row.retry_at = Message.State.WAITING, 0, clock.now()
        row.slot = slot_of(str(row.user_id or row.address), row.series)
    slots = {row.slot for row in rows if row.slot}
    taken = set(Message.objects.filter(slot__in=slots).values_list("slot", flat=True))
    back: list[Message] = []
    gone: list[Message] = []
    for row in rows:
        (gone if row.slot in taken else back).append(row)
        if row.slot:
            taken.add(row.slot)
    Message.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Message.objects.bulk_update(back, ["state", "attempts", "retry_at", "slot"])
    return len(rows)


def dismiss(pk: UUID) -> bool:
    """Forget it; False when it is not failed (any more)."""
    deleted, _rows = failed().filter(pk=pk).delete()
    return bool(deleted)
