"""`notify`: a mail to somebody, written in the transaction of what it tells of.

Rolled back with it, it was never sent. Of several mails of one series that wait for one recipient
the newest is sent; the worker sends them (`sending`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override

from cms.accounts.models import User
from cms.notifications.events import Event, get
from cms.notifications.models import SERIES_LENGTH, Message, Preference
from cms.notifications.plain_values import plain
from cms.notifications.preferences import deliveries
from cms.notifications.recipients import Recipient, recipients, zone_of

# What a newer message of a series writes over the one that waits.
REPLACED = [
    *("event", "locale", "context", "state", "created_at", "retry_at"),
    *("attempts", "error", "failed_since", "tried_at"),
]


def notify(
    *,
    event: str,
    to: Iterable[User | str],
    context: Mapping[str, Any] | None = None,
    series: str = "",
    locale: str | None = None,
) -> int:
    """Write to each of `to` once; returns how many messages that are.

    `context` has exactly the variables of the event. `series` names what the mail is about
    ("page:12"): what waits of it is replaced, and an event that is not repeatable is sent once of
    it. `locale` is for those who have chosen none. Whoever wants none of this kind gets none.

    Raises LookupError for an unknown event, ValueError for a context that is not the event's,
    TypeError for a value that is no plain one, ValidationError for an address that is none.
    """
    kind = get(event)
    told = dict(context or {})
    if told.keys() != kind.names:
        raise ValueError(
            f"Mail {event!r} is told {sorted(kind.names)}, and was given {sorted(told)}."
        )
    if len(series) > SERIES_LENGTH:
        raise ValueError(f"The series {series!r} is longer than {SERIES_LENGTH} characters.")
    known = recipients(to, locale)
    if not known:
        return 0
    wanted = deliveries(kind, known)
    rows = [
        _row(kind, one, told, series, wanted[one.key])
        for one in known
        if wanted[one.key] != Preference.Delivery.NEVER
    ]
    rows.sort(key=lambda row: row.slot or "")  # one order, so that nobody waits in a circle
    Message.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slot"], update_fields=REPLACED
    )
    return len(rows)


def _row(
    event: Event, to: Recipient, context: Mapping[str, Any], series: str, delivery: str
) -> Message:
    with override(to.locale):
        told = plain(context, zone_of(to))
    held = delivery == Preference.Delivery.DIGEST
    return Message(
        event=event.code,
        user_id=to.user_id,
        address=to.address,
        locale=to.locale,
        context=told,
        series=series,
        slot=slot_of(to.key, series),
        state=Message.State.HELD if held else Message.State.WAITING,
    )


def slot_of(recipient: str, series: str) -> str | None:
    """What unsent messages of a series to one recipient share; None of no series."""
    if not series:
        return None
    return hashlib.sha256(f"{recipient}\n{series}".encode()).hexdigest()
