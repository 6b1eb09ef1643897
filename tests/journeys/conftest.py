"""Journeys: what people do from end to end, in a real browser, on the portal as it runs in life.

Each has a database, a web server, a worker, a mail server and browsers of its own. Of one that
fails, a picture of each browser's page, its HTML and the logs are kept in var/journeys.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from selenium import webdriver

from scripts.chromium import NoBrowser, start
from tests.journeys.person import Person
from tests.journeys.portal import Portal, open_portal
from tests.journeys.post_office import PostOffice, open_post_office

KEPT = Path(settings.BASE_DIR) / "var" / "journeys"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


class Browsers:
    """Kept from journey to journey: a browser takes a second to start."""

    def __init__(self) -> None:
        self.idle: list[webdriver.Chrome] = []

    def take(self) -> webdriver.Chrome:
        if self.idle:
            return self.idle.pop()
        try:
            return start(install=False)
        except NoBrowser as none:
            if os.environ.get("CI"):
                pytest.fail(f"a browser is required here: {none}")
            pytest.skip(str(none))

    def give_back(self, chrome: webdriver.Chrome) -> None:
        """Nobody finds what another has left."""
        chrome.get("about:blank")
        chrome.execute_cdp_cmd("Network.clearBrowserCookies", {})
        chrome.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        self.idle.append(chrome)


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    kept = Browsers()
    yield kept
    for chrome in kept.idle:
        chrome.quit()


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def portal(
    tmp_path: Path, transactional_db: None, post: PostOffice, settings: Any
) -> Iterator[Portal]:
    """Files that the test lays are where the portal looks for them."""
    folder = tmp_path / "var"
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = str(folder / "media"), str(folder / "private")
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": settings.PRIVATE_ROOT}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    with open_portal(folder, post) as running:
        yield running
        assert "Traceback" not in running.log(), running.log()


@pytest.fixture
def person(
    request: pytest.FixtureRequest, portal: Portal, browsers: Browsers
) -> Iterator[Callable[[str], Person]]:
    """`person("Irina")` sits down at a browser of her own."""
    present: list[Person] = []

    def sits_down(name: str) -> Person:
        present.append(Person(name, browsers.take(), portal))
        return present[-1]

    yield sits_down
    if request.node.stash.get(FAILED, False):
        _keep(request.node.name, present, portal)
    complaints = [one for person in present for one in person.complaints()]
    for one in present:
        browsers.give_back(one.chrome)
    assert not complaints, complaints


def _keep(name: str, present: list[Person], portal: Portal) -> None:
    folder = KEPT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "log.txt").write_text(portal.log(), encoding="utf-8")
    for one in present:
        one.keep(folder)
