"""The web server as shipped, in a process of its own, on the test's own database."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connections, transaction
from requests.adapters import HTTPAdapter

from cms.demo.processes import APPLICATION, WEB_SERVER
from cms.publication.models import ChangeNumber
from tests.factories.people import PASSWORD
from tests.publication.processes import surroundings

HOST = "127.0.0.1"
# A guard against hanging for ever; nothing is measured by it.
PATIENCE = 60


def _reserved_port() -> socket.socket:
    """A socket bound to a port that the system gives to nobody else while it is open.

    It never listens, so that every connection reaches the server, which binds beside it.
    """
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    probe.bind((HOST, 0))
    return probe


class Site:
    """A running server; `variables` are those of its environment."""

    def __init__(self, log: Path, **variables: str) -> None:
        self._reserved = _reserved_port()
        self.port = int(self._reserved.getsockname()[1])
        self.url = f"http://{HOST}:{self.port}"
        self._log = log
        granian = Path(sys.executable).with_name("granian")
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [granian, *WEB_SERVER, "--host", HOST, "--port", str(self.port), APPLICATION],
                cwd=settings.BASE_DIR,
                env=surroundings(**{"PUBLIC_BASE_URL": self.url} | variables),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/livez", timeout=PATIENCE).status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(f"the server does not start:\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reserved.close()


class From(HTTPAdapter):
    """Connects from this address of the machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, source_address=(self.address, 0))


class Browser:
    """Keeps cookies, knows where it is, and sends the token of Django's forms."""

    def __init__(
        self, site: Site, source: str = HOST, headers: dict[str, str] | None = None
    ) -> None:
        self.site = site
        self._session = requests.Session()
        self._session.headers.update(headers or {})
        self._session.mount("http://", From(source))

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._session.get(self.site.url + path, timeout=PATIENCE, **options)

    def post(self, path: str, data: dict[str, Any], **options: Any) -> requests.Response:
        token = self._session.cookies.get("csrftoken", "")
        return self._session.post(
            self.site.url + path,
            data={"csrfmiddlewaretoken": token} | data,
            headers={"Referer": self.site.url + path},
            timeout=PATIENCE,
            allow_redirects=False,
            **options,
        )

    def sign_in(self, user: Any, password: str = PASSWORD) -> requests.Response:
        self.get("/admin/login/")
        return self.post("/admin/login/", {"username": user.username, "password": password})

    def carry(self, cookie: str, value: str) -> None:
        self._session.cookies.set(cookie, value)

    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._session.cookies.items())


def resent(page: requests.Response) -> dict[str, Any]:
    """What the page that says “busy” would send again."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form")
    assert form is not None, page.text
    sent: dict[str, Any] = {}
    for field in form.select("textarea[name]"):
        sent.setdefault(str(field["name"]), []).append(field.get_text().removeprefix("\n"))
    return sent


@pytest.fixture
def serve(tmp_path: Path, transactional_db: None) -> Iterator[Callable[..., Site]]:
    """Starts a server, and stops it after the test."""
    with ExitStack() as running:

        def started(**variables: str) -> Site:
            site = Site(tmp_path / "server.log", **variables)
            running.callback(site.stop)
            site.await_ready()
            return site

        yield started


@contextmanager
def another_writer(write: Callable[[], object] = lambda: None) -> Iterator[threading.Event]:
    """Holds what every publication needs, as a long import would, until the event is set.

    `write` is what else it has written by then.
    """
    holding, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            ChangeNumber.objects.select_for_update().get_or_create(pk=1)
            ChangeNumber.objects.select_for_update().first()
            write()
            holding.set()
            let_go.wait(PATIENCE)
        connections.close_all()

    writer = threading.Thread(target=hold)
    writer.start()
    assert holding.wait(PATIENCE)
    try:
        yield let_go
    finally:
        let_go.set()
        writer.join()
