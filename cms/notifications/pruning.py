"""What is over is kept for a while only: it is also how a series is known to have had its mail."""

from datetime import timedelta

from django.conf import settings

from cms.core import clock
from cms.core.pruning import delete_some
from cms.notifications.models import Message

State = Message.State


def prune_messages() -> int:
    """Mail that was sent, and mail that failed, MAIL_KEPT_DAYS ago."""
    since = clock.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    sent = Message.objects.filter(state=State.SENT, sent_at__lt=since)
    failed = Message.objects.filter(state=State.FAILED, tried_at__lt=since)
    return delete_some(sent.order_by("sent_at")) + delete_some(failed.order_by("tried_at"))
