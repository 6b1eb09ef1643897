"""Mail in its reader's language and in the words moderators gave it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import gettext_lazy

from cms.notifications.checks import check_wording
from cms.notifications.events import Variable
from cms.notifications.models import MailText
from cms.notifications.outbox import notify
from cms.notifications.sending import send_waiting
from tests.admin.conftest import signed_in
from tests.factories import UserFactory
from tests.notifications.conftest import TITLE, kind
from tests.smtp import SmtpServer

pytestmark = pytest.mark.django_db
FRENCH, ENGLISH = "/admin/mail-texts/told/fr/", "/admin/mail-texts/told/en/"


@pytest.fixture
def moderator() -> Client:
    return signed_in(UserFactory(group="Moderators", language="en"))


def worded(client: Client, address: str, subject: str, body: str, **more: str) -> Any:
    return client.post(address, {"subject": subject, "body": body, **more})


def sent_to(to: Any, smtp: SmtpServer, **more: Any) -> Any:
    notify(event="told", to=[to], context={"title": "Une nuit"}, **more)
    send_waiting()
    return smtp.mails[-1]


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


class TestTheLanguage:
    def test_it_is_the_readers_then_the_given_then_the_sites(
        self, moderator: Client, smtp: SmtpServer
    ) -> None:
        for locale in ("fr", "ru", "en"):
            worded(moderator, f"/admin/mail-texts/told/{locale}/", locale, "{{ title }}")
        russian, nobodys = UserFactory(language="ru"), UserFactory()
        assert sent_to(russian, smtp, locale="en")["Subject"] == "ru"
        assert sent_to(nobodys, smtp, locale="en")["Subject"] == "en"
        assert sent_to("a@example.org", smtp, locale="en")["Subject"] == "en"
        assert sent_to("a@example.org", smtp, locale="xx")["Subject"] == "fr"
        mail = sent_to("a@example.org", smtp)
        assert (mail["Subject"], mail["Content-Language"]) == ("fr", "fr")

    def test_dates_and_words_are_the_readers(self, smtp: SmtpServer) -> None:
        kind(
            "dated",
            variables=(
                Variable("day", "", date(2026, 11, 30)),
                Variable("at", "", datetime(2026, 11, 30, 12, tzinfo=UTC)),
                Variable("what", "", "x"),
            ),
            subject="{{ what }}",
            body="{{ day }} / {{ at }}",
        )
        person = UserFactory(language="ru")
        person.wagtail_userprofile.current_time_zone = "Europe/Moscow"
        person.wagtail_userprofile.save()
        notify(
            event="dated",
            to=[person],
            context={
                "day": date(2026, 5, 17),
                "at": datetime(2026, 5, 17, 21, 30, tzinfo=UTC),
                "what": gettext_lazy("Saturday"),
            },
        )
        send_waiting()
        (mail,) = smtp.mails
        assert mail["Subject"] == "Суббота"
        assert mail.get_content().startswith("17 мая 2026 г. / 18 мая 2026 г. 0:30")


class TestTheTexts:
    def test_a_text_of_ones_own_is_sent_and_the_default_comes_back(
        self, moderator: Client, smtp: SmtpServer
    ) -> None:
        answer = worded(moderator, FRENCH, "Lu : {{ title }}", "Bonjour {{ name }} de {{ site }}")
        assert answer.status_code == 302
        mail = sent_to("a@example.org", smtp)
        assert mail["Subject"] == "Lu : Une nuit"
        assert "Bonjour a@example.org de Coulisses" in mail.get_content()
        assert "changed" in moderator.get("/admin/mail-texts/").content.decode()
        worded(moderator, FRENCH, "x", "y", **{"action-default": "1"})
        assert sent_to("a@example.org", smtp)["Subject"] == "Une nuit"
        assert not MailText.objects.exists()

    def test_saving_the_default_keeps_following_it(self, moderator: Client) -> None:
        worded(moderator, ENGLISH, "{{ title }}", "About {{ title }}.")
        assert not MailText.objects.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "{{ titel }}",
            "{{ title.author }}",
            "{% if nothing %}x{% endif %}",
            "{% if title %}",
            "{{ title",
            "{% load static %}",
            "{% include 'a.txt' %}",
            "{{ title|safe }}",
            "{{ title.__class__ }}",
            "{% debug %}",
            "{{ request.user.password }}",
            "{{ title|join:1 }}",
        ],
    )
    @pytest.mark.parametrize("field", ["subject", "body"])
    def test_what_cannot_be_rendered_is_refused_at_its_field(
        self, moderator: Client, field: str, text: str
    ) -> None:
        texts = {"subject": "S", "body": "B"} | {field: text}
        answer = worded(moderator, ENGLISH, **texts)
        assert answer.status_code == 200
        assert list(errors(answer)) == [field]
        assert not MailText.objects.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "{% for a in 'xxxxxxxxxxxxxxxx' %}{{ title }}{% endfor %}",
            "{% for a in title|join:title %}{{ a }}{% endfor %}",
            "{% for a in title %}{% for b in title %}{{ b }}{% endfor %}{% endfor %}",
            "{% for a in title %}{% if a %}{% for b in a %}x{% endfor %}{% endif %}{% endfor %}",
            "{% for a in 7 %}{{ a }}{% endfor %}",
            "{{ title|join:title|join:title }}",
        ],
    )
    def test_what_would_never_end_is_refused_at_its_field(
        self, moderator: Client, text: str
    ) -> None:
        assert list(errors(worded(moderator, ENGLISH, "S", text))) == ["body"]
        assert not MailText.objects.exists()

    def test_a_loop_goes_over_what_is_told(self, moderator: Client, smtp: SmtpServer) -> None:
        body = "{% for a in title %}{{ a }}-{% endfor %}{{ title|join:'.' }}"
        worded(moderator, FRENCH, "S", body)
        assert "n-u-i-t-" in sent_to("a@example.org", smtp).get_content()

    def test_the_link_it_is_about_is_not_left_out(self, moderator: Client) -> None:
        address = "/admin/mail-texts/invitation/en/"
        answer = worded(moderator, address, "Come", "Come: {{ institution }}.")
        assert errors(answer) == {"body": ["It must say “link”."]}
        assert not MailText.objects.exists()
        assert worded(moderator, address, "Come", "Come: {{ link }}").status_code == 302

    def test_a_subject_is_one_line(self, moderator: Client) -> None:
        answer = worded(moderator, ENGLISH, "S\nBcc: b@example.org", "B")
        assert errors(answer) == {"subject": ["A subject is one line."]}

    def test_nothing_is_empty(self, moderator: Client) -> None:
        assert set(errors(worded(moderator, ENGLISH, "", ""))) == {"subject", "body"}

    def test_the_preview_shows_examples_and_saves_nothing(self, moderator: Client) -> None:
        answer = worded(
            moderator, ENGLISH, "S {{ title }}", "<b>{{ name }}</b>", **{"action-preview": "1"}
        )
        shown = BeautifulSoup(answer.content, "html.parser").select_one("#preview-section")
        assert shown is not None
        assert "S Une nuit au musée" in shown.get_text()
        assert "<b>Irina</b>" in shown.get_text()
        assert not MailText.objects.exists()

    def test_the_words_stand_beside_the_form(self, moderator: Client) -> None:
        page = moderator.get(ENGLISH).content.decode()
        for name in ("title", "name", "site"):
            assert f"{{{{ {name} }}}}" in page

    @pytest.mark.parametrize("address", ["nothing/en", "told/xx"])
    def test_what_is_not_there_is_not_found(self, moderator: Client, address: str) -> None:
        assert moderator.get(f"/admin/mail-texts/{address}/").status_code == 404

    def test_others_are_refused(self) -> None:
        client = signed_in(UserFactory(group="Operators", language="en"))
        for address in ("/admin/mail-texts/", ENGLISH):
            assert client.get(address).status_code == 302
        worded(client, ENGLISH, "S", "B")
        assert not MailText.objects.exists()


class TestTheDefaults:
    def test_every_kind_can_be_worded(self) -> None:
        assert check_wording() == []

    def test_one_that_cannot_stops_the_start(self) -> None:
        kind("wrong", variables=(TITLE,), body="{{ titel }}")
        assert {error.id for error in check_wording()} == {"notifications.E001"}

    def test_nor_one_that_leaves_out_what_it_is_about(self) -> None:
        kind("bare", variables=(TITLE, Variable("link", "", "https://a/", needed=True)))
        assert {error.id for error in check_wording()} == {"notifications.E001"}
