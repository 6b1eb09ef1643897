"""Reading from PostgreSQL: prepared, in binary, and able to start again."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client

from cms.delivery import prepared
from cms.delivery.reading import row, rows

pytestmark = pytest.mark.postgres

KEY = "7f0c0000-0000-4000-8000-000000000001"


@pytest.mark.django_db
def test_values_come_back_as_they_are() -> None:
    sql = """SELECT %s::uuid, %s::bigint, %s::int, %s::text, %s::varchar, NULL::text,
        %s::timestamptz, 'détail'::text::bytea"""
    moment = datetime(2026, 5, 16, 18, 30, 0, 250_000, tzinfo=UTC)
    for _ in range(3):
        found = row(sql, [UUID(KEY), -(2**40), -7, "Большой 🎭", "é", moment])
        assert found == (
            UUID(KEY),
            -(2**40),
            -7,
            "Большой 🎭",
            "é",
            None,
            moment,
            "détail".encode(),
        )


@pytest.mark.django_db
def test_a_mistake_is_told_and_forgotten() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows("SELECT nothing_of_the_kind FROM publication_change WHERE seq > %s", [1])
    assert rows("SELECT %s::int", [1]) == [(1,)]


@pytest.mark.django_db
def test_more_statements_than_a_server_should_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST_STATEMENTS", 2)
    for number in range(5):
        assert rows(f"SELECT %s::int + {number}", [1]) == [(1 + number,)]


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_opened_anew(client: Client) -> None:
    assert client.get("/api/v1/home").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    assert client.get("/api/v1/home").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_the_server_forgot_is_prepared_again() -> None:
    assert rows("SELECT %s::int", [1]) == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError):
        rows("SELECT %s::int", [1])
    assert rows("SELECT %s::int", [1]) == [(1,)]
