"""What every kind of mail must hold at start: its own words can be said."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import TemplateSyntaxError

from cms.notifications.events import Event, events
from cms.notifications.letters import default_wording
from cms.notifications.samples import sample
from cms.notifications.texts import missing
from cms.notifications.wording import check


def check_wording(**kwargs: Any) -> list[CheckMessage]:
    """Each kind's default wording renders in each language of the interface."""
    return [
        Error(
            f"Mail {event.code!r} cannot be worded in {locale!r}: {error}", id="notifications.E001"
        )
        for event in events()
        for locale, _label in settings.LANGUAGES
        for error in _faults(event, locale)
    ]


def _faults(event: Event, locale: str) -> Iterator[str]:
    wording = default_wording(event, locale)
    for text in (wording.subject, wording.body):
        try:
            check(text, sample(event, locale))
        except TemplateSyntaxError as error:
            yield str(error)
    yield from (f"it does not say {name!r}" for name in missing(event, wording.body))
