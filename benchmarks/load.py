"""Load: 16 connections kept alive, asking one address after another, by wrk."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.folders import HOME

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Measured:
    """Of one burst; latencies in milliseconds, as a connection among sixteen sees them."""

    per_second: float
    bytes_each: float
    median_ms: float
    p95_ms: float


def need_wrk() -> None:
    """Installs wrk where that is possible; raises SystemExit where it is not."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("bench: installing wrk", flush=True)
        subprocess.run(["apt-get", "-qq", "update"], check=True)
        subprocess.run(["apt-get", "-qq", "install", "-y", "wrk"], check=True)
        return
    raise SystemExit("bench: wrk is missing (Debian: apt-get install wrk)")


def burst(url: str, requests: list[str], seconds: int, connections: int = CONNECTIONS) -> Measured:
    """Load for so many seconds; `requests` are lines of load.lua. Raises where one failed."""
    lines = HOME / "requests.txt"
    lines.write_text("\n".join(requests) + "\n", encoding="utf-8")
    command = [
        *("wrk", "--threads", "1", "--connections", str(connections)),
        *("--duration", f"{seconds}s", "--timeout", "120s", "--script", str(SCRIPT), url),
        *("--", str(lines)),
    ]
    told = subprocess.run(command, check=True, text=True, capture_output=True).stdout
    line = next(line for line in told.splitlines() if line.startswith("RESULT"))
    count, micros, size, errors, median, p95 = (float(word) for word in line.split()[1:])
    if errors or not count:
        raise RuntimeError(f"{errors:.0f} failed of {count:.0f} requests to {url}:\n{told}")
    return Measured(count / micros * 1e6, size / count, median / 1000, p95 / 1000)
