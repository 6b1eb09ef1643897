"""Bodies that arrive slowly, or not at all, stop nobody."""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

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

    def __init__(
        self, site: Site, path: str = "/admin/login/", cookies: str = "", more_headers: str = ""
    ) -> None:
        self.socket = socket.create_connection((HOST, site.port), timeout=PATIENCE)
        self._over = threading.Event()
        self.socket.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {HOST}:{site.port}\r\nCookie: {cookies}\r\n"
            f"Referer: {site.url}{path}\r\nContent-Type: {FORM}\r\n"
            f"{more_headers}Content-Length: 1000\r\n\r\n".encode()
        )
        self._sender = threading.Thread(target=self._send)
        self._sender.start()

    def _send(self) -> None:
        while not self._over.wait(0.3):
            try:
                self.socket.sendall(b"a")
            except OSError:
                return

    def leave(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.answer()

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
    sender.leave()


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


@contextmanager
def _as_many_as_one_may_send(site: Site, **options: str) -> Iterator[None]:
    """While so many bodies arrive from one address that one more is refused."""
    senders = [SlowSender(site, **options) for _ in range(MOST)]
    # Those are on their way when one more is refused; before, it is itself on its way.
    while not (answer := _refused(site, **options)):
        continue
    try:
        assert answer.startswith(b"HTTP/1.1 429"), answer
        assert b"\r\nretry-after: " in answer.lower()
        assert b"from your network" in answer
        yield
    finally:
        for sender in senders:
            sender.leave()


def _refused(site: Site, **options: str) -> bytes:
    """What one more sender is told at once, if anything."""
    sender = SlowSender(site, **options)
    sender.socket.settimeout(1)
    try:
        first = sender.socket.recv(1)
    except TimeoutError:
        sender.leave()
        return b""
    return first + sender.answer()


MOST = 5
ENDLESS = {"REQUEST_BODY_GRACE": "100", "BODIES_ARRIVING_PER_ADDRESS": str(MOST)}


def test_who_sends_many_slow_bodies_keeps_only_themselves_from_sending(
    serve: Callable[..., Site],
) -> None:
    user = UserFactory(superuser=True, language="en")
    site = serve(**ENDLESS)
    other = Browser(site, source="127.0.0.2")
    with _as_many_as_one_may_send(site):
        same = Browser(site)
        assert same.sign_in(user).status_code == 429
        assert same.get("/livez").status_code == 200
        problem = same.post("/api/v1/imports", {})
        assert problem.status_code == 429
        assert problem.headers["Content-Type"] == "application/problem+json"
        assert int(problem.headers["Retry-After"]) > 0
        assert other.sign_in(user).status_code == 302
    # Who has left is not counted any more.
    while (answer := Browser(site).sign_in(user).status_code) == 429:
        continue
    assert answer == 302


def test_behind_a_proxy_the_sender_is_whom_the_proxy_saw(serve: Callable[..., Site]) -> None:
    user = UserFactory(superuser=True, language="en")
    site = serve(**ENDLESS, TRUSTED_PROXIES="1")
    seen = "X-Forwarded-For: {}203.0.113.1\r\n"
    with _as_many_as_one_may_send(site, more_headers=seen.format("")):
        pretending = _refused(site, more_headers=seen.format("198.51.100.7, "))
        assert pretending.startswith(b"HTTP/1.1 429")
        other = Browser(site, headers={"X-Forwarded-For": "203.0.113.2"})
        assert other.sign_in(user).status_code == 302


@pytest.mark.parametrize("framing", ["Content-Length", "Transfer-Encoding"])
def test_who_has_not_said_who_they_are_may_send_little(
    serve: Callable[..., Site], framing: str
) -> None:
    site = serve(REQUEST_BODY_MAX_ANONYMOUS="1000")
    size = 1008

    sent = {
        "Content-Length": (str(size), b"x" * size),
        "Transfer-Encoding": ("chunked", b"7\r\nxxxxxxx\r\n" * (size // 7) + b"0\r\n\r\n"),
    }
    value, body = sent[framing]

    def answer(path: str, **headers: str) -> http.client.HTTPResponse:
        """All of it in one piece: a refusal closes the connection while more is being sent."""
        lines = {"Host": HOST, "Content-Type": FORM, framing: value, **headers}
        head = "".join(f"{name}: {text}\r\n" for name, text in lines.items())
        with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
            raw.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            response = http.client.HTTPResponse(raw, method="POST")
            response.begin()
            response.read()
        return response

    told = answer("/admin/login/")
    assert told.status == 413
    assert told.headers["Content-Type"].startswith("text/plain")
    assert answer("/preview/guess/").status == 413
    assert answer("/documents/authenticate_with_password/1/").status == 413
    assert answer("/admin/login/", Cookie="csrftoken=x; other_sessionid=y").status == 413
    # Where one signs in, who one was does not count.
    assert answer("/admin/login/", Cookie="sessionid=y").status == 413
    problem = answer("/api/v1/imports")
    assert problem.status == 413
    assert problem.headers["Content-Type"] == "application/problem+json"
    # Whoever says who they are is heard, and found out by the site.
    assert answer("/api/v1/imports", Authorization="Bearer wrong").status == 401
    assert answer("/admin/pages/1/edit/", Cookie="a=b; sessionid=y").status == 403
