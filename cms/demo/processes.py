"""Several processes run as one: started together, stopped together, none survives another."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 10.0
POLL_SECONDS = 0.2
PORTS_TRIED = 100
# The site as shipped, served by granian with one worker; threads are a matter of settings.
WEB_SERVER = ("--interface", "rsgi", "--no-ws", "--workers", "1")
APPLICATION = "cms.rsgi:application"


def free_port(wanted: int, host: str = "127.0.0.1") -> int:
    """The wanted port, or the next one above it that nobody listens on.

    Raises OSError when a hundred ports in a row are taken.
    """
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            # A server that has just stopped leaves its port waiting; that one is free to take.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"ports {wanted} to {wanted + PORTS_TRIED - 1} are all taken")


@dataclass
class Processes:
    """Runs named commands until one ends or someone asks to stop."""

    commands: Mapping[str, Sequence[str]]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked_to_stop: bool = False

    def run(self, ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Blocks; returns 0 when stopped on request, else the code of the process that died.

        `ready` is asked again and again until it says yes; then `on_ready` is called, once.
        """
        former = {one: signal.signal(one, self._ask_to_stop) for one in STOP_SIGNALS}
        try:
            for name, command in self.commands.items():
                # A session of its own: Ctrl-C reaches this process alone, which passes it on.
                self.running[name] = subprocess.Popen(
                    command, env=dict(self.environment), start_new_session=True
                )
            return self._watch(ready, on_ready)
        finally:
            self._stop_all()
            for one, handler in former.items():
                signal.signal(one, handler)

    def _watch(self, ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        announced = False
        while not self.asked_to_stop:
            for name, process in self.running.items():
                code = process.poll()
                if code is not None:
                    self.say(f"{name} ended (exit code {code}); stopping the others.")
                    return code or 1
            if not announced and ready():
                announced = True
                on_ready()
            time.sleep(POLL_SECONDS)
        return 0

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _stop_all(self) -> None:
        """Asks politely, waits, then insists."""
        for process in self.running.values():
            _signal_group(process, signal.SIGINT)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """The process and what it started, as long as it has not been waited for."""
    if process.poll() is None:
        os.killpg(process.pid, number)
