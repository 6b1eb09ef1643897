"""Writers that wait for each other: readers do not notice, and nothing entered is lost."""

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.publication.processes import surroundings
from tests.server.conftest import Browser, Site, another_writer, resent
from tests.worker.processes import until

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISH = {
    "media-count": "1",
    "media-0-deleted": "",
    "media-0-order": "0",
    "media-0-type": "video",
    "media-0-id": "",
    "media-0-value-provider": "other",
    "media-0-value-url": "https://example.org/film",
    "media-0-value-title": "",
    "media-0-value-duration_seconds": "60",
    "media-0-value-tracks-count": "0",
    "action-publish": "action-publish",
}
WAITING = 8  # twice as many as there are threads for them
PATIENT = {"SQLITE_BUSY_SECONDS": "100", "DATABASE_LOCK_SECONDS": "100"}
IMPATIENT = {"SQLITE_BUSY_SECONDS": "1", "DATABASE_LOCK_SECONDS": "1"}


def _signed_in(site: Site) -> Browser:
    browser = Browser(site)
    browser.sign_in(UserFactory(superuser=True, language="en"))
    return browser


def _withdrawing(site: Site, items: list[Any], answers: list[int]) -> list[threading.Thread]:
    """Editors, as many as items, who withdraw one each, all at once."""
    writers = [_signed_in(site) for _ in items]

    def withdraw(browser: Browser, item: Any) -> None:
        answers.append(browser.post(_unpublish(item), {}).status_code)

    return [
        threading.Thread(target=withdraw, args=pair) for pair in zip(writers, items, strict=True)
    ]


def _items(count: int) -> list[Any]:
    institution = InstitutionFactory(published=True)
    return [ItemFactory(published=True, parent=institution) for _ in range(count)]


def _unpublish(page: Any) -> str:
    return f"/admin/pages/{page.pk}/unpublish/"


def test_readers_are_answered_while_every_writer_waits(serve: Callable[..., Site]) -> None:
    items = _items(WAITING)
    site = serve(**PATIENT)
    answers: list[int] = []
    threads = _withdrawing(site, items, answers)
    with another_writer() as let_go:
        for thread in threads:
            thread.start()
        reader = Browser(site)
        for item in items:
            assert reader.get(f"/api/v1/items/{item.slug}").status_code == 200
        assert reader.get("/livez").status_code == 200
        assert reader.get(items[0].public_path).status_code == 200
        assert answers == []
        let_go.set()
        for thread in threads:
            thread.join()
    assert answers == [302] * WAITING
    assert reader.get("/api/v1/items?count=true").json()["total"] == 0


def test_who_has_not_signed_in_waits_for_no_writer(serve: Callable[..., Site]) -> None:
    """Whatever they send: nothing of it opens a transaction."""
    (item,) = _items(1)
    site = serve(**PATIENT)
    stranger = Browser(site)
    with another_writer():
        assert stranger.sign_in(UserFactory.build(), "wrong").status_code == 200
        reset = stranger.post("/admin/password_reset/", {"email": "nobody@example.org"})
        assert reset.status_code == 302
        assert stranger.post(_unpublish(item), {}).headers["Location"].startswith("/admin/login/")
        assert stranger.post("/admin/logout/", {}).status_code == 302
        assert stranger.post("/fr/", {}).status_code == 405
        assert stranger.post("/api/v1/imports", {}).status_code == 401


def test_who_signs_in_waits_for_no_editor(serve: Callable[..., Site]) -> None:
    """While every thread for writing is held by an editor, and others queue behind them."""
    items = _items(WAITING)
    site = serve(**PATIENT)
    answers: list[int] = []
    threads = _withdrawing(site, items, answers)
    newcomer, returning = Browser(site), Browser(site)
    returning.carry("sessionid", "of-a-session-long-over")
    user = UserFactory(superuser=True, language="en")
    with another_writer() as let_go:
        for thread in threads:
            thread.start()
        for browser in (newcomer, returning):
            assert browser.sign_in(user, "wrong").status_code == 200
            if connection.vendor == "postgresql":
                # On SQLite the session's row has to wait like all others.
                assert browser.sign_in(user).status_code == 302
                assert browser.get("/admin/pages/").status_code == 200
        assert answers == []
        let_go.set()
        for thread in threads:
            thread.join()
    assert answers == [302] * WAITING


def test_one_address_fills_no_queue(serve: Callable[..., Site]) -> None:
    """What waits for a thread counts as what is still on its way does."""
    *many, item = _items(6)
    site = serve(**PATIENT, BODIES_ARRIVING_PER_ADDRESS="3")
    answers: list[int] = []
    threads = _withdrawing(site, many, answers)
    elsewhere = Browser(site, source="127.0.0.2")
    elsewhere.sign_in(UserFactory(superuser=True, language="en"))
    with another_writer() as let_go:
        for thread in threads:
            thread.start()
        until(lambda: len(answers) == 2)  # of five: the others wait for a thread
        assert answers == [429] * 2
        own = threading.Thread(
            target=lambda: answers.append(elsewhere.post(_unpublish(item), {}).status_code)
        )
        own.start()
        let_go.set()
        for thread in (*threads, own):
            thread.join()
    assert sorted(answers) == [302] * 4 + [429] * 2


@pytest.mark.usefixtures("no_workflow")
def test_a_save_that_cannot_get_its_turn_is_offered_again(serve: Callable[..., Site]) -> None:
    (item,) = _items(1)
    site = serve(**IMPATIENT)
    browser = _signed_in(site)
    address = f"/admin/pages/{item.pk}/edit/"
    form = form_of(browser, address) | {"summary": "“Dit”\n& <écrit>"} | PUBLISH
    with another_writer():
        refused = browser.post(address, form)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Cache-Control"] == "no-store"
    again = browser.post(address, resent(refused))
    assert again.status_code == 302, again.text
    saved = ItemPage.objects.get(pk=item.pk)
    assert saved.summary.replace("\r\n", "\n") == form["summary"]


def test_editors_who_got_no_turn_hold_no_thread(serve: Callable[..., Site]) -> None:
    """However long the other writer takes: all are told so, and what they send next is heard."""
    items = _items(WAITING)
    site = serve(**IMPATIENT)
    answers: list[int] = []
    threads = _withdrawing(site, items, answers)
    with another_writer():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [503] * WAITING
    assert _signed_in(site).post(_unpublish(items[0]), {}).status_code == 302


@pytest.mark.postgres
def test_commands_wait_for_their_turn_as_long_as_it_takes() -> None:
    """Nobody's thread waits with them: the limit is the web server's."""
    assert _lock_timeout("import cms.wsgi") == "7s"
    assert _lock_timeout("import django; django.setup()") == "0"


def _lock_timeout(begin: str) -> str:
    """Of a process that begins like this."""
    asked = "from django.db import connection; cursor = connection.cursor()"
    said = "cursor.execute('SHOW lock_timeout'); print(*cursor.fetchone())"
    ended = subprocess.run(
        [sys.executable, "-c", f"{begin}; {asked}; {said}"],
        env=surroundings(DATABASE_LOCK_SECONDS="7"),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()
