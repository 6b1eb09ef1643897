"""A real SMTP server on loopback: what the code hands over is read as it came through the wire.

def test_somebody_is_told(smtp): ...; call_command("worker", once=True); smtp.to("a@b.c")
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
TAKEN = "250 OK"


class SmtpServer:
    """Takes mail until it is told to refuse; `mails` are parsed, `envelopes` as they came."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Any] = []
        # What is answered in place of taking it, by recipient (of RCPT) or to every DATA.
        self.refused: dict[str, str] = {}
        self.answer = TAKEN
        self.thinks = 0.0  # seconds, when it has the mail and before it says so

    # What aiosmtpd calls; the names are its own.

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address not in self.refused:
            envelope.rcpt_tos.append(address)
        return self.refused.get(address, TAKEN)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer == TAKEN:
            self.envelopes.append(envelope)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        await asyncio.sleep(self.thinks)
        return self.answer

    # What tests ask

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]

    def subjects(self, address: str) -> list[str]:
        return [str(mail["Subject"]) for mail in self.to(address)]

    def text(self, address: str) -> str:
        """What the one mail to this address says."""
        (mail,) = self.to(address)
        return str(mail.get_content())


class _Controller(Controller):
    """On a port the system chooses, bound before anybody else can have it."""

    def __init__(self, handler: SmtpServer) -> None:
        self.listener = socket.create_server((HOST, 0))
        super().__init__(handler, hostname=HOST, port=self.listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@contextmanager
def serving() -> Iterator[tuple[SmtpServer, str]]:
    """A server and its EMAIL_URL, for processes that are started with it in their environment."""
    server = SmtpServer()
    controller = _Controller(server)
    controller.start()
    try:
        yield server, f"smtp://{HOST}:{controller.port}"
    finally:
        controller.stop()


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpServer]:
    """The server this test's mail goes to."""
    with serving() as (server, url):
        settings.MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, int(url.rpartition(":")[2])
        yield server
