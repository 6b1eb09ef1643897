"""What every test stands on."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from cms.catalogue.catalogue import forget
from cms.throttling import counters
from tests.factories.tree import lay_ground
from tests.ground import lay_wagtail


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests with several writers need PostgreSQL: on SQLite they are not collected at all."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Lays the ground once, outside any test's transaction."""
    with django_db_blocker.unblock():
        lay_wagtail()
        lay_ground()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """A test that commits has its tables emptied: the ground is laid again for the next one.

    No fixture can do this, since Django empties the tables after the last of them is gone.
    """
    yield
    if nextitem is not None and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            lay_wagtail()
            lay_ground()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail caches the site's root paths and locales; no test sees another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _empty_catalogue() -> Iterator[None]:
    """Rows vanish with a test's transaction: the catalogue in memory must not outlive them."""
    forget()
    yield
    forget()


@pytest.fixture(autouse=True)
def _no_attempts() -> None:
    """Nobody is locked out by what an earlier test has tried."""
    counters.forget()


@pytest.fixture(scope="session", autouse=True)
def _media_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Files written by tests go to a folder of this process and are removed with it."""
    folder = tmp_path_factory.mktemp("media")
    former, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(folder)
    yield folder
    settings.MEDIA_ROOT = former
    shutil.rmtree(folder, ignore_errors=True)
