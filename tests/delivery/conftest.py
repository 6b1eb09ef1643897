"""How tests of the public API ask, and what they ask about."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

import pytest
from django.http import HttpResponse
from django.test import Client

from cms.catalogue.catalogue import forget
from cms.core import clock
from content_pages.models import ItemPage
from tests.factories import ItemFactory


class Api(Protocol):
    """Asks the API: the path below its base, the query, and headers by their names."""

    def __call__(self, path: str, headers: dict[str, str] = ..., /, **query: Any) -> Any: ...


@pytest.fixture(autouse=True)
def _own_catalogue() -> Iterator[None]:
    """A test's rows vanish with its transaction; the catalogue in memory must not keep them."""
    forget()
    yield
    forget()


@pytest.fixture
def api(client: Client, db: None) -> Api:
    def ask(path: str, headers: dict[str, str] | None = None, /, **query: Any) -> HttpResponse:
        return client.get(f"/api/v1/{path}", query, headers=headers or {})

    return ask


@pytest.fixture
def item(db: None) -> ItemPage:
    """A French item, public."""
    return ItemFactory(published=True, slug="les-coulisses-du-bolchoi", title="Le Bolchoï")


@pytest.fixture
def russian(item: ItemPage) -> ItemPage:
    """Its Russian translation, public."""
    return ItemFactory(
        published=True,
        translation_of=item,
        locale="ru",
        slug="za-kulisami-bolshogo",
        title="Большой театр",
    )


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move
