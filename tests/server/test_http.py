"""What HTTP asks of a server, asked of the one that is shipped."""

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection as database

from tests.factories import ItemFactory, UserFactory
from tests.server.conftest import HOST, PATIENCE, Browser, Site

pytestmark = pytest.mark.django_db(transaction=True)
STYLES = "/static/publication/document.css"


@pytest.fixture
def site(serve: Callable[..., Site], tmp_path: Path) -> Site:
    ItemFactory(published=True, slug="le-bolchoi")
    settings = "cms.settings.dev"  # those of the demo, which serve static files from where they lie
    return serve(VAR_DIR=str(tmp_path), REQUEST_BODY_MAX="200000", DJANGO_SETTINGS_MODULE=settings)


@pytest.fixture
def connection(site: Site) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection(HOST, site.port, timeout=PATIENCE)
    yield opened
    opened.close()


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, **options: Any
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, **options)
    answer = connection.getresponse()
    return answer, answer.read()


def test_one_connection_serves_many_requests(connection: http.client.HTTPConnection) -> None:
    """Heads and 304s have no body that the next answer would be mistaken for."""
    whole, body = _ask(connection, "GET", "/api/v1/items/le-bolchoi")
    opened = connection.sock
    assert whole.status == 200
    head, nothing = _ask(connection, "HEAD", "/api/v1/items/le-bolchoi")
    assert (head.status, nothing) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(body)
    tag = {"If-None-Match": whole.headers["ETag"]}
    unchanged, nothing = _ask(connection, "GET", "/api/v1/items/le-bolchoi", headers=tag)
    assert (unchanged.status, nothing) == (304, b"")
    head, nothing = _ask(connection, "HEAD", "/admin/login/")
    assert (head.status, nothing) == (200, b"")
    assert _ask(connection, "GET", "/api/v1/items/le-bolchoi")[1] == body
    assert connection.sock is opened


def test_bytes_that_are_no_utf_8(site: Site) -> None:
    for path, status in (
        ("/api/v1/items/%FF%FE", 404),
        ("/api/v1/items?theme=%FF", 400),
        ("/api/v1/items?theme=%C3%A9t%C3%A9", 200),
        ("/%FF/", 404),
        ("/%00/", 400),
    ):
        with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
            raw.sendall(
                f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
            )
            assert raw.recv(12) == f"HTTP/1.1 {status}".encode(), path


def test_a_body_in_chunks_is_read_whole(site: Site) -> None:
    visitor = Browser(site)
    visitor.get("/admin/login/")
    token = visitor.cookies().partition("csrftoken=")[2]
    form = f"csrfmiddlewaretoken={token}&username=nobody-here&password=x".encode()
    connection = http.client.HTTPConnection(HOST, site.port, timeout=PATIENCE)
    headers = {
        "Cookie": visitor.cookies(),
        "Content-Type": "application/x-www-form-urlencoded",
        "Transfer-Encoding": "chunked",
    }
    pieces = (form[at : at + 7] for at in range(0, len(form), 7))
    answer, page = _ask(
        connection, "POST", "/admin/login/", body=pieces, headers=headers, encode_chunked=True
    )
    assert answer.status == 200
    assert b"nobody-here" in page
    connection.close()


@pytest.mark.parametrize("framing", ["Content-Length: 10", "Transfer-Encoding: chunked"])
def test_a_body_that_breaks_off_is_not_acted_upon(site: Site, framing: str) -> None:
    with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
        raw.sendall(
            f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\n{framing}\r\n\r\n3\r\nab".encode()
        )
        raw.shutdown(socket.SHUT_WR)
        assert raw.recv(100)[:12] in {b"HTTP/1.1 400", b""}
    assert Browser(site).get("/livez").status_code == 200
    assert "Traceback" not in site.log()


def test_who_waits_for_leave_to_send_gets_it_or_a_refusal(site: Site) -> None:
    def asked(length: int) -> bytes:
        with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
            raw.sendall(
                f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {length}\r\n"
                "Expect: 100-continue\r\n\r\n".encode()
            )
            return raw.recv(12)

    assert asked(10) == b"HTTP/1.1 100"
    assert asked(200_001) == b"HTTP/1.1 413"


def test_a_body_beyond_the_limit_is_cut_off(site: Site) -> None:
    answer = Browser(site).post("/admin/login/", {"username": "x" * 200_001})
    assert answer.status_code == 413
    with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
        raw.sendall(
            f"POST /api/v1/imports HTTP/1.1\r\nHost: {HOST}\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        answer = b""
        # Where more is on its way when the server ends, the answer may be lost with the connection.
        with suppress(ConnectionError):
            for _ in range(100):
                raw.sendall(b"c350\r\n" + b"x" * 50_000 + b"\r\n")
        with suppress(ConnectionError):
            answer = raw.recv(12)
        assert answer in {b"", b"HTTP/1.1 413"}


def test_a_client_that_leaves_harms_nobody(site: Site) -> None:
    for path in ("/api/v1/items", "/admin/login/", STYLES):
        for _ in range(5):
            with socket.create_connection((HOST, site.port), timeout=PATIENCE) as raw:
                raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    assert Browser(site).get("/livez").status_code == 200
    assert "Traceback" not in site.log()


def test_files_are_sent_whole_and_not_for_heads(connection: http.client.HTTPConnection) -> None:
    content = (settings.BASE_DIR / "cms/publication" / STYLES.lstrip("/")).read_bytes()
    answer, body = _ask(connection, "GET", STYLES)
    assert (answer.status, body) == (200, content)
    assert answer.headers["Content-Length"] == str(len(content))
    head, nothing = _ask(connection, "HEAD", STYLES)
    assert (head.headers["Content-Length"], nothing) == (str(len(content)), b"")
    since = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert _ask(connection, "GET", STYLES, headers=since)[0].status == 304
    part, some = _ask(connection, "GET", STYLES, headers={"Range": "bytes=10-19"})
    assert (part.status, some) == (206, content[10:20])


def test_the_scheme_and_the_host_of_the_proxy_are_believed(serve: Callable[..., Site]) -> None:
    """With production's settings: plain HTTP is sent to HTTPS unless the proxy says it was that."""
    site = serve(
        DJANGO_SETTINGS_MODULE="cms.settings.production",
        SECRET_KEY="x" * 50,
        ALLOWED_HOSTS=f"{HOST},portal.example.org",
        SECURE_SSL_REDIRECT="true",
    )
    connection = http.client.HTTPConnection(HOST, site.port, timeout=PATIENCE)
    named = {"Host": "portal.example.org"}
    plain, _ = _ask(connection, "GET", "/admin/", headers=named)
    told = f"{plain.status}\n{plain.headers}\n{site.log()}"
    assert plain.headers["Location"] == "https://portal.example.org/admin/", told
    secure, _ = _ask(connection, "GET", "/admin/", headers=named | {"X-Forwarded-Proto": "https"})
    assert secure.headers["Location"] == "/admin/login/?next=/admin/"
    # A name with underscores would be the same to WSGI, and is nobody's whom we believe.
    forged = named | {"X_Forwarded_Proto": "https"}
    still_plain, _ = _ask(connection, "GET", "/admin/", headers=forged)
    assert still_plain.headers["Location"] == "https://portal.example.org/admin/"
    assert _ask(connection, "GET", "/admin/", headers={"Host": "evil.example"})[0].status == 400
    connection.close()


def test_a_name_with_underscores_says_nothing_of_the_sender(serve: Callable[..., Site]) -> None:
    """Behind one proxy of ours that passes on what it does not know."""
    site = serve(TRUSTED_PROXIES="1", RATE_LOGIN_ADDRESS="1 per hour")
    seen = {"X-Forwarded-For": "203.0.113.1"}
    answers = [
        Browser(site, headers=seen | {"X_Forwarded_For": f"198.51.100.{n}"})
        .sign_in(UserFactory.build(), "wrong")
        .status_code
        for n in range(2)
    ]
    assert answers == [200, 429]


@pytest.mark.postgres
def test_a_connection_the_database_has_closed_is_opened_anew(site: Site) -> None:
    """Between two requests: it was restarted, or a firewall forgot us."""
    visitor = Browser(site)
    visitor.get("/admin/login/")
    visitor.carry("sessionid", "x" * 32)  # which has to be looked up

    def ask() -> list[int]:
        """Something of every kind, each of which asks the database."""
        return [
            visitor.get("/api/v1/items/le-bolchoi").status_code,
            visitor.get("/api/v1/items").status_code,
            visitor.get("/fr/").status_code,
            visitor.get("/preview/guess/").status_code,
            visitor.get("/admin/pages/", allow_redirects=False).status_code,
            visitor.post("/admin/pages/1/edit/", {}).status_code,
            visitor.post("/admin/login/", {"username": "x", "password": "y"}).status_code,
        ]

    before = ask()
    assert max(before) < 500
    for _ in range(3):
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] > 0
        assert ask() == before, site.log()
