"""Writers that wait for each other: readers do not notice, and nothing entered is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.server.conftest import Browser, Site, another_writer, at_once, resent

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = 8


def _signed_in(site: Site) -> Browser:
    browser = Browser(site)
    browser.sign_in(UserFactory(superuser=True, language="en"))
    return browser


def _items(count: int) -> list[Any]:
    institution = InstitutionFactory(published=True)
    return [ItemFactory(published=True, parent=institution) for _ in range(count)]


def _unpublish(page: Any) -> str:
    return f"/admin/pages/{page.pk}/unpublish/"


def test_readers_are_answered_while_every_writer_waits(serve: Callable[..., Site]) -> None:
    items = _items(WAITING)
    site = serve(SQLITE_BUSY_SECONDS="100")
    writers = [_signed_in(site) for _ in items]
    answers: list[int] = []

    def withdraw(browser: Browser, item: Any) -> None:
        answers.append(browser.post(_unpublish(item), {}).status_code)

    with another_writer() as let_go:
        threads = at_once(
            *(
                lambda browser=browser, item=item: withdraw(browser, item)
                for browser, item in zip(writers, items, strict=True)
            )
        )
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
    site = serve(SQLITE_BUSY_SECONDS="100")
    stranger = Browser(site)
    with another_writer():
        assert stranger.sign_in(UserFactory.build(), "wrong").status_code == 200
        reset = stranger.post("/admin/password_reset/", {"email": "nobody@example.org"})
        assert reset.status_code == 302
        assert stranger.post(_unpublish(item), {}).headers["Location"].startswith("/admin/login/")
        assert stranger.post("/admin/logout/", {}).status_code == 302
        assert stranger.post("/fr/", {}).status_code == 405
        assert stranger.post("/api/v1/imports", {}).status_code == 401


if connection.vendor == "sqlite":
    # The one of the two that has a single writer at a time.

    def test_a_save_that_cannot_get_its_turn_is_offered_again(serve: Callable[..., Site]) -> None:
        (item,) = _items(1)
        site = serve(SQLITE_BUSY_SECONDS="1")
        browser = _signed_in(site)
        address = f"/admin/pages/{item.pk}/edit/"
        form = form_of(browser, address) | {"summary": "“Dit”\n& <écrit>"}
        with another_writer():
            refused = browser.post(address, form)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.headers["Cache-Control"] == "no-store"
        again = browser.post(address, resent(refused))
        assert again.status_code == 302, again.text
        saved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
        assert saved.summary.replace("\r\n", "\n") == form["summary"]
