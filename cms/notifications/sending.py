"""The worker's part: what waits in the outbox is handed to the mail server, one by one.

    WAITING ──claim──▶ SENDING ──▶ SENT
      ▲                   │ refused, or its worker died
      └──────retry_at─────┤ attempts left
                          └▶ FAILED: in the report “Mail that failed”, until retried or dismissed

Claiming, sending and noting are three steps: no transaction is open while the mail server is spoken
to, so that a slow one holds no lock. Whoever claims a message is alone with it. A worker killed
between sending and noting has that one message sent again, with the same Message-ID.

A server that cannot be reached, or lets nobody in, is no message's fault: nothing is claimed, the
job comes again within a minute, and nothing is given up.
"""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from cms.core import clock
from cms.core.database import insist
from cms.core.processes import is_running, this_process
from cms.core.task_queue import asked_to_stop
from cms.notifications.events import get
from cms.notifications.letters import mail_of
from cms.notifications.models import Message
from cms.notifications.outbox import slot_of

logger = logging.getLogger(__name__)
State = Message.State

TURN = 50  # messages, then the job is asked again
# A worker of another machine that has had a message for so long has died: each step of speaking to
# a server may take EMAIL_TIMEOUT, and there are a dozen of them.
LEASE = timedelta(minutes=10)
PERMANENT = 500  # RFC 5321, 4.2.1: from here on the server will never take it


class WorkerDied(Exception):
    """The worker ended while it sent the message."""


def send_waiting() -> int:
    """A turn; returns how many messages were tried. Raises where the server cannot be reached."""
    take_back()
    if not Message.objects.due().exists():  # an idle worker speaks to nobody
        return 0
    tried = 0
    connection = get_connection(settings.MAIL_DELIVERY)
    try:
        while tried < TURN and not asked_to_stop.is_set():
            connection.open()
            message = claim()
            if message is None:
                break
            tried += 1
            if not _send(message, connection):
                _hang_up(connection)
    finally:
        _hang_up(connection)
    return tried


def claim() -> Message | None:
    """The next message whose turn it is, now this worker's; None where there is none."""
    while True:
        with transaction.atomic():
            due = Message.objects.due().select_for_update(skip_locked=True, of=("self",))
            message = due.first()
            if message is None:
                return None
            if is_told_already(message):
                message.delete()
                continue
            message.state, message.slot = State.SENDING, None
            message.claimed_at, message.claimed_by = clock.now(), this_process()
            message.save()
            return message


def is_told_already(message: Message) -> bool:
    """Whether this one's series has had its mail of this kind; or the account was closed since."""
    if message.user and not (message.user.is_active and message.user.email):
        return True
    if not message.series or _is_repeatable(message.event):
        return False
    before = Message.objects.filter(
        event=message.event, series=message.series, user=message.user, address=message.address
    )
    return before.filter(state__in=[State.SENDING, State.SENT]).exists()


def _is_repeatable(code: str) -> bool:
    try:
        return get(code).repeatable
    except LookupError:
        return True  # it fails by itself, and says why


def _send(message: Message, connection: BaseEmailBackend) -> bool:
    """Send it and note how that ended; whether the connection is good for the next one."""
    try:
        connection.send_messages([mail_of(message)])
    except Exception as error:
        logger.warning("Mail %s (%s) was not sent", message.pk, message.event, exc_info=True)
        failure = error  # which Python forgets at the end of the block
        insist(lambda: note_failure(message, failure))
        return False
    insist(lambda: _note_sent(message))
    return True


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):
        connection.close()


@contextmanager
def _still_ours(message: Message) -> Iterator[bool]:
    """Whether nobody took the message for a dead worker's since it was claimed."""
    with transaction.atomic():
        ours = Message.objects.filter(
            pk=message.pk, state=State.SENDING, claimed_at=message.claimed_at
        )
        yield ours.select_for_update().exists()


def _note_sent(message: Message) -> None:
    with _still_ours(message) as ours:
        if ours:
            message.state, message.sent_at, message.error = State.SENT, clock.now(), ""
            message.context = {}
            message.save()


def note_failure(message: Message, error: BaseException) -> None:
    """It is tried again later, or given up; where a newer one of its series waits, forgotten."""
    with _still_ours(message) as ours:
        if not ours:
            return
        message.note_failure(error)
        if message.attempts >= settings.MAIL_ATTEMPTS or is_permanent(error):
            message.state = State.FAILED
            message.save()
        else:
            wait_again(message)


def wait_again(message: Message) -> bool:
    """Put it back into the outbox; False where a newer one of its series has its place, and it is
    gone."""
    key = str(message.user_id or message.address)
    message.state, message.slot = State.WAITING, slot_of(key, message.series)
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        message.delete()
        return False
    return True


def is_permanent(error: BaseException) -> bool:
    """Whether the server said that it will never take mail for this recipient."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _words in error.recipients.values())


def take_back() -> int:
    """Messages whose worker died while it sent them; returns how many. The attempt counts."""
    left = [
        message
        for message in Message.objects.filter(state=State.SENDING)
        if message.claimed_at is None
        or message.claimed_at < clock.now() - LEASE
        or is_running(message.claimed_by) is False
    ]
    for message in left:
        died = WorkerDied("The worker ended before it was known whether the mail was sent.")
        logger.warning("Mail %s (%s) is taken back", message.pk, message.event)
        note_failure(message, died)
    return len(left)
