"""Databases of a run: migrated once, seeded once, kept; a copy is taken for what changes them.

A kept database belongs to the sources that made it. When builders, migrations or the seed change,
it is made anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

from benchmarks.folders import HOME, ROOT, SHIPPED, environment

SOURCES = (
    *("benchmarks/seed/*.py", "cms/*/migrations/*.py", "content_pages/migrations/*.py"),
    *("home/migrations/*.py", "content_pages/builders/**/*.py", "content_pages/models/*.py"),
    *(
        "cms/publication/copies/building.py",
        "cms/publication/copies/context.py",
        "cms/publication/documents/*.py",
        "content_pages/*.py",
        "cms/core/code_lists/*.toml",
    ),
    "requirements.txt",
)


def fingerprint() -> str:
    """Of everything that decides what a seeded database holds."""
    digest = hashlib.blake2b(digest_size=8)
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Server(ABC):
    """One kind of database; names are those of databases on it."""

    label: str

    @abstractmethod
    def url(self, name: str) -> str: ...

    @abstractmethod
    def exists(self, name: str) -> bool: ...

    @abstractmethod
    def create(self, name: str) -> None: ...

    @abstractmethod
    def copy(self, source: str, target: str) -> None: ...

    @abstractmethod
    def drop(self, name: str) -> None: ...

    def seeded(self, plan: int, items: int) -> str:
        """The name of a database with `items` of a plan of `plan` items, made if need be."""
        made = fingerprint()
        name = f"bench_{made}_{plan}_{items}"
        if self.exists(name) and self._stamp(name).exists():
            return name
        self.drop(name)
        smaller = max(self._seeded_before(made, plan, items), default=0)
        source = f"bench_{made}_{plan}_{smaller}" if smaller else self._migrated(made)
        self.copy(source, name)
        self._python("-m", "benchmarks.seed", str(plan), str(items), database=name)
        self._stamp(name).touch()
        return name

    def _seeded_before(self, made: str, plan: int, items: int) -> list[int]:
        known = (path.stem for path in HOME.glob(f"{self.label}-bench_{made}_{plan}_*.seeded"))
        sizes = [int(stem.rpartition("_")[2]) for stem in known]
        return [
            size for size in sizes if size < items and self.exists(f"bench_{made}_{plan}_{size}")
        ]

    def _migrated(self, made: str) -> str:
        name = f"bench_{made}_empty"
        if not (self.exists(name) and self._stamp(name).exists()):
            self._forget_others(made)
            self.drop(name)
            self.create(name)
            print(f"  [{self.label}] migrating an empty database", flush=True)
            self._python("manage.py", "migrate", "--verbosity=0", database=name)
            self._stamp(name).touch()
        return name

    def _forget_others(self, made: str) -> None:
        """Databases of former sources are of no use and many gigabytes large."""
        for stamp in HOME.glob(f"{self.label}-bench_*.seeded"):
            if made not in stamp.stem:
                self.drop(stamp.stem.removeprefix(f"{self.label}-"))
                stamp.unlink()
        for told in HOME.glob(f"{self.label}-bench_*.expected.json"):
            if made not in told.name:
                told.unlink()

    def _stamp(self, name: str) -> Path:
        return HOME / f"{self.label}-{name}.seeded"

    def _python(self, *arguments: str, database: str) -> None:
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(SHIPPED, self.url(database)),
            check=True,
        )


class Sqlite(Server):
    """A file per database, in WAL mode as shipped."""

    label = "SQLite"

    def _path(self, name: str) -> Path:
        return HOME / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def create(self, name: str) -> None:
        pass  # The first connection does.

    def copy(self, source: str, target: str) -> None:
        shutil.copyfile(self._path(source), self._path(target))

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path(name)}{ending}").unlink(missing_ok=True)


class Postgres(Server):
    """A cluster of its own under var/bench, started here and stopped by `stop`."""

    label = "PostgreSQL"

    def __init__(self) -> None:
        started = self._script("start")
        self._url = _through_socket(started.stdout.strip().splitlines()[-1])

    def _script(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["scripts/postgres.sh", command],
            cwd=ROOT,
            env=os.environ | {"POSTGRES_DIR": str(HOME / "postgres")},
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )

    def stop(self) -> None:
        self._script("stop")

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{name}"))

    def _sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def exists(self, name: str) -> bool:
        return bool(self._sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def create(self, name: str) -> None:
        self._sql(f'CREATE DATABASE "{name}"')

    def copy(self, source: str, target: str) -> None:
        self._sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')

    def drop(self, name: str) -> None:
        self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _through_socket(url: str) -> str:
    """The way to a server on the same machine, where the path to its socket is not too long."""
    parts = urlsplit(url)
    folder = HOME / "postgres"
    if not (folder / f".s.PGSQL.{parts.port}").exists():
        return url
    place = f"{parts.username}@:{parts.port}"
    return urlunsplit(parts._replace(netloc=place, query=urlencode({"host": folder})))
