"""Statements prepared once per PostgreSQL connection, answered in binary by one call of libpq.

psycopg's own cursor sends without blocking and then waits on the socket step by step: good for
async code, and half of the time of a statement that takes 0.1 ms. `psycopg.pq` is its documented
face of libpq (https://www.psycopg.org/psycopg3/docs/api/pq.html); what is used of it here is the
four calls below. Parameters travel as text, whose types the server infers.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import pq

# A server keeps a plan for each; what comes beyond is planned anew every time.
MOST_STATEMENTS = 200
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
BINARY = 1

PreparedNames = dict[str, bytes]
_known: WeakKeyDictionary[Any, PreparedNames] = WeakKeyDictionary()
_numbers = count(1)


def _integer(raw: bytes) -> int:
    return int.from_bytes(raw, "big", signed=True)


def _moment(raw: bytes) -> datetime:
    return EPOCH + timedelta(microseconds=_integer(raw))


# By the numbers types have in pg_type: their binary form is part of the protocol.
READERS: dict[int, Callable[[bytes], Any]] = {
    17: bytes,  # bytea
    20: _integer,  # bigint
    23: _integer,  # integer
    25: bytes.decode,  # text
    1043: bytes.decode,  # varchar
    1184: _moment,  # timestamptz
    2950: lambda raw: UUID(bytes=bytes(raw)),  # uuid
}


class Sent(NamedTuple):
    """What Django's query log asks a cursor of psycopg for."""

    query: bytes


class PreparedCursor:
    """As much of a DB-API cursor as reading takes, so that Django can wrap, count and log it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self._query: Sent | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Raises psycopg's errors, as its own cursors do."""
        self._query = Sent(sql.encode())
        libpq = self._connection.pgconn
        names = _known.setdefault(self._connection, {})
        values = [str(value).encode() for value in parameters]
        try:
            name = names.get(sql) or self._prepare(sql, names)
            if name:
                result = libpq.exec_prepared(name, values, result_format=BINARY)
            else:
                result = libpq.exec_params(_numbered(sql), values, result_format=BINARY)
            self._check(result, pq.ExecStatus.TUPLES_OK)
        except psycopg.Error:
            names.clear()  # whatever was wrong, the next statement is prepared under a new name
            raise
        self._rows = _rows(result)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows

    def close(self) -> None:
        self._rows = []

    def _prepare(self, sql: str, names: PreparedNames) -> bytes | None:
        if len(names) >= MOST_STATEMENTS:
            return None
        name = b"coulisses_%d" % next(_numbers)
        self._check(self._connection.pgconn.prepare(name, _numbered(sql)), pq.ExecStatus.COMMAND_OK)
        names[sql] = name
        return name

    def _check(self, result: Any, expected: pq.ExecStatus) -> None:
        if result.status == expected:
            return
        if self._connection.pgconn.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError("the connection is lost")
        raise psycopg.errors.error_from_result(result)


def _numbered(sql: str) -> bytes:
    """`%s` as `$1`, `$2` …"""
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", sql).encode()


def _rows(result: Any) -> list[tuple[Any, ...]]:
    readers = [READERS[result.ftype(column)] for column in range(result.nfields)]
    return [
        tuple(
            [
                None if (raw := result.get_value(line, column)) is None else read(raw)
                for column, read in enumerate(readers)
            ]
        )
        for line in range(result.ntuples)
    ]
