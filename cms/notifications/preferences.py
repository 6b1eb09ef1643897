"""Who wants which kind of mail: at once, in the daily digest, or not at all."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from cms.accounts.models import User
from cms.notifications.digest_event import DIGEST
from cms.notifications.events import Event, events, get
from cms.notifications.models import Preference
from cms.notifications.recipients import Recipient

Delivery = Preference.Delivery


def deliveries(event: Event, to: Iterable[Recipient]) -> dict[str, str]:
    """How each recipient, by key, gets a kind of mail. A required kind comes at once."""
    found = {one.key: Delivery.AT_ONCE.value for one in to}
    if event.required or not found:
        return found
    people = [one.user_id for one in to if one.user_id]
    addresses = [one.address for one in to if one.address]
    chosen = Preference.objects.filter(
        Q(user__in=people) | Q(user=None, address__in=addresses), event=event.code
    )
    for user_id, address, delivery in chosen.values_list("user_id", "address", "delivery"):
        found[str(user_id or address)] = delivery
    return found


def offered(user: User) -> list[Event]:
    """The kinds a person chooses about."""
    return [one for one in events() if one is not DIGEST and one.shown_to(user)]


def chosen(user: User) -> dict[str, str]:
    """What the person chose, by event; what is missing comes at once."""
    return dict(Preference.objects.filter(user=user).values_list("event", "delivery"))


@transaction.atomic
def choose(*, user: User, deliveries: Mapping[str, str]) -> None:
    """Keep what a person chose, by event. Raises ValueError for a required kind."""
    for code, delivery in deliveries.items():
        if get(code).required and delivery != Delivery.AT_ONCE:
            raise ValueError(f"Nobody does without {code!r}.")
        if delivery == Delivery.AT_ONCE:
            Preference.objects.filter(user=user, event=code).delete()
        else:
            Preference.objects.update_or_create(
                user=user, event=code, defaults={"delivery": delivery}
            )


@transaction.atomic
def unsubscribe(*, user: User | None, address: str, event: Event) -> None:
    """From now on none of this kind. Of the digest: none of the kinds it was to hold.

    Raises ValueError for a required kind.
    """
    if event.required:
        raise ValueError(f"Nobody does without {event.code!r}.")
    if event is DIGEST:
        held = Preference.objects.filter(user=user, address=address)
        held.filter(delivery=Delivery.DIGEST).update(delivery=Delivery.NEVER)
        return
    Preference.objects.update_or_create(
        user=user, address=address, event=event.code, defaults={"delivery": Delivery.NEVER}
    )
