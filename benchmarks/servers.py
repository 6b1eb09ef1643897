"""The web server as shipped, one worker of it, and how much memory it holds."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.folders import HOME, ROOT, SHIPPED, environment
from cms.demo.processes import APPLICATION, WEB_SERVER, free_port

HOST = "127.0.0.1"
FIRST_PORT = 8700
READY_SECONDS = 90
# Django's own way of being served, with as many threads as ours has for reading.
WSGI = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "2")
DJANGO = "benchmarks.contenders.wsgi:application"


class WebServer:
    """granian: ours as `make demo` and docs/operations.md run it, others through WSGI."""

    def __init__(self, name: str, settings: str, database_url: str, **variables: str) -> None:
        self.name = name
        self.port = free_port(FIRST_PORT)
        options, application = (WEB_SERVER, APPLICATION) if settings == SHIPPED else (WSGI, DJANGO)
        command = [
            str(Path(sys.executable).with_name("granian")),
            *(*options, "--host", HOST, "--port", str(self.port), "--log-level", "warning"),
            application,
        ]
        self._log = (HOME / f"{name}.log").open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(settings, database_url, **variables),
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def await_ready(self, path: str) -> None:
        """Returns once `path` answers 200; raises TimeoutError with the log's end."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + path, timeout=READY_SECONDS) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.2)
        log = (HOME / f"{self.name}.log").read_text(encoding="utf-8", errors="replace")
        raise TimeoutError(f"{self.name} does not answer {path}:\n{log[-2000:]}")

    def memory(self) -> dict[str, int]:
        """Of the worker, in MB: `resident` as `ps` tells it, `own` without mapped files."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        workers = children.read_text(encoding="ascii").split()
        found = [_status(int(worker)) for worker in workers]
        return max(found, key=lambda one: one["resident"])

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def _status(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    kilobytes = {
        name: int(value.split()[0])
        for name, _, value in (line.partition(":") for line in lines)
        if name in {"VmRSS", "RssAnon", "VmHWM"}
    }
    return {
        "resident": round(kilobytes["VmRSS"] / 1024),
        "own": round(kilobytes["RssAnon"] / 1024),
    }
