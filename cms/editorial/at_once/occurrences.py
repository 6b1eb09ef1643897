"""The port to what takes place at a time: the package with the page types says which pages do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wagtail.models import Page


@dataclass(frozen=True)
class Showing:
    """One occurrence of a page: `status` is a code of the list `occurrence_statuses`."""

    uid: UUID
    starts_at: datetime
    time_zone: str
    status: str


class Occurrences(ABC):
    """Reads and writes the occurrences of a page in memory; saving it is the caller's affair."""

    @abstractmethod
    def of(self, page: Page) -> Mapping[UUID, Showing]:
        """By their `uid`, the earliest first; none of a page that has no such thing."""

    @abstractmethod
    def set_status(self, page: Page, uid: UUID, status: str) -> None:
        """Raises KeyError for an occurrence the page does not have."""


_ports: list[Occurrences] = []


def register(port: Occurrences) -> None:
    """Say how occurrences are read; the package with the page types does, once."""
    _ports[:] = [port]


def occurrences_of(page: Page) -> Mapping[UUID, Showing]:
    found = (port.of(page) for port in _ports)
    return next(found, {})


def set_status(page: Page, uid: UUID, status: str) -> None:
    for port in _ports:
        port.set_status(page, uid, status)
