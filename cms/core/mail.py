"""Mail leaves when what it tells of is written, and not at all when that is rolled back; in
development it lands in a folder."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.timezone import localtime

from cms.core import clock


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


class Folder(BaseEmailBackend):
    """Writes each message to a file of its own in MAIL_FOLDER, which mail programs open.

    The text is kept as it is (8bit), so that an editor shows it too. Files are named by the moment,
    the recipient and the subject.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = _file_name(message, localtime(clock.now()))
            (folder / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


def _file_name(message: EmailMessage, at: datetime) -> str:
    words = [f"{at:%Y-%m-%d %H.%M.%S.%f}", *message.recipients()[:1], str(message.subject)]
    return re.sub(r"[^\w@. -]+", "", " ".join(words))[:120].strip() + ".eml"
