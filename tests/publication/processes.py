"""Starting publishers beside the test, on the test's own database."""

import os
import subprocess
import sys
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    where = quote(facts["HOST"], safe="") + (f":{facts['PORT']}" if facts["PORT"] else "")
    return f"postgres://{who}@{where}/{facts['NAME']}"


def start_publisher(rounds: int, page_ids: list[int]) -> subprocess.Popen[str]:
    return start("publisher", rounds, *page_ids)


def start_again(what: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that does this until it is told to `stop`."""
    return start("again", what, *arguments)


def stop(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Let it finish its round; returns how many it did and what it said. Fails if it failed."""
    process.terminate()
    said, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), errors
    *lines, rounds = said.splitlines()
    return int(rounds.removeprefix("rounds ")), [line for line in lines if line != "ready"]


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"tests.publication.{module}", *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
