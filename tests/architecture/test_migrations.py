"""The suite lays its tables without migrations; here the real ones run, on the suite's engine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from tests.architecture.table import ROOT

INSPECT = """
import django; django.setup()
from wagtail.models import Locale, Page, Site
print(Page.objects.filter(depth=1).count(), Site.objects.count(), Locale.objects.count() > 0)
"""


def _run(url: str, var: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": url,
            "VAR_DIR": str(var),
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture
def empty_database(tmp_path: Path, db: None) -> Iterator[str]:
    """The address of a database of the suite's own kind that nobody has touched."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    settings = connection.settings_dict
    name = f"empty_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    yield (f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT']}/{name}")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_an_empty_database_is_migrated_and_sound(empty_database: str, tmp_path: Path) -> None:
    (tmp_path / "media" / "documents").mkdir(parents=True)
    (tmp_path / "media" / "documents" / "letter.pdf").write_text("of before the private folder")
    migrate = _run(empty_database, tmp_path, "manage.py", "migrate", "--verbosity", "0")
    assert migrate.returncode == 0, migrate.stderr
    assert (tmp_path / "private" / "documents" / "letter.pdf").exists()
    assert not (tmp_path / "media" / "documents" / "letter.pdf").exists()
    left = _run(empty_database, tmp_path, "manage.py", "migrate", "--check")
    assert left.returncode == 0, left.stdout
    checks = _run(empty_database, tmp_path, "manage.py", "check", "--database", "default")
    assert checks.returncode == 0, checks.stderr
    ground = _run(empty_database, tmp_path, "-c", INSPECT)
    assert ground.stdout.split() == ["1", "1", "True"], ground.stderr
