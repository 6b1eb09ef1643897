"""A program whose processes are killed: `python -m tests.publication.killed FOLDER`.

Reads a line of JSON per round from its input, `{"round": 3, "moment": "2031-01-04T…", "victim":
"import"}`, and has a child of its own carry out a few operations, the victim last. The child kills
itself with SIGKILL just before a statement that the dice name: the same seed dies at the same
point. Without a victim it goes on until somebody else kills it.

Each operation is told when it begins and when it has ended; `over` and the exit code end a round.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()  # before models: this module is a program of its own

from django.db import connection, connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from tests.publication.operations import OPERATIONS, Day, carry_out  # noqa: E402
from tests.seed import dice  # noqa: E402

# How often the victim operation is tried before a round counts as survived.
TRIES = 4


class Death:
    """Before its statement `number` the process is gone."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.left -= 1
        if self.left == 0:
            say(f"dies before {sql[:200]}")
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def live(folder: Path, number: int, moment: datetime, victim: str | None) -> None:
    """A child's whole life."""
    own = dice("operations", number)
    day = Day(own, moment, folder)
    say(f"pid {os.getpid()}")
    if victim is None:
        while True:
            perform(own.choice(list(OPERATIONS)), day)
    for name in own.sample(list(OPERATIONS), own.randint(1, 2)):
        perform(name, day)
    for _try in range(TRIES):
        perform(victim, day, Death(own.randint(1, OPERATIONS[victim][1])))


def perform(name: str, day: Day, death: Death | None = None) -> None:
    say(f"begins {name}")
    with ExitStack() as stack:
        if death:
            stack.enter_context(connection.execute_wrapper(death))
        carry_out(name, day)
    say(f"ends {name}")


def main(folder: Path) -> None:
    _ = get_resolver().url_patterns  # read once here, not by every child
    connections.close_all()
    say("ready")
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if not child:
            code = 1
            try:
                moment = datetime.fromisoformat(told["moment"])
                live(folder, told["round"], moment, told["victim"])
                connections.close_all()
                code = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(code)
        _pid, status = os.waitpid(child, 0)
        say(f"over {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
