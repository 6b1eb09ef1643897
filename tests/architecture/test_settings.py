"""Settings come from the environment and are safe when nothing was said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.table import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "a-key-of-the-test-that-is-long-enough-to-satisfy-every-check-of-django",
    "ALLOWED_HOSTS": "portal.example",
    "PUBLIC_BASE_URL": "https://portal.example",
}


def _python(code: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a fresh interpreter that knows only the given environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "start",
    [
        "import cms.wsgi",
        "import sys; sys.argv = ['manage.py', 'migrate']\n"
        "from django.core.management import execute_from_command_line as run; run(sys.argv)",
    ],
    ids=["web server", "command"],
)
def test_production_without_a_secret_key_refuses_in_one_line(start: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    result = _python(start, tmp_path, **environment)
    assert result.returncode == 1
    assert result.stderr.strip().count("\n") == 0
    assert "SECRET_KEY" in result.stderr


def test_the_web_server_is_production_unless_told_otherwise(tmp_path: Path) -> None:
    environment = {k: v for k, v in PRODUCTION.items() if k != "DJANGO_SETTINGS_MODULE"}
    code = (
        "import cms.wsgi\nfrom django.conf import settings as s\n"
        "print(s.SETTINGS_MODULE, s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS)"
    )
    result = _python(code, tmp_path, **environment)
    assert result.stdout.strip() == (
        "cms.settings.production False True True True ['portal.example']"
    ), result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "mysql://nowhere/db"), ("SECURE_SSL_REDIRECT", "maybe")],
)
def test_a_setting_that_cannot_be_read_names_itself(name: str, value: str, tmp_path: Path) -> None:
    result = _python("import cms.wsgi", tmp_path, **PRODUCTION, **{name: value})
    assert result.returncode == 1
    assert name in result.stderr.strip().splitlines()[-1]


def test_the_development_key_is_made_once_and_kept_out_of_git(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = (
        _python(code, tmp_path, DJANGO_SETTINGS_MODULE="cms.settings.dev").stdout for _ in range(2)
    )
    assert len(first.strip()) >= 50
    assert first == second
    ignored = subprocess.run(["git", "check-ignore", "-q", "var/secret_key"], cwd=ROOT, check=False)
    assert ignored.returncode == 0
