"""A worker as it runs in life: `manage.py worker`, on the test's own database."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.publication.processes import database_url

HANG_GUARD = 120  # seconds; nothing here is measured


class WorkerProcess:
    """Starts it and waits until it says that it is ready."""

    def __init__(self, *, busy_seconds: int = 30) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.worker.settings"}
            | {"VAR_DIR": str(settings.VAR_DIR), "SQLITE_BUSY_SECONDS": str(busy_seconds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "The worker is ready.\n", self.errors()
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        self.log.extend(self.process.stderr)

    def errors(self) -> str:
        return self.process.communicate()[1]

    def said(self, words: str) -> bool:
        return any(words in line for line in list(self.log))

    def lives(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(HANG_GUARD)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(HANG_GUARD)


@contextmanager
def worker(*, busy_seconds: int = 30) -> Iterator[WorkerProcess]:
    process = WorkerProcess(busy_seconds=busy_seconds)
    try:
        yield process
    finally:
        if process.lives():
            process.kill()


def ended_process() -> str:
    """What named a process that has ended since."""
    words = "from cms.core.processes import this_process; print(this_process())"
    told = subprocess.check_output([sys.executable, "-c", words], cwd=settings.BASE_DIR, text=True)
    return told.strip()


def until(holds: Callable[[], object]) -> None:
    """Wait until it holds; the deadline only keeps a broken test from hanging."""
    deadline = time.monotonic() + HANG_GUARD
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
