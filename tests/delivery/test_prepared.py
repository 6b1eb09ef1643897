"""Reading from PostgreSQL: prepared, in binary, and able to start again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.errors import InvalidSqlStatementName

from cms.delivery.selectors import statements
from tests.factories import ItemFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "/api/v1/items/le-bolchoi"


@pytest.fixture(autouse=True)
def item() -> Iterator[None]:
    ItemFactory(published=True, slug="le-bolchoi", title="Большой 🎭")
    connection.close()
    yield
    connection.close()


def _sql(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def _prepared() -> int:
    return len(_sql("SELECT name FROM pg_prepared_statements"))


def test_a_question_that_comes_again_is_prepared(client: Client) -> None:
    for _ in range(3):
        assert client.get(ADDRESS).json()["title"] == "Большой 🎭"
    assert _prepared() == 1


def test_a_lost_connection_is_opened_anew(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 200
    ((pid,),) = _sql("SELECT pg_backend_pid()")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    assert client.get(ADDRESS).json()["title"] == "Большой 🎭"


@pytest.mark.parametrize(
    "meanwhile",
    [
        "DEALLOCATE ALL",
        # What a pooler does that gives the session of another client to this one.
        "DEALLOCATE ALL; PREPARE _pg3_1 AS SELECT 1; PREPARE _pg3_2 AS SELECT 2",
    ],
    ids=["forgotten", "another's"],
)
def test_what_the_server_forgot_is_prepared_again(client: Client, meanwhile: str) -> None:
    assert client.get(ADDRESS).status_code == 200
    _sql(meanwhile)
    for address in (ADDRESS, "/api/v1/items", ADDRESS):
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESS).json()["title"] == "Большой 🎭"
    assert len(asked) == 1
    assert _prepared() == 2


def test_a_pooler_that_knows_no_statement_is_asked_without(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every statement reaches another server, which has never heard of it."""
    execute = statements.BinaryCursor.execute

    def elsewhere(self: Any, query: Any, params: Any = None, **more: Any) -> Any:
        if self.connection.prepare_threshold is not None:
            raise InvalidSqlStatementName("prepared statement _pg3_0 does not exist")
        return execute(self, query, params, **more)

    monkeypatch.setattr(statements.BinaryCursor, "execute", elsewhere)
    for _ in range(3):
        assert client.get(ADDRESS).json()["title"] == "Большой 🎭"


def test_a_migration_under_a_running_server_is_no_error(client: Client) -> None:
    change = "ALTER TABLE publication_publisheddocument ALTER COLUMN surrogate_keys TYPE {}"
    ((kind,),) = _sql(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attname = 'surrogate_keys'"
        " AND attrelid = 'publication_publisheddocument'::regclass"
    )
    other = "varchar(4000)" if kind == "text" else "text"
    assert client.get(ADDRESS).status_code == 200
    try:
        _sql(change.format(other))
        assert client.get(ADDRESS).json()["title"] == "Большой 🎭"
    finally:
        _sql(change.format(kind))
    assert client.get(ADDRESS).json()["title"] == "Большой 🎭"


def test_behind_a_pooler_nothing_is_prepared(client: Client) -> None:
    connection.settings_dict["OPTIONS"]["prepare_threshold"] = None
    try:
        for _ in range(3):
            assert client.get(ADDRESS).status_code == 200
        assert _prepared() == 0
    finally:
        connection.settings_dict["OPTIONS"]["prepare_threshold"] = 0
