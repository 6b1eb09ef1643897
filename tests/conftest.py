"""What every test stands on."""

import gc
import shlex
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from cms.catalogue.catalogue import forget
from cms.throttling import counters
from tests.editorial.ground import lift_workflow
from tests.kept_ground import GROUND
from tests.seed import SEED

pytest_plugins = ["tests.smtp"]

# Other machines than this one draw fresh cases too: Hypothesis repeats the same ones where CI is
# set. No example is remembered from run to run: the seed alone says what is drawn.
hypothesis_settings.register_profile(
    "fresh",
    derandomize=False,
    database=None,
    deadline=None,
    print_blob=True,
    # A test's database is not emptied between its examples: they only read, or begin by emptying.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("fresh")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis draws from the run's seed, unless it is told another one."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(SEED)


def pytest_sessionstart(session: pytest.Session) -> None:
    """The seed first: a run that is cut short can be repeated too.

    Nothing that is loaded by now is ever freed: the collector need not look through it again.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    if reporter := session.config.pluginmanager.get_plugin("terminalreporter"):
        reporter.write_line(f"seed: {SEED}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How to have the failed tests draw the same again."""
    failed = [*terminalreporter.stats.get("failed", ()), *terminalreporter.stats.get("error", ())]
    tests = list(dict.fromkeys(shlex.quote(report.nodeid) for report in failed))
    if not tests:
        return
    database = "DATABASE_URL=… " if connection.vendor == "postgresql" else ""
    terminalreporter.section("the same draws again")
    terminalreporter.write_line(f"{database}SEED={SEED} .venv/bin/pytest {' '.join(tests[:10])}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Some tests need PostgreSQL, some SQLite: on the other they are not collected at all."""
    _refuse_shared_ids(items)
    other = "sqlite" if connection.vendor == "postgresql" else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _refuse_shared_ids(items: list[pytest.Item]) -> None:
    """Of several tests with one id pytest-xdist runs one, and says nothing of the others."""
    seen = Counter(item.nodeid for item in items)
    if shared := [name for name, count in seen.items() if count > 1]:
        raise pytest.UsageError(f"several tests have one id: {', '.join(shared)}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Lays the ground once, outside any test's transaction."""
    with django_db_blocker.unblock():
        GROUND.lay()


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
            GROUND.lay_again()


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


@pytest.fixture
def no_workflow(db: None) -> None:
    """Nothing is reviewed: whoever may publish a page does so at once."""
    lift_workflow()


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """Nothing is collected for tests; the server of static files warns where its folder is not."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _files_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files written by tests go to folders of this process and are removed with it."""
    public, private = tmp_path_factory.mktemp("media"), tmp_path_factory.mktemp("private")
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": str(private)}}
    with override_settings(
        MEDIA_ROOT=str(public),
        PRIVATE_ROOT=str(private),
        STORAGES=settings.STORAGES | {"default": default},
    ):
        yield
    for folder in (public, private):
        shutil.rmtree(folder, ignore_errors=True)
