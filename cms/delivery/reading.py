"""How the read side asks the database: one raw statement, rows as tuples.

The statements of `selectors` are written by hand because a GET has a budget of one or two, each of
which joins a document with its bytes in a locale's order of preference; the ORM says that in more
statements, and building a queryset costs more than the query. On PostgreSQL they are prepared once
per connection and answer in binary: planning such a join takes longer than running it, and a body
sent as hexadecimal text is twice as long.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.backends.utils import CursorWrapper

from cms.delivery.prepared import PreparedCursor

Rows = list[tuple[Any, ...]]


def rows(sql: str, parameters: Sequence[Any]) -> Rows:
    """Every row of one statement; `%s` stands for a parameter.

    A connection the database has closed meanwhile is opened anew, once. Raises OperationalError
    when the database cannot be reached.
    """
    try:
        return _rows(sql, parameters)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
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
    database.ensure_connection()
    cursor = CURSORS[database.vendor](database.connection)
    return database._prepare_cursor(cursor)  # type: ignore[attr-defined]


class QuestionMarks(sqlite3.Cursor):
    """Takes `%s` for a parameter, and rewrites a statement once, not at every use."""

    def execute(self, sql: str, parameters: Any = ()) -> "QuestionMarks":
        return super().execute(_question_marks(sql), parameters)


@lru_cache(maxsize=512)
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?")


CURSORS: Mapping[str, Callable[[Any], Any]] = {
    "postgresql": PreparedCursor,
    "sqlite": QuestionMarks,
}


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
