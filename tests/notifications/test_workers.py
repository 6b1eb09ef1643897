"""Workers as processes: several send each mail once, a killed one repeats at most one."""

from collections import Counter
from collections.abc import Iterator

import pytest

from cms.core import clock
from cms.notifications.models import Message
from cms.notifications.outbox import notify
from cms.publication.models import PublishedDocument
from tests.editorial.test_schedule import scheduled
from tests.smtp import SmtpServer, serving
from tests.worker.processes import until, worker
from tests.worker.test_worker import its_hour_has_come

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    with serving() as (server, url):
        monkeypatch.setenv("EMAIL_URL", url)
        yield server


def tell(count: int) -> set[str]:
    people = {f"guest{number}@example.org" for number in range(count)}
    notify(event="digest", to=sorted(people), context={"day": "today", "entries": []})
    return people


def all_sent() -> bool:
    return not Message.objects.exclude(state=State.SENT).exists()


def received(server: SmtpServer) -> Counter[str]:
    return Counter(str(mail["To"]) for mail in list(server.mails))


def test_two_workers_send_each_mail_once(server: SmtpServer) -> None:
    server.thinks = 0.02
    people = tell(80)
    with worker(), worker():
        until(all_sent)
    assert received(server) == Counter(people)


def test_a_worker_killed_in_the_middle_loses_none_and_repeats_at_most_one(
    server: SmtpServer,
) -> None:
    server.thinks = 60
    people = tell(10)
    with worker() as first:
        until(lambda: server.mails)
        first.kill()
    assert Message.objects.filter(state=State.SENDING).count() == 1
    server.thinks = 0
    with worker() as second:
        until(lambda: second.said("is taken back"))
        Message.objects.filter(state=State.WAITING).update(retry_at=clock.now())
        until(all_sent)
    counted = received(server)
    assert set(counted) == people
    assert sorted(counted.values()) == [1] * 9 + [2]
    twice = counted.most_common(1)[0][0]
    first_copy, second_copy = server.to(twice)
    assert first_copy["Message-ID"] == second_copy["Message-ID"]


def test_a_silent_server_keeps_no_page_from_going_live(server: SmtpServer) -> None:
    server.thinks = 60
    tell(30)
    item = scheduled()
    with worker():
        until(lambda: server.mails)
        its_hour_has_come(item.revisions.get())
        until(lambda: PublishedDocument.objects.filter(page_id=item.pk).exists())
        assert Message.objects.filter(state=State.WAITING, attempts=0).exists()
