"""What a text is shown with before anything has happened: each variable's sample."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from cms.notifications.events import Event
from cms.notifications.plain_values import plain


def sample(event: Event, locale: str) -> dict[str, Any]:
    """All that a text of this event may say, in the words of a language."""
    with override(locale):
        zone = ZoneInfo(settings.TIME_ZONE)
        return {variable.name: plain(variable.sample, zone) for variable in event.told}
