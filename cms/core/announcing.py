"""What was rolled back is not announced."""

from django.contrib.messages.storage import default_storage
from django.http import HttpRequest


def unsay(request: HttpRequest) -> None:
    """Drops the messages this request has queued; those from before are still to be shown."""
    request._messages = default_storage(request)  # type: ignore[attr-defined]
