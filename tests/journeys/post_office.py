"""The letters of a journey: what the site's worker has sent, as its readers have it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from tests.journeys.waiting import until
from tests.smtp import SmtpServer, serving

PATIENCE = 30  # seconds until a letter that never comes is given up


class Letter:
    """One mail, read in a program that shows text."""

    def __init__(self, message: EmailMessage) -> None:
        self.message = message

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(preferencelist=("plain", "html"))
        assert body is not None, f"the letter “{self.subject}” is empty"
        return str(body.get_content())

    @property
    def links(self) -> list[str]:
        return re.findall(r"https?://[^\s\"'<>]+", self.text)


class PostOffice:
    """Where the letters arrive. `address` is the server's, as EMAIL_URL names it."""

    def __init__(self, server: SmtpServer, address: str) -> None:
        self._server, self.address = server, address
        self._read: list[Letter] = []

    def letter(self, to: str, about: str) -> Letter:
        """The first not read yet to this address with these words in its subject.

        Waits until it is there.
        """
        letter = until(
            lambda: next(
                (one for one in self._new() if one.to == to and about in one.subject), None
            ),
            lambda: f"no letter to {to} about “{about}”; there are: {self}",
            seconds=PATIENCE,
        )
        self._read.append(letter)
        return letter

    def _new(self) -> Iterator[Letter]:
        read = [one.message for one in self._read]
        return (Letter(mail) for mail in list(self._server.mails) if mail not in read)

    def __str__(self) -> str:
        told = (Letter(mail) for mail in self._server.mails)
        return "; ".join(f"“{one.subject}” to {one.to}" for one in told) or "none"


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Listens on a port of its own until the end."""
    with serving() as (server, address):
        yield PostOffice(server, address)
