"""Which process is which: by its machine, its number and its birth.

A number alone proves nothing: it is used again, and two containers have one each.
"""

import os
import socket
from functools import cache
from pathlib import Path

PROC = Path("/proc")
ENDED = {"Z", "X"}  # in /proc/*/stat: a process that has ended and is still in the table
UNKNOWN = "?"


def this_process() -> str:
    """What names this process, and no other at any time."""
    number = os.getpid()
    return f"{_machine()}/{number}/{_birth(number)}"


def is_running(process: str) -> bool | None:
    """Whether the process still runs; None when it is another machine's or container's."""
    machine, _, rest = process.partition("/")
    number, _, birth = rest.partition("/")
    return _birth(int(number)) == birth if machine == _machine() else None


@cache
def _machine() -> str:
    """Within what numbers of processes are told apart: this boot, and a container of it."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{os.readlink(PROC / 'self/ns/pid')}"
    except OSError:
        return socket.gethostname()[:100]


def _birth(number: int) -> str:
    """When the process of this number began, in ticks since the boot; empty when there is none."""
    try:
        # After the program's name, which may hold anything, in brackets.
        facts = (PROC / str(number) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return UNKNOWN if _answers(number) else ""
    return "" if facts[0] in ENDED else facts[19]


def _answers(number: int) -> bool:
    """Where there is no /proc."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
