"""What people are written to about: each kind of mail is declared once, by the room it tells of.

Rooms register theirs in `AppConfig.ready()`; a person chooses per kind (`preferences`), a moderator
words it per language (`MailText`), and `outbox.notify` names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


def everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class Variable:
    """What a text may say in `{{ name }}`; `sample` is what the preview shows in its place.

    A sample is of the shape that `notify` is given: text, a number, a date, a list of dicts …
    No text of the mail does without a `needed` one: the link that is all its reader has.
    """

    name: str
    label: "Words"
    sample: Any
    needed: bool = False


# What every text may say besides the variables of its event.
COMMON = (
    Variable("name", _("who the mail is for"), "Irina"),
    Variable("site", _("the name of the site"), "Coulisses"),
)


@dataclass(frozen=True)
class Event:
    """A kind of mail: its default wording, and what that may say.

    `subject` and `body` are marked for translation where they are declared and written in the
    language of `wording`: `{{ title }}`, `{% if note %}…{% endif %}`, `{% for … %}`.
    A `required` kind cannot be unsubscribed from, nor put off to the digest. Of a series a kind is
    sent once; a `repeatable` one again each time. `shown_to` says whose account offers the choice.
    """

    code: str
    label: "Words"
    subject: "Words"
    body: "Words"
    variables: tuple[Variable, ...] = ()
    required: bool = False
    repeatable: bool = False
    shown_to: Callable[[Any], bool] = everybody

    @property
    def names(self) -> frozenset[str]:
        """The variables `notify` must be given."""
        return frozenset(variable.name for variable in self.variables)

    @property
    def told(self) -> tuple[Variable, ...]:
        """All that a text may say."""
        return (*self.variables, *COMMON)


_events: dict[str, Event] = {}


def register(event: Event) -> Event:
    """Raises ImproperlyConfigured where another event has the code."""
    if _events.setdefault(event.code, event) is not event:
        raise ImproperlyConfigured(f"Two kinds of mail are called {event.code!r}.")
    return event


def get(code: str) -> Event:
    """Raises LookupError for a kind nobody registered."""
    if code not in _events:
        raise LookupError(f"There is no kind of mail {code!r}; there are: {', '.join(_events)}.")
    return _events[code]


def events() -> list[Event]:
    """All kinds, as they were registered."""
    return list(_events.values())
