"""A kind of mail to try things with, as a room above would register it."""

import pytest

from cms.notifications import events
from cms.notifications.events import Event, Variable

TITLE = Variable("title", "the item", "Une nuit au musée")


def kind(code: str, **facts: object) -> Event:
    facts = {"variables": (TITLE,), "subject": "{{ title }}", "body": "About {{ title }}."} | facts
    return events.register(Event(code=code, label=code.capitalize(), **facts))


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Event]:
    """`told` is sent once of a series, `again` each time, `needed` cannot be refused."""
    monkeypatch.setattr(events, "_events", dict(events._events))
    return {
        "told": kind("told"),
        "again": kind("again", repeatable=True),
        "needed": kind("needed", required=True),
    }
