"""The script that finds a browser: what it takes for one, and what it says without."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "scripts" / "browser.sh"
NEEDED = ("bash", "cat", "dirname", "env", "head", "id", "mkdir", "sed")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A machine with nothing but what the script itself needs."""
    for name in NEEDED:
        found = shutil.which(name)
        assert found, name
        (tmp_path / name).symlink_to(found)
    return tmp_path


def _has(programs: Path, name: str, version: str) -> None:
    program = programs / name
    program.write_text(f'#!/bin/sh\necho "{name.title()} {version} built for a test"\n')
    program.chmod(0o755)


def _asked(programs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *words],
        env=os.environ | {"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_browser_and_its_driver_are_found(programs: Path) -> None:
    _has(programs, "chromium", "156.0.1")
    _has(programs, "chromedriver", "156.0.2")
    told = _asked(programs)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.split() == [str(programs / "chromium"), str(programs / "chromedriver")]


def test_without_a_browser_it_says_so(programs: Path) -> None:
    _has(programs, "chromedriver", "156.0.2")
    told = _asked(programs, "find")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "browser: there is no Chromium with its driver\n"


def test_where_nothing_can_be_installed_it_says_what_to_install(programs: Path) -> None:
    told = _asked(programs)
    assert told.returncode == 1
    assert "apt-get install chromium chromium-driver" in told.stderr


def test_a_driver_of_another_version_is_refused(programs: Path) -> None:
    _has(programs, "chromium", "156.0.1")
    _has(programs, "chromedriver", "150.0.2")
    told = _asked(programs)
    assert (told.returncode, told.stdout) == (1, "")
    assert "not of one version (156 150)" in told.stderr


def test_an_unknown_word_is_refused(programs: Path) -> None:
    told = _asked(programs, "remove")
    assert told.returncode == 1
    assert "unknown command remove" in told.stderr
