"""Asks one address and says what was wrong with the answer."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from tests.admin.leaks.addresses import Address
from tests.admin.leaks.world import MARK


@dataclass(frozen=True)
class Leak:
    """What an address answered: a row of the table of leaks when it tells the word or breaks."""

    address: Address
    method: str
    status: int
    words: str

    @property
    def is_leak(self) -> bool:
        return self.status >= 500 or bool(self.words)

    def __str__(self) -> str:
        return f"{self.method} {self.address} → {self.status}: {self.words}"


def tried(
    client: Client, addresses: Iterable[Address], method: str = "get", **data: Any
) -> Iterator[Leak]:
    """Ask every address, each in a transaction that is undone; yields what went wrong."""
    for address in addresses:
        answer = asked(client, address, method, **data)
        if answer.is_leak:
            yield answer


def asked(client: Client, address: Address, method: str = "get", **data: Any) -> Leak:
    """`words` are those around the word that must not be there."""
    with transaction.atomic():
        try:
            response = getattr(client, method)(address.path, **data)
            status, text = response.status_code, body(response)
        except Exception as error:  # the table names it, and goes on
            status, text = 500, f"{MARK} {error!r}"
        transaction.set_rollback(True)
    place = text.lower().find(MARK.lower())
    words = " ".join(text[max(0, place - 80) : place + 200].split()) if place >= 0 else ""
    return Leak(address, method.upper(), status, words)


def body(response: Any) -> str:
    """The answer as text, spreadsheets unpacked."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    return str(raw.decode("utf-8", "replace"))
