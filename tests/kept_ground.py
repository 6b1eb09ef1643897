"""The ground as it was laid, kept for what follows a test that commits."""

import sqlite3

from django.db import connection

from tests.factories.tree import lay_ground
from tests.ground import lay_wagtail


class KeptGround:
    """Lays the ground, and again what it was: SQLite's from a copy of its file, in a hundredth of
    the time; PostgreSQL's from nothing."""

    def __init__(self) -> None:
        self._copy: sqlite3.Connection | None = None

    def lay(self) -> None:
        lay_wagtail()
        lay_ground()
        if connection.vendor == "sqlite":
            self._copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.ensure_connection()
            connection.connection.backup(self._copy)

    def lay_again(self) -> None:
        """Whatever the tables hold now; raises sqlite3.OperationalError where a test has left
        somebody else writing."""
        if self._copy is None:
            lay_wagtail()
            lay_ground()
            return
        connection.ensure_connection()
        self._copy.backup(connection.connection)


GROUND = KeptGround()
