"""Bodies that arrive slowly, or not at all, stop nobody."""

import socket
import threading
from collections.abc import Callable

import pytest

from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.server.conftest import HOST, PATIENCE, Browser, Site

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = 20
FORM = "application/x-www-form-urlencoded"


class SlowSender:
    """Announces a form of a thousand bytes, and sends a byte now and then."""

    def __init__(self, site: Site, path: str = "/admin/login/", cookies: str = "") -> None:
        self.socket = socket.create_connection((HOST, site.port), timeout=PATIENCE)
        self._over = threading.Event()
        self.socket.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {HOST}:{site.port}\r\nCookie: {cookies}\r\n"
            f"Referer: {site.url}{path}\r\nContent-Type: {FORM}\r\n"
            "Content-Length: 1000\r\n\r\n".encode()
        )
        self._sender = threading.Thread(target=self._send)
        self._sender.start()

    def _send(self) -> None:
        while not self._over.wait(0.3):
            try:
                self.socket.sendall(b"a")
            except OSError:
                return

    def answer(self) -> bytes:
        """What came back before the connection was closed; raises TimeoutError when it never is."""
        received = b""
        try:
            while piece := self.socket.recv(65536):
                received += piece
        except ConnectionError:
            pass
        self._over.set()
        self._sender.join()
        self.socket.close()
        return received


def test_twenty_slow_senders_stop_neither_readers_nor_an_editor(
    serve: Callable[..., Site],
) -> None:
    institution = InstitutionFactory(published=True)
    item = ItemFactory(published=True, parent=institution, title="Avant")
    editor = UserFactory(superuser=True, language="en")
    site = serve(REQUEST_BODY_GRACE="12")
    visitor = Browser(site)
    visitor.get("/admin/login/")

    senders = [SlowSender(site) for _ in range(SLOW)]
    senders.append(SlowSender(site, cookies=visitor.cookies()))
    reader, browser = Browser(site), Browser(site)
    for _ in range(10):
        assert reader.get(f"/api/v1/items/{item.slug}").json()["title"] == "Avant"
    assert reader.get("/readyz?exclude=worker,queue,pages").status_code == 200
    assert browser.sign_in(editor).status_code == 302
    address = f"/admin/pages/{item.pk}/edit/"
    saved = browser.post(address, form_of(browser, address) | {"title": "Après"})
    assert saved.status_code == 302, saved.text
    assert ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object().title == "Après"

    for sender in senders:
        assert sender.answer()[:12] in {b"", b"HTTP/1.1 408"}


def test_a_slow_body_is_told_so(serve: Callable[..., Site]) -> None:
    site = serve(REQUEST_BODY_GRACE="1")
    page = SlowSender(site).answer()
    assert page.startswith(b"HTTP/1.1 408")
    assert b"text/plain" in page
    problem = SlowSender(site, "/api/v1/imports").answer()
    assert problem.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in problem


def test_a_read_does_not_wait_for_a_body(serve: Callable[..., Site]) -> None:
    """The API is read only: what is posted to it is refused unread."""
    site = serve(REQUEST_BODY_GRACE="100")
    sender = SlowSender(site, "/api/v1/items")
    assert sender.socket.recv(12) == b"HTTP/1.1 405"
    sender.socket.shutdown(socket.SHUT_RDWR)
    sender.answer()


def test_a_body_that_keeps_the_pace_may_take_its_time(serve: Callable[..., Site]) -> None:
    site = serve(REQUEST_BODY_GRACE="1", REQUEST_BODY_RATE="1")
    visitor = Browser(site)
    visitor.get("/admin/login/")
    body = f"username=x&password=y&csrfmiddlewaretoken={_token(visitor)}".encode()
    with socket.create_connection((HOST, site.port), timeout=PATIENCE) as sender:
        sender.sendall(
            f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}:{site.port}\r\n"
            f"Cookie: {visitor.cookies()}\r\nReferer: {site.url}/admin/login/\r\n"
            f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        for at in range(0, len(body), 8):
            sender.sendall(body[at : at + 8])
            threading.Event().wait(0.15)
        assert sender.recv(12) == b"HTTP/1.1 200"


def _token(visitor: Browser) -> str:
    return visitor.cookies().partition("csrftoken=")[2].partition(";")[0]
