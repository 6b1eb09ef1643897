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
    """A row of the table of leaks, which must be empty."""

    address: Address
    method: str
    status: int
    words: str

    def __str__(self) -> str:
        return f"{self.method} {self.address} → {self.status}: {self.words}"


def tried(
    client: Client, addresses: Iterable[Address], method: str = "get", **data: Any
) -> Iterator[Leak]:
    """Ask every address, each in a transaction that is undone; yields what went wrong."""
    for address in addresses:
        if leak := asked(client, address, method, **data):
            yield leak


def asked(client: Client, address: Address, method: str = "get", **data: Any) -> Leak | None:
    with transaction.atomic():
        try:
            response = getattr(client, method)(address.path, **data)
            status, text = response.status_code, body(response)
        except Exception as error:  # the table names it, and goes on
            status, text = 500, f"{MARK} {error!r}"
        transaction.set_rollback(True)
    place = text.lower().find(MARK.lower())
    if status < 500 and place < 0:
        return None
    words = " ".join(text[max(0, place - 80) : place + 200].split())
    return Leak(address, method.upper(), status, words)


def body(response: Any) -> str:
    """The answer as text, spreadsheets unpacked."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    return str(raw.decode("utf-8", "replace"))


def opened(client: Client, path: str) -> bool:
    """Whether the address answers with a screen at all."""
    with transaction.atomic():
        try:
            status = client.get(path).status_code
        except Exception:  # told when it is asked in earnest
            status = 200
        transaction.set_rollback(True)
    return bool(status == 200)
