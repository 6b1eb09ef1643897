"""The report “Background work”: for administrators, who try again or dismiss what failed."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.core.models import WorkerHeartbeat
from tests.admin.conftest import signed_in
from tests.factories import UserFactory
from tests.worker import tasks

REPORT = "/admin/reports/background-work/"


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(UserFactory(superuser=True, language="en"))


@pytest.fixture
def failed(db: None, tmp_path: Any) -> DBTaskResult:
    queued = tasks.stumble.enqueue(str(tmp_path / "lines"))
    DBTaskResult.objects.filter(pk=UUID(str(queued.id))).update(
        status="FAILED",
        worker_ids=["a", "b", "c", "d", "e"],
        finished_at=clock.now(),
        exception_class_path="builtins.ValueError",
        traceback="Traceback:\n  …\nValueError: a stone",
    )
    return DBTaskResult.objects.get()


def test_it_shows_what_failed_waits_and_runs_and_who_works(
    administrator: Client, failed: DBTaskResult
) -> None:
    tasks.add_group.enqueue("a group")
    WorkerHeartbeat.objects.create(
        worker_id="one",
        host="here",
        process=4711,
        started_at=clock.now(),
        last_seen_at=clock.now(),
        doing="tests.worker.tasks.note",
    )
    page = administrator.get(REPORT).content.decode()
    for words in ("stumble", "ValueError: a stone", "add_group", "a group", "Try again", "Dismiss"):
        assert words in page
    assert "here:4711" in page
    assert page.index("stumble") < page.index("add_group")


def test_it_can_be_narrowed_to_what_failed(administrator: Client, failed: DBTaskResult) -> None:
    tasks.add_group.enqueue("a group")
    page = administrator.get(f"{REPORT}?status=FAILED").content.decode()
    assert "stumble" in page
    assert "add_group" not in page


def test_what_ended_well_is_not_in_it(administrator: Client, failed: DBTaskResult) -> None:
    DBTaskResult.objects.update(status="SUCCESSFUL")
    page = administrator.get(REPORT).content.decode()
    assert "stumble" not in page
    assert "Nothing waits, nothing runs, nothing has failed." in page
    assert "No worker has been heard of." in page


def test_tried_again_it_has_all_its_attempts(administrator: Client, failed: DBTaskResult) -> None:
    answer = administrator.post(f"{REPORT}{failed.pk}/retry/", follow=True)
    assert "The task is tried again." in answer.content.decode()
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids) == ("READY", [])
    assert DBTaskResult.objects.ready().filter(pk=failed.pk).exists()


def test_dismissed_it_is_forgotten(administrator: Client, failed: DBTaskResult) -> None:
    answer = administrator.post(f"{REPORT}{failed.pk}/dismiss/", follow=True)
    assert "The task is dismissed." in answer.content.decode()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("action", ["retry", "dismiss"])
def test_only_what_failed_is_acted_upon(
    administrator: Client, failed: DBTaskResult, action: str
) -> None:
    DBTaskResult.objects.update(status="RUNNING")
    answer = administrator.post(f"{REPORT}{failed.pk}/{action}/", follow=True)
    assert "no longer among those that failed" in answer.content.decode()
    failed.refresh_from_db()
    assert failed.status == "RUNNING"


@pytest.mark.parametrize("group", ["Moderators", "Operators"])
def test_it_is_nobody_elses_affair(failed: DBTaskResult, group: str) -> None:
    client = signed_in(UserFactory(group=group, language="en"))
    assert "background-work" not in client.get("/admin/").content.decode()
    for address in (REPORT, f"{REPORT}results/"):
        answer = client.get(address)
        assert answer["Location"] == "/admin/"
    for action in ("retry", "dismiss"):
        client.post(f"{REPORT}{failed.pk}/{action}/")
        failed.refresh_from_db()
        assert failed.status == "FAILED"


def test_signed_out_it_leads_to_the_login(failed: DBTaskResult, client: Client) -> None:
    action = f"{REPORT}{failed.pk}/dismiss/"
    assert client.get(REPORT)["Location"] == f"/admin/login/?next={REPORT}"
    assert client.post(action)["Location"] == f"/admin/login/?next={action}"
    assert DBTaskResult.objects.exists()


def test_the_menu_leads_there(administrator: Client) -> None:
    assert "/admin/reports/background-work/" in administrator.get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_code_is_gone_ends_in_the_report(settings: Any) -> None:
    settings.TASK_ATTEMPTS = 1
    administrator = signed_in(UserFactory(superuser=True, language="en"))
    queued = tasks.add_group.enqueue("a group")
    DBTaskResult.objects.filter(pk=UUID(str(queued.id))).update(task_path="tests.worker.tasks.gone")
    call_command("worker", once=True)
    assert DBTaskResult.objects.get().status == "FAILED"
    assert "gone" in administrator.get(REPORT).content.decode()
