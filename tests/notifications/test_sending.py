"""What becomes of mail between the outbox and a real server."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from cms.core import clock
from cms.notifications.models import Message
from cms.notifications.outbox import notify
from cms.notifications.sending import claim, send_waiting, take_back
from tests.factories import UserFactory
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db
State = Message.State
TO = "guest@example.org"


def tell(title: str = "A", *, event: str = "told", to: Any = TO, series: str = "") -> None:
    notify(event=event, to=[to], context={"title": title}, series=series)


def states() -> list[str]:
    return list(Message.objects.order_by("created_at").values_list("state", flat=True))


def due_now() -> None:
    Message.objects.update(retry_at=clock.now())


def test_the_worker_sends_what_waits(smtp: SmtpServer) -> None:
    tell("Une nuit « au musée »")
    call_command("worker", once=True)
    (mail,) = smtp.to(TO)
    assert mail["Subject"] == "Une nuit « au musée »"
    assert mail["From"] == "coulisses@localhost"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().startswith("About Une nuit « au musée ».")
    assert states() == [State.SENT]
    assert Message.objects.get().context == {}, "what was sent is forgotten"


def test_nothing_is_sent_twice(smtp: SmtpServer) -> None:
    tell()
    assert [send_waiting(), send_waiting()] == [1, 0]
    assert len(smtp.mails) == 1


def test_one_mail_per_series(smtp: SmtpServer) -> None:
    tell("A", series="page:1")
    tell("B", series="page:1")
    send_waiting()
    tell("C", series="page:1")
    send_waiting()
    assert smtp.subjects(TO) == ["B"]
    tell("D", event="again", series="page:1")
    send_waiting()
    tell("E", event="again", series="page:1")
    tell("F", series="page:2")
    send_waiting()
    assert smtp.subjects(TO) == ["B", "D", "E", "F"]


def test_what_is_refused_is_tried_again_and_keeps_nothing_behind_it(smtp: SmtpServer) -> None:
    smtp.refused[TO] = "451 4.2.1 The mailbox is busy"
    tell()
    tell(to="other@example.org")
    send_waiting()
    assert smtp.subjects("other@example.org") == ["A"]
    row = Message.objects.get(address=TO)
    assert (row.state, row.attempts) == (State.WAITING, 1)
    assert "451" in row.error
    assert send_waiting() == 0, "not at once"
    smtp.refused.clear()
    due_now()
    send_waiting()
    assert smtp.subjects(TO) == ["A"]


def test_it_is_given_up_after_so_many_attempts(smtp: SmtpServer, settings: Any) -> None:
    settings.MAIL_ATTEMPTS = 3
    smtp.answer = "451 4.3.0 Not now"
    tell()
    for _ in range(5):
        due_now()
        send_waiting()
    row = Message.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, 3)
    assert row.context == {"title": "A"}, "it may be tried again"


def test_an_address_that_is_none_is_given_up_at_once(smtp: SmtpServer) -> None:
    smtp.refused[TO] = "550 5.1.1 Nobody of that name"
    tell()
    send_waiting()
    assert states() == [State.FAILED]


def test_a_server_out_of_reach_is_no_messages_fault(smtp: SmtpServer, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    tell()
    for _ in range(3):
        with pytest.raises(OSError):
            send_waiting()
    row = Message.objects.get()
    assert (row.state, row.attempts) == (State.WAITING, 0)
    settings.EMAIL_PORT = port
    assert send_waiting() == 1
    assert smtp.subjects(TO) == ["A"]


def test_while_one_is_refused_a_newer_one_takes_its_place(smtp: SmtpServer) -> None:
    tell("A", series="page:1")
    taken = claim()
    assert taken is not None
    tell("B", event="again", series="page:1")
    Message.objects.filter(pk=taken.pk).update(claimed_at=clock.now() - timedelta(hours=1))
    assert take_back() == 1
    due_now()
    send_waiting()
    assert smtp.subjects(TO) == ["B"]


def test_a_worker_that_died_while_sending_repeats_at_most_that_one(smtp: SmtpServer) -> None:
    tell("A")
    tell("B")
    dead = claim()
    assert dead is not None
    send_waiting()
    assert smtp.subjects(TO) == ["B"], "it may still live"
    Message.objects.filter(pk=dead.pk).update(claimed_by=dead.claimed_by.replace("/", "/9", 1))
    take_back()
    due_now()
    send_waiting()
    assert smtp.subjects(TO) == ["B", "A"]
    assert states() == [State.SENT, State.SENT]


def test_who_was_taken_for_dead_does_not_write_over_its_successor(smtp: SmtpServer) -> None:
    tell("A")
    slow = claim()
    assert slow is not None
    Message.objects.filter(pk=slow.pk).update(claimed_at=clock.now() - timedelta(hours=1))
    send_waiting()
    assert states() == [State.WAITING]


def test_a_repeated_mail_is_the_same_one_to_a_mail_program(smtp: SmtpServer) -> None:
    tell("A")
    send_waiting()
    Message.objects.update(state=State.WAITING, context={"title": "A"})
    send_waiting()
    first, second = smtp.mails
    assert first["Message-ID"] == second["Message-ID"]
    tell("A")
    send_waiting()
    assert smtp.mails[2]["Message-ID"] != first["Message-ID"]


def test_an_account_closed_meanwhile_is_not_written_to(smtp: SmtpServer) -> None:
    user = UserFactory()
    tell(to=user)
    user.is_active = False
    user.save()
    send_waiting()
    assert smtp.mails == []
    assert not Message.objects.exists()


def test_it_goes_where_the_person_reads_mail_now(smtp: SmtpServer) -> None:
    user = UserFactory()
    tell(to=user)
    user.email = "new@example.org"
    user.save()
    send_waiting()
    assert smtp.subjects("new@example.org") == ["A"]


def test_a_kind_nobody_knows_any_more_fails_and_says_so(smtp: SmtpServer) -> None:
    tell()
    Message.objects.update(event="gone")
    send_waiting()
    assert "gone" in Message.objects.get().error


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_break_in_a_title_makes_no_header(smtp: SmtpServer, break_: str) -> None:
    tell(f"A{break_}Bcc: b@example.org")
    send_waiting()
    (mail,) = smtp.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("A")
    assert smtp.envelopes[0].rcpt_tos == [TO]


def test_markup_is_text(smtp: SmtpServer) -> None:
    tell("<b>& co</b>")
    send_waiting()
    assert "About <b>& co</b>." in smtp.text(TO)


def test_old_mail_is_forgotten(smtp: SmtpServer, settings: Any) -> None:
    settings.MAIL_KEPT_DAYS = 7
    for title in "ABCD":
        tell(title)
    send_waiting()
    rows = list(Message.objects.order_by("created_at"))
    old, young = clock.now() - timedelta(days=8), clock.now() - timedelta(days=6)
    for row, state, at in zip(
        rows, ["sent", "sent", "failed", "failed"], [old, young] * 2, strict=True
    ):
        Message.objects.filter(pk=row.pk).update(state=state, sent_at=at, tried_at=at)
    call_command("worker", once=True)
    assert {row.pk for row in Message.objects.all()} == {rows[1].pk, rows[3].pk}
