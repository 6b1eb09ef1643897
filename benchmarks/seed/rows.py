"""Whole tables as tuples: read as the database stores them, written as fast as it takes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
BATCH = 2_000


class Rows:
    """Some rows of one table, with the names of its columns."""

    def __init__(self, table: str, columns: Sequence[str], rows: list[Row]) -> None:
        self.table = table
        self.columns = list(columns)
        self.rows = rows

    def place(self, column: str) -> int:
        return self.columns.index(column)


def read(table: str, where: str, *, without: Sequence[str] = ()) -> Rows:
    """The rows of `table` that match; `without` are columns the database numbers itself."""
    with connection.cursor() as cursor:
        names = [
            one.name
            for one in connection.introspection.get_table_description(cursor, table)
            if one.name not in without
        ]
        cursor.execute(f"SELECT {_quoted(names)} FROM {table} WHERE {where}")
        return Rows(table, names, cursor.fetchall())


def write(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Append rows whose values are already as the database stores them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            statement = f"COPY {table} ({_quoted(columns)}) FROM STDIN"
            with cursor.cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        return
    places = ", ".join("?" for _ in columns)
    connection.ensure_connection()
    connection.connection.executemany(
        f"INSERT INTO {table} ({_quoted(columns)}) VALUES ({places})", rows
    )


def highest(table: str, column: str = "id") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX({column}), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def catch_up(table: str, column: str = "id") -> None:
    """Rows came with numbers of their own: the next one the database gives must lie above."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"
                f" (SELECT MAX({column}) FROM {table}))"
            )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
