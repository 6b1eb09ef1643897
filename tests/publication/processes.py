"""Starting processes beside the test, on the test's own database."""

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import count
from urllib.parse import quote

from django.conf import settings
from django.db import connection

Process = subprocess.Popen[str]
# What of the shell around the suite a started process is given; nothing that is a setting of ours.
KEPT = {"CI", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "SEED", "TMPDIR", "VIRTUAL_ENV"}
_publishers = count(1)


def database_url() -> str:
    """The test database's, as `DATABASE_URL` names it."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    where = quote(facts["HOST"], safe="") + (f":{facts['PORT']}" if facts["PORT"] else "")
    return f"postgres://{who}@{where}/{facts['NAME']}"


def surroundings(**variables: str) -> dict[str, str]:
    """The environment of a process on the test's own database, with its settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or name.startswith("PYTHON")
    }
    ours = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "VAR_DIR": str(settings.VAR_DIR),
    }
    return kept | ours | variables


def start(*words: str) -> Process:
    """Python with these words on its command line, with the test's settings and database."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=surroundings(PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def start_command(name: str, *options: str) -> Process:
    """`manage.py NAME OPTIONS`."""
    return start("manage.py", name, *options)


def start_publisher(rounds: int, page_ids: Iterable[int]) -> Process:
    """Publishes and unpublishes these pages; says `ready` once it could begin.

    Each publisher of a run draws what it does from dice of its own.
    """
    words = (next(_publishers), rounds, *page_ids)
    return start("-m", "tests.publication.publisher", *map(str, words))


def complaints(processes: Iterable[Process]) -> list[str]:
    """Waits for all of them; what those that failed or wrote to their error output said."""
    told = []
    for process in processes:
        errors = process.communicate()[1]
        if errors or process.returncode:
            told.append(f"{process.args}: exit code {process.returncode}\n{errors}")
    return told


def start_again(what: str, *arguments: object) -> Process:
    """A process that does this until it is told to `stop`."""
    return start("-W", "ignore", "-m", "tests.publication.again", what, *map(str, arguments))


def stop(process: Process) -> tuple[int, list[str]]:
    """Let it finish its round; returns how many it did and what it said. Fails if it failed."""
    process.terminate()
    said, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), errors
    *lines, rounds = said.splitlines()
    return int(rounds.removeprefix("rounds ")), [line for line in lines if line != "ready"]
