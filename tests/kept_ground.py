"""The ground as it was laid, kept for what follows a test that commits."""

import sqlite3
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from tests.factories.tree import lay_ground
from tests.ground import lay_wagtail


class KeptGround:
    """Lays the ground, and puts it back as it was: laying it again would be a second's work."""

    def __init__(self) -> None:
        self._file: sqlite3.Connection | None = None
        self._rows: dict[str, bytes] = {}

    def lay(self) -> None:
        lay_wagtail()
        lay_ground()
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._file = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._file)
        else:
            self._rows = {table: _copied(table) for table in _tables()}

    def lay_again(self) -> None:
        """Whatever the tables hold now; raises OperationalError where a test has left somebody
        else writing."""
        connection.ensure_connection()
        if self._file is not None:
            self._file.backup(connection.connection)
        else:
            self._fill()

    def _fill(self) -> None:
        """Foreign keys are asked about when all rows are there."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Emptied after the test; Django has put its permissions in again.
            for table in self._rows:
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in self._rows.items():
                if rows:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(rows)
            models = apps.get_models(include_auto_created=True)
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _copied(table: str) -> bytes:
    rows: Any
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" TO STDOUT') as rows,
    ):
        return b"".join(bytes(row) for row in rows)


GROUND = KeptGround()
