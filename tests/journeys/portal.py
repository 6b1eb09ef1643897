"""The portal as it runs in life: its web server and its worker, on the test's own database."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from tests.journeys.post_office import PostOffice
from tests.journeys.waiting import until
from tests.publication.processes import surroundings
from tests.server.conftest import Site

STARTING = 60  # seconds until a worker that says nothing is given up
STOPPING = 20  # seconds a worker has for what it is doing


@dataclass
class Portal:
    """What anybody may ask of it; its log is kept beside a journey that fails."""

    site: Site
    post: PostOffice
    logs: tuple[Path, ...]

    @property
    def url(self) -> str:
        return self.site.url

    def public(self, path: str) -> Any:
        """What the public API answers; raises for what is no success."""
        answer = requests.get(f"{self.url}/api/v1/{path}", timeout=30)
        answer.raise_for_status()
        return answer.json()

    def public_item(self, title: str, locale: str = "fr") -> dict[str, Any]:
        """The whole of the public item with this title; waits until there is one."""
        card = until(lambda: self.card(title, locale), f"“{title}” is not public")
        item: dict[str, Any] = self.public(f"items/{card['id']}?locale={locale}")
        return item

    def comes_to_say(self, title: str, fact: str, value: object) -> None:
        """Waits until the public item with this title says this."""
        until(
            lambda: self.public_item(title)[fact] == value,
            lambda: f"“{title}” says: {self.public_item(title)[fact]}",
        )

    def card(self, title: str, locale: str = "fr") -> dict[str, Any] | None:
        """Of a public item with this title, where there is one."""
        found = self.public(f"items?locale={locale}&limit=100")["items"]
        return next((one for one in found if one["title"] == title), None)

    def log(self) -> str:
        return "\n".join(
            f"== {one.name}\n{one.read_text(encoding='utf-8', errors='replace')}"
            for one in self.logs
        )


@contextmanager
def open_portal(folder: Path, post: PostOffice) -> Iterator[Portal]:
    """Serves and works until the end; what it writes goes to `folder`."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "EMAIL_URL": post.address,
        "VAR_DIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    (folder / "static").mkdir(parents=True, exist_ok=True)
    site = Site(folder / "web.log", **variables)
    told, worker_log = folder / "worker.out", folder / "worker.log"
    with told.open("wb") as output, worker_log.open("wb") as errors:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=settings.BASE_DIR,
            env=surroundings(**{"PUBLIC_BASE_URL": site.url} | variables),
            stdout=output,
            stderr=errors,
        )
    portal = Portal(site, post, (folder / "web.log", worker_log))
    try:
        site.await_ready()
        until(told.read_bytes, portal.log, seconds=STARTING)
        yield portal
    finally:
        site.stop()
        worker.terminate()
        try:
            worker.wait(STOPPING)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
