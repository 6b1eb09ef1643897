"""The report of what was given up."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.notifications.models import Message
from cms.notifications.outbox import notify
from cms.notifications.sending import send_waiting
from tests.admin.conftest import signed_in
from tests.factories import UserFactory
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/failed-mail/"
TO = "guest@example.org"


@pytest.fixture
def moderator() -> Client:
    return signed_in(UserFactory(group="Moderators", language="en"))


@pytest.fixture
def given_up(smtp: SmtpServer) -> Message:
    """A mail to an address that was none for a while."""
    smtp.refused[TO] = "550 5.1.1 Nobody of that name"
    notify(event="told", to=[TO], context={"title": "A"}, series="page:1")
    send_waiting()
    smtp.refused.clear()
    return Message.objects.get()


def test_it_says_what_to_whom_and_why(moderator: Client, given_up: Message) -> None:
    page = moderator.get(REPORT).content.decode()
    for told in ("Told", TO, "Nobody of that name", "Try again", "Dismiss"):
        assert told in page


def test_it_is_tried_again(moderator: Client, given_up: Message, smtp: SmtpServer) -> None:
    moderator.post(f"{REPORT}{given_up.pk}/retry/")
    send_waiting()
    assert smtp.subjects(TO) == ["A"]
    assert "No mail has failed." in moderator.get(REPORT).content.decode()


def test_all_are_tried_again(moderator: Client, given_up: Message, smtp: SmtpServer) -> None:
    page = moderator.post(f"{REPORT}retry-all/", follow=True).content.decode()
    assert "1 mail is tried again." in page
    send_waiting()
    assert smtp.subjects(TO) == ["A"]


def test_thousands_take_some_statements_and_of_a_series_the_newest(
    moderator: Client, smtp: SmtpServer
) -> None:
    def failed(count: int) -> None:
        for number in range(count):
            notify(event="told", to=[TO], context={"title": str(number)}, series=f"page:{number}")
        Message.objects.update(state="failed", slot=None)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            moderator.post(f"{REPORT}retry-all/")
        return len(asked)

    failed(2)
    few = statements()
    Message.objects.all().delete()
    failed(40)
    notify(event="told", to=[TO], context={"title": "older"}, series="page:7")
    older = clock.now() - timedelta(days=1)
    Message.objects.filter(state="waiting").update(state="failed", slot=None, created_at=older)
    notify(event="told", to=[TO], context={"title": "newest"}, series="page:8")
    assert statements() <= few + 1
    assert not Message.objects.exclude(state="waiting").exists()
    assert Message.objects.count() == 40
    while send_waiting():
        pass
    assert set(smtp.subjects(TO)) == {"newest", *map(str, range(40))} - {"8"}


def test_a_newer_one_is_sent_in_its_place(
    moderator: Client, given_up: Message, smtp: SmtpServer
) -> None:
    notify(event="told", to=[TO], context={"title": "B"}, series="page:1")
    moderator.post(f"{REPORT}{given_up.pk}/retry/")
    send_waiting()
    assert smtp.subjects(TO) == ["B"]


def test_it_is_dismissed(moderator: Client, given_up: Message) -> None:
    moderator.post(f"{REPORT}{given_up.pk}/dismiss/")
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", ["retry", "dismiss"])
def test_what_did_not_fail_is_left_alone(moderator: Client, act: str) -> None:
    notify(event="told", to=[TO], context={"title": "A"})
    waits = Message.objects.get()
    page = moderator.post(f"{REPORT}{waits.pk}/{act}/", follow=True).content.decode()
    assert "no longer among those that failed" in page
    assert Message.objects.get().state == Message.State.WAITING


def test_others_are_refused(given_up: Message) -> None:
    for person in (UserFactory(group="Operators"), UserFactory(group="Editors")):
        client = signed_in(person)
        assert client.get(REPORT).status_code == 302
        for act in (f"{given_up.pk}/retry", f"{given_up.pk}/dismiss", "retry-all"):
            client.post(f"{REPORT}{act}/")
    row: Any = Message.objects.get()
    assert row.state == Message.State.FAILED
