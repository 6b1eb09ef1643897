"""The demo's web and worker live and die together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cms.demo.processes import Processes, free_port
from tests.architecture.table import ROOT

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]

# Runs two sleepers as the demo runs web and worker, and says when they are up.
LAUNCHER = """
import os, sys
from cms.demo.processes import Processes
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
pair = Processes({"web": sleeper, "worker": sleeper}, dict(os.environ), print)
def up():
    print(*(process.pid for process in pair.running.values()), flush=True)
sys.exit(pair.run(lambda: True, up))
"""


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_taken_port_is_left_alone() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        chosen = free_port(busy)
    assert chosen > busy


def test_when_one_dies_the_other_is_stopped() -> None:
    said: list[str] = []
    pair = Processes({"web": SLEEPER, "worker": FAILING}, dict(os.environ), said.append)
    code = pair.run(lambda: False, lambda: None)
    assert code == 3
    assert said == ["worker ended (exit code 3); stopping the others."]
    assert all(process.poll() is not None for process in pair.running.values())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_reaches_both(number: signal.Signals) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    pids = [int(word) for word in launcher.stdout.readline().split()]
    assert [_alive(pid) for pid in pids] == [True, True]
    launcher.send_signal(number)
    launcher.communicate(timeout=30)
    assert launcher.returncode == 0
    assert [_alive(pid) for pid in pids] == [False, False]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("named", [True, False])
def test_the_demo_is_reset_where_its_data_is(tmp_path: Path, named: bool) -> None:
    folder = tmp_path / ("elsewhere" if named else "var")
    (folder / "media").mkdir(parents=True)
    for name in ("db.sqlite3", "demo.json", "media/picture.jpg", "secret_key"):
        (folder / name).touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    environment = {name: value for name, value in os.environ.items() if name != "VAR_DIR"}
    if named:
        environment["VAR_DIR"] = str(folder)
    subprocess.run(["make", "demo-reset"], cwd=tmp_path, env=environment, check=True)
    assert [one.name for one in folder.iterdir()] == ["secret_key"]
