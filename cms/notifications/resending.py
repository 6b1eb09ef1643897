"""What is done with mail that failed: it is tried again, or dismissed."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cms.core import clock
from cms.notifications.models import Message
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


def dismiss(pk: UUID) -> bool:
    """Forget it; False when it is not failed (any more)."""
    deleted, _rows = failed().filter(pk=pk).delete()
    return bool(deleted)
