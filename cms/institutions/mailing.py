"""Kinds of mail and how one is sent; stands where the portal's outbox comes to stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.template import Context, Template
from django.utils.translation import override

from cms.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


@dataclass(frozen=True)
class Variable:
    name: str
    label: "Words"
    sample: Any


@dataclass(frozen=True)
class Event:
    code: str
    label: "Words"
    subject: "Words"
    body: "Words"
    variables: tuple[Variable, ...] = ()
    required: bool = False
    repeatable: bool = False
    shown_to: Callable[[Any], bool] = bool


_events: dict[str, Event] = {}


def register(event: Event) -> Event:
    return _events.setdefault(event.code, event)


def notify(
    *,
    event: str,
    to: Iterable[User | str],
    context: Mapping[str, Any] | None = None,
    series: str = "",
    locale: str | None = None,
) -> int:
    kind, sent = _events[event], 0
    assert {one.name for one in kind.variables} == set(context or {}), event
    for one in to:
        address = one if isinstance(one, str) else one.email
        if not address:
            continue
        name = "" if isinstance(one, str) else one.display_name
        told = Context({**(context or {}), "name": name, "site": "Coulisses"}, autoescape=False)
        with override(locale):
            subject = Template(str(kind.subject)).render(told)
            EmailMessage(subject, Template(str(kind.body)).render(told), to=[address]).send()
        sent += 1
    return sent
