"""How the read side asks the database: one raw statement, rows as tuples.

The statements of `selectors` are written by hand because a GET has a budget of one or two, each of
which joins a document with its bytes in a locale's order of preference; the ORM says that in more
statements, and building a queryset costs more than the query. On PostgreSQL they are prepared once
per connection and answer in binary: planning such a join takes longer than running it, and a body
sent as hexadecimal text is twice as long.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import (
    DEFAULT_DB_ALIAS,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
)
from django.db.backends.utils import CursorWrapper
from psycopg.errors import (
    DuplicatePreparedStatement,
    FeatureNotSupported,
    InvalidSqlStatementName,
)

Rows = list[tuple[Any, ...]]
# The server, or a pooler that gave this session to another server, knows other statements; or a
# migration has changed what a prepared one returns.
FORGOTTEN = (InvalidSqlStatementName, DuplicatePreparedStatement, FeatureNotSupported)


def rows(sql: str, parameters: Sequence[Any]) -> Rows:
    """Every row of one statement; `%s` stands for a parameter.

    A connection the database has closed meanwhile is opened anew, once. So is one whose server has
    lost a prepared statement: it is prepared again. Raises OperationalError when the database
    cannot be reached.
    """
    try:
        return _rows(sql, parameters)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
    except (ProgrammingError, NotSupportedError) as error:
        if connection.in_atomic_block or not isinstance(error.__cause__, FORGOTTEN):
            raise
    connection.close()
    try:
        return _rows(sql, parameters)
    except (ProgrammingError, NotSupportedError) as error:
        if not isinstance(error.__cause__, FORGOTTEN):
            raise
        # Behind a pooler that gives each statement to another server nothing can be prepared.
        connection.connection.prepare_threshold = None
    return _rows(sql, parameters)


def row(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row, or None."""
    found = rows(sql, parameters)
    return found[0] if found else None


def _rows(sql: str, parameters: Sequence[Any]) -> Rows:
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _cursor() -> CursorWrapper:
    """Wrapped as Django wraps its own, so that errors and query counts are told the same way."""
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up at every dot
    if database.vendor != "postgresql":
        return database.cursor()
    database.ensure_connection()
    return database._prepare_cursor(BinaryCursor(database.connection))  # type: ignore[attr-defined]


class BinaryCursor(psycopg.Cursor[Any]):
    """Binds on the server, so that statements can be prepared, and reads answers in binary.

    Django's own binds in the client. Whether statements are prepared the connection says
    (`DATABASE_PREPARED_STATEMENTS`).
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> "BinaryCursor":
        return super().execute(query, params, binary=True)


def uuid_parameter(key: UUID) -> UUID | str:
    """A key as the database stores it."""
    return key if connection.features.has_native_uuid_field else key.hex


def uuid_value(stored: UUID | str) -> UUID:
    """A key as it comes out of the database."""
    return stored if isinstance(stored, UUID) else UUID(stored)


def uuid_text(stored: UUID | str) -> str:
    """A key as people write it; SQLite keeps its 32 digits."""
    if isinstance(stored, str):
        return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
    return str(stored)


def time_parameter(moment: datetime) -> datetime | str:
    """A moment in UTC as the database compares it: SQLite keeps text (as Django writes it)."""
    if connection.vendor == "sqlite":
        return moment.replace(tzinfo=None).isoformat(" ")
    return moment


def time_value(stored: datetime | str) -> datetime:
    """A moment as it comes out of the database, aware."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def placeholders(values: Iterable[Any]) -> str:
    """`%s, %s, …`, one per value."""
    return ", ".join("%s" for _ in values)
