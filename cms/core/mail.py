"""Mail leaves when what it tells of is written, and not at all when that is rolled back."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction


class AfterCommit(BaseEmailBackend):
    """Hands messages to the backend of MAIL_DELIVERY after the transaction in progress.

    Outside a transaction that is at once. A mail server that is slow holds no lock, and one that
    is down makes no error of what was saved: it is logged.
    """

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.options = options

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        messages = list(email_messages)
        delivery = get_connection(
            settings.MAIL_DELIVERY, fail_silently=self.fail_silently, **self.options
        )
        transaction.on_commit(lambda: delivery.send_messages(messages), robust=True)
        return len(messages)
