"""The daily mail: what somebody chose to be told all together, in one.

Due is what was held before the last time the clock struck DIGEST_HOUR, in the site's time zone: a
worker that was down at that moment makes up for it.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from cms.accounts.models import User
from cms.core import clock
from cms.notifications.digest_event import DIGEST
from cms.notifications.letters import Letter, letter_of
from cms.notifications.models import Message
from cms.notifications.outbox import notify
from cms.notifications.sending import is_told_already

State = Message.State
logger = logging.getLogger(__name__)
TURN = 20  # people, then the job is asked again
MOST = 100  # mails in one digest; the next one holds the rest


def last_struck() -> datetime:
    """When it was last time for the digest."""
    now = localtime(clock.now())
    today = now.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def write_digests() -> int:
    """Write the digests that are due to the outbox; returns how many people that concerns."""
    struck = last_struck()
    due = Message.objects.filter(state=State.HELD, created_at__lt=struck)
    people = due.order_by("user_id").values_list("user_id", flat=True).distinct()[:TURN]
    for user_id in people:
        _write(user_id, struck)
    return len(people)


@transaction.atomic
def _write(user_id: int, struck: datetime) -> None:
    """One transaction: what the digest holds is held no longer.

    What a series has had is not told again. What cannot be worded is sent by itself, and fails
    where that is seen.
    """
    held = Message.objects.filter(state=State.HELD, user_id=user_id, created_at__lt=struck)
    lock = held.select_for_update(skip_locked=True, of=("self",))
    found = list(lock.select_related("user").order_by("created_at")[:MOST])
    rows = [row for row in found if not is_told_already(row)]
    Message.objects.filter(pk__in={row.pk for row in found} - {row.pk for row in rows}).delete()
    letters = {row.pk: said for row in rows if (said := _said(row))}
    Message.objects.filter(pk__in=[row.pk for row in rows if row.pk not in letters]).update(
        state=State.WAITING
    )
    if not letters:
        return
    entries = [{"subject": one.subject, "text": one.text} for one in letters.values()]
    told = {"day": localtime(clock.now()).date(), "entries": entries}
    notify(event=DIGEST.code, to=User.objects.filter(pk=user_id), context=told)
    Message.objects.filter(pk__in=letters).update(
        state=State.SENT, slot=None, sent_at=clock.now(), context={}
    )


def _said(message: Message) -> Letter | None:
    try:
        return letter_of(message)
    except Exception:
        logger.warning("Mail %s (%s) cannot be worded", message.pk, message.event, exc_info=True)
        return None
