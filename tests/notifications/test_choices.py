"""Everybody chooses: in their account, by the link in a mail, all together once a day."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cms.core import clock
from cms.notifications.models import Message, Preference
from cms.notifications.outbox import notify
from cms.notifications.sending import send_waiting
from tests.admin.conftest import form_of, signed_in
from tests.factories import UserFactory
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


def tell(to: Any, title: str = "A", *, event: str = "told", series: str = "") -> int:
    return notify(event=event, to=[to], context={"title": title}, series=series)


def link_in(smtp: SmtpServer, address: str) -> str:
    """The path of the link that ends mail of this kind, as the header has it."""
    header = str(smtp.to(address)[-1]["List-Unsubscribe"]).strip()  # it is folded
    found = re.fullmatch(r"<http://127\.0\.0\.1:8000(/\S+)>", header)
    assert found, header
    return found[1]


def chosen(client: Client, **choices: str) -> Any:
    posted = {f"mail-{code}": delivery for code, delivery in choices.items()}
    return client.post(ACCOUNT, form_of(client, ACCOUNT) | posted)


@pytest.fixture
def person() -> Any:
    return UserFactory(group="Moderators", language="en", first_name="Irina", last_name="Sokolova")


@pytest.fixture
def client(person: Any) -> Client:
    return signed_in(person)


class TestTheAccount:
    def test_it_offers_every_kind_and_nothing_of_wagtails_workflows(self, client: Client) -> None:
        page = client.get(ACCOUNT).content.decode()
        assert "mail-told" in page
        assert "mail-digest" not in page, "it holds what other kinds put into it"
        assert "submitted_notifications" not in page
        assert "updated_comments_notifications" in page

    def test_who_wants_none_gets_none(self, client: Client, person: Any) -> None:
        answer = chosen(client, told="never")
        assert answer.status_code == 302
        assert tell(person) == 0
        assert tell(person, event="again") == 1
        chosen(client, told="at_once")
        assert tell(person) == 1

    def test_a_required_kind_comes_all_the_same(self, client: Client, person: Any) -> None:
        chosen(client, needed="never")
        assert tell(person, event="needed") == 1

    def test_nobody_else_is_asked(self, client: Client, person: Any) -> None:
        chosen(client, told="never")
        assert tell(UserFactory()) == 1

    def test_an_unknown_choice_is_refused(self, client: Client) -> None:
        assert chosen(client, told="sometimes").status_code == 200
        assert not Preference.objects.exists()


class TestTheLink:
    def test_opening_it_changes_nothing_and_the_button_does(
        self, smtp: SmtpServer, person: Any
    ) -> None:
        tell(person)
        send_waiting()
        anybody = Client(enforce_csrf_checks=True)
        path = link_in(smtp, person.email)
        assert path in smtp.text(person.email)
        assert "button" in anybody.get(path).content.decode()
        assert tell(person) == 1
        assert "no more mail" in anybody.post(path).content.decode()
        assert tell(person) == 0
        assert tell(person, event="again") == 1

    def test_mail_programs_post_it_in_one_click(self, smtp: SmtpServer, person: Any) -> None:
        """RFC 8058: no cookie, no referrer, `List-Unsubscribe=One-Click` in the body."""
        tell(person)
        send_waiting()
        header = smtp.to(person.email)[0]["List-Unsubscribe-Post"]
        assert header == "List-Unsubscribe=One-Click"
        path = link_in(smtp, person.email)
        answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert tell(person) == 0

    def test_somebody_without_an_account_has_one_too(self, smtp: SmtpServer) -> None:
        tell("Guest@Example.org")
        send_waiting()
        path = link_in(smtp, "guest@example.org")
        assert Client().post(path).status_code == 200
        assert Client().post(path).status_code == 200, "twice is once"
        assert tell("guest@example.org") == 0

    def test_a_link_nobody_made_opens_nothing(self) -> None:
        for token in ("x-y", "W251bGwsIiIsInRvbGQiLCJlbiJd:1:abc"):
            path = reverse("unsubscribe", args=[token])
            assert Client().get(path).status_code == 404
            assert Client().post(path).status_code == 404

    def test_what_is_required_has_none(self, smtp: SmtpServer, person: Any) -> None:
        tell(person, event="needed")
        send_waiting()
        (mail,) = smtp.to(person.email)
        assert mail["List-Unsubscribe"] is None
        assert "unsubscribe" not in mail.get_content()

    def test_it_is_kept_by_nobody(self, smtp: SmtpServer, person: Any) -> None:
        tell(person)
        send_waiting()
        answer = Client().get(link_in(smtp, person.email))
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Any:
    now = clock.now

    def come() -> None:
        monkeypatch.setattr("cms.core.clock.now", lambda: now() + timedelta(days=1))

    return come


class TestTheDigest:
    @pytest.fixture(autouse=True)
    def _wanted(self, client: Client) -> None:
        chosen(client, told="digest", again="digest")

    def test_it_holds_what_happened_once_a_day(
        self, smtp: SmtpServer, person: Any, tomorrow: Any
    ) -> None:
        for title in ("Une nuit", "Un jour"):
            tell(person, title)
        tell(person, "L'aube", event="again")
        call_command("worker", once=True)
        assert smtp.mails == []
        tomorrow()
        call_command("worker", once=True)
        call_command("worker", once=True)
        text = smtp.text(person.email)
        for title in ("Une nuit", "Un jour", "L'aube"):
            assert f"About {title}." in text
        assert "Hello Irina Sokolova" in text
        assert set(Message.objects.values_list("state", flat=True)) == {"sent"}

    def test_of_a_series_it_holds_the_newest(
        self, smtp: SmtpServer, person: Any, tomorrow: Any
    ) -> None:
        tell(person, "Une nuit", series="page:1")
        tell(person, "Un jour", event="again", series="page:1")
        tomorrow()
        call_command("worker", once=True)
        text = smtp.text(person.email)
        assert "Un jour" in text
        assert "Une nuit" not in text

    def test_what_a_series_has_had_is_not_told_again(
        self, smtp: SmtpServer, person: Any, tomorrow: Any
    ) -> None:
        for _day in range(2):
            tell(person, "Une nuit", series="page:1")
            tomorrow()
            call_command("worker", once=True)
        assert len(smtp.to(person.email)) == 1

    def test_its_link_ends_all_it_holds(self, smtp: SmtpServer, person: Any, tomorrow: Any) -> None:
        tell(person)
        tomorrow()
        call_command("worker", once=True)
        Client().post(link_in(smtp, person.email))
        assert [tell(person), tell(person, event="again")] == [0, 0]
        assert tell(person, event="needed") == 1

    def test_what_cannot_be_worded_spoils_no_digest(
        self, smtp: SmtpServer, person: Any, tomorrow: Any
    ) -> None:
        tell(person, "Une nuit")
        tell(person, "Un jour", event="again")
        Message.objects.filter(event="again").update(event="gone")
        tomorrow()
        call_command("worker", once=True)
        assert "About Une nuit." in smtp.text(person.email)
        assert "gone" in Message.objects.get(event="gone").error
