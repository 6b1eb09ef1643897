"""Alive, and of use."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.publication.models import DuePage, StalePage
from content_pages.models import ItemPage


def test_alive_asks_nobody(client: Client) -> None:
    """Without the database fixture, any query would fail."""
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_ready_with_its_parts(client: Client, item: ItemPage) -> None:
    answer = client.get("/readyz")
    parts = answer.json()["parts"]
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert {name: part["status"] for name, part in parts.items()} == {
        "database": "ok",
        "search": "ok",
        "followers": "ok",
        "queue": "ok",
    }
    assert parts["search"]["engine"] == "embedded"
    assert parts["followers"]["catalogue_lag"] == 0
    assert parts["queue"] == {"status": "ok", "waiting": 0, "oldest_seconds": None}


@pytest.mark.django_db
def test_lag_is_told(client: Client, item: ItemPage) -> None:
    StalePage.objects.create(page_id=item.get_parent().pk)
    DuePage.objects.create(page_id=item.pk, at=clock.now() - timedelta(hours=1))
    client.get("/api/v1/items")
    item.unpublish()
    followers = client.get("/readyz").json()["parts"]["followers"]
    assert followers["stale_pages"] == 1
    assert followers["catalogue_lag"] >= 1


@pytest.mark.django_db
def test_the_age_of_the_queue_is_told(client: Client) -> None:
    task = DBTaskResult.objects.create(
        task_path="tests.nothing",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=clock.now() - timedelta(seconds=90))
    queue = client.get("/readyz").json()["parts"]["queue"]
    assert queue["waiting"] == 1
    assert 90 <= queue["oldest_seconds"] < 120


@pytest.mark.django_db
def test_without_a_database_it_says_which_part_fails(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
        document = client.get("/api/v1/items")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["parts"]["database"] == {
        "status": "failed",
        "error": "OperationalError",
    }
    assert document.status_code == 503
    assert document["Content-Type"] == "application/problem+json"
    assert "server closed" not in document.content.decode()
