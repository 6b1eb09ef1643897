"""From an applicant's link to a decision: every act, and when it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection

from cms.audit.models import Decision
from cms.core import clock
from cms.institutions.models import (
    Application,
    ApplicationState,
    Institution,
    Invitation,
    Membership,
)
from cms.publication.models import PublishedDocument
from content_pages.models import InstitutionIndexPage, InstitutionPage
from tests.admin.conftest import signed_in
from tests.factories import InstitutionRecordFactory, UserFactory
from tests.factories.tree import lay_ground
from tests.institutions.applicants import WHOLE, applied, delivered, links_to, send

pytestmark = pytest.mark.django_db
EMAIL = WHOLE["contact"]["email"]


@pytest.fixture
def moderator() -> Client:
    lay_ground()
    person = UserFactory(group="Moderators", username="irina", language="en")
    return signed_in(person)


def screen(application: Application) -> str:
    return f"/admin/applications/{application.pk}/"


def decide(client: Client, application: Application, act: str, **said: Any) -> Any:
    data = {f"{act}-{name}": value for name, value in said.items()}
    return client.post(screen(application), {"act": act, **data}, follow=True)


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


class TestTheApplicantsPage:
    def test_following_the_link_changes_nothing_the_button_does(self, client: Client) -> None:
        send(client)
        (link,) = links_to(EMAIL)
        shown = client.get(link)
        assert shown.status_code == 200
        assert shown["Cache-Control"] == "no-store"
        assert "noindex" in shown["X-Robots-Tag"]
        assert Application.objects.get().state == "unconfirmed"
        client.post(link, {"act": "confirm"})
        client.post(link, {"act": "confirm"})
        assert Application.objects.get().state == "waiting"

    @pytest.mark.parametrize("spoilt", ["x", "{uid}", "{uid}.", "{uid}.abc", "é.é", "a.b.c"])
    def test_a_link_that_was_guessed_opens_nothing(self, client: Client, spoilt: str) -> None:
        send(client)
        token = spoilt.format(uid=Application.objects.get().uid.hex)
        answer = client.get(f"/applications/{token}/")
        assert answer.status_code == 404
        assert WHOLE["legal_name"] not in answer.content.decode()

    def test_guessing_is_limited(self, client: Client, settings: Any) -> None:
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"wrong_link": "2 per hour"}
        found = [client.get(f"/applications/x{n}/").status_code for n in range(3)]
        assert found == [404, 404, 429]

    def test_what_nobody_stands_by_is_not_on_record(self, client: Client) -> None:
        send(client)
        theirs = Decision.objects.filter(actor_name=WHOLE["contact"]["name"])
        assert not theirs.exists()
        (link,) = links_to(EMAIL)
        client.post(link, {"act": "confirm"})
        assert theirs.get().act == "application_confirmed"

    @pytest.mark.parametrize(
        ("act", "said"), [("accept", {}), ("reject", {"reasons": ["out_of_scope"]})]
    )
    def test_once_it_is_decided_former_letters_open_nothing(
        self, client: Client, moderator: Client, act: str, said: dict[str, Any]
    ) -> None:
        application, former = applied(client)
        decide(moderator, application, act, **said)
        application.refresh_from_db()
        assert application.state == f"{act}ed"
        links = [one for one in links_to(EMAIL) if "/applications/" in one]
        assert client.get(former).status_code == 404
        assert client.get(links[-1]).status_code == 200

    def test_it_is_too_late_to_confirm(self, client: Client) -> None:
        send(client)
        (link,) = links_to(EMAIL)
        Application.objects.update(created_at=clock.now() - timedelta(days=8))
        assert client.post(link, {"act": "confirm"}).status_code == 409
        assert Application.objects.get().state == "unconfirmed"

    def test_taken_back_it_is_kept_and_decided_no_more(
        self, client: Client, moderator: Client
    ) -> None:
        application, link = applied(client)
        client.post(link, {"act": "withdraw"})
        application.refresh_from_db()
        assert application.state == "withdrawn"
        assert client.post(link, {"act": "withdraw"}).status_code == 409
        assert "no longer open" in text_of(decide(moderator, application, "accept"))
        assert not Institution.objects.exists()

    def test_nothing_is_answered_that_was_not_asked(self, client: Client) -> None:
        _application, link = applied(client)
        assert client.post(link, {"act": "answer", "text": "Oui"}).status_code == 409
        assert client.post(link, {"act": "publish"}).status_code == 409
        assert client.put(link).status_code == 405


class TestQuestions:
    def test_asked_answered_and_decided(self, client: Client, moderator: Client) -> None:
        application, link = applied(client)
        decide(moderator, application, "ask", text="Who owns the lighthouse?")
        application.refresh_from_db()
        assert application.state == "asked"
        assert "Who owns the lighthouse?" in str(delivered()[-1].body)
        assert "Who owns the lighthouse?" in text_of(client.get(link))
        assert client.post(link, {"act": "answer", "text": ""}).status_code == 200
        client.post(link, {"act": "answer", "text": "La commune."})
        application.refresh_from_db()
        assert application.state == "waiting"
        assert "La commune." in text_of(moderator.get(screen(application)))
        assert "irina@example.org" in delivered()[-1].to

    def test_a_question_says_something(self, client: Client, moderator: Client) -> None:
        application, _link = applied(client)
        decide(moderator, application, "ask", text=" ")
        application.refresh_from_db()
        assert application.state == "waiting"


class TestRejecting:
    def test_with_reasons_public_text_and_private_note(
        self, client: Client, moderator: Client
    ) -> None:
        application, _link = applied(client)
        said = {
            "reasons": ["duplicate", "not_entitled"],
            "public_text": "Le phare est déjà là.",
            "private_note": "Vu avec la mairie.",
        }
        decide(moderator, application, "reject", **said)
        application.refresh_from_db()
        assert application.state == "rejected"
        assert application.decided_by.username == "irina"
        shown = text_of(client.get(links_to(EMAIL)[-1]))
        assert "Le phare est déjà là." in shown
        assert "Vu avec la mairie." not in shown
        assert "Vu avec la mairie." not in str(delivered()[-1].body)
        assert "Le phare est déjà là." in str(delivered()[-1].body)
        assert "Vu avec la mairie." in text_of(moderator.get(screen(application)))

    @pytest.mark.parametrize(
        "said", [{}, {"reasons": ["ugly"]}, {"reasons": ["other"]}, {"public_text": "Non."}]
    )
    def test_without_a_reason_that_says_something_it_is_refused(
        self, client: Client, moderator: Client, said: dict[str, Any]
    ) -> None:
        application, _link = applied(client)
        assert decide(moderator, application, "reject", **said).status_code == 200
        application.refresh_from_db()
        assert application.state == "waiting"

    def test_it_is_kept_and_found_in_the_list(self, client: Client, moderator: Client) -> None:
        application, _link = applied(client)
        decide(moderator, application, "reject", reasons=["out_of_scope"])
        listed = moderator.get("/admin/applications/?state=rejected&q=phare")
        assert WHOLE["legal_name"] in listed.content.decode()
        assert WHOLE["legal_name"] not in text_of(moderator.get("/admin/applications/?q=opera"))

    def test_what_is_said_in_each_language_is_shown(
        self, client: Client, moderator: Client
    ) -> None:
        application, _link = applied(client)
        said = text_of(moderator.get(screen(application)))
        assert "Public name (fr)" in said
        assert "Summary (fr)" in said


class TestTakingIn:
    def test_everything_is_made_at_once_and_nothing_goes_live(
        self, client: Client, moderator: Client
    ) -> None:
        application, _link = applied(client)
        answer = decide(moderator, application, "accept", public_text="Bienvenue")
        assert "The institution is taken in" in text_of(answer)
        application.refresh_from_db()
        record = application.institution
        assert (application.state, record.verification_state) == ("accepted", "validated")
        assert (record.legal_name, record.town) == (WHOLE["legal_name"], "Kerbihan")
        assert record.registration_number == WHOLE["registration_number"]
        assert record.building_accessibility == ["lift"]
        assert record.channels.get().url == "https://www.youtube.com/@phare"
        assert None not in (record.group, record.editors, record.collection)
        pages = {one.locale.language_code: one for one in InstitutionPage.objects.all()}
        assert pages.keys() == {"fr", "ru", "en"}
        assert len({one.translation_key for one in pages.values()}) == 1
        assert pages["ru"].title == "Маяк Кербиан"
        assert pages["en"].title == "Le Phare de Kerbihan"
        assert (pages["fr"].summary, pages["en"].summary) == ("Un phare, et ses histoires.", "")
        assert not any(one.live for one in pages.values())
        assert all(one.latest_revision_id for one in pages.values())
        assert not PublishedDocument.objects.filter(kind="institution").exists()

    def test_the_applicant_and_colleagues_are_invited(
        self, client: Client, moderator: Client
    ) -> None:
        application, _link = applied(client)
        decide(moderator, application, "accept")
        invited = dict(Invitation.objects.values_list("email", "role"))
        assert invited == {EMAIL: "manager", "yann@phare-kerbihan.example.org": "editor"}
        assert not Membership.objects.exists()
        assert any("/invitations/" in link for link in links_to(EMAIL))

    def test_twice_is_once(self, client: Client, moderator: Client) -> None:
        application, _link = applied(client)
        decide(moderator, application, "accept")
        assert "no longer open" in text_of(decide(moderator, application, "accept"))
        assert Institution.objects.count() == 1
        assert InstitutionPage.objects.count() == 3

    def test_a_known_registration_number_leaves_nothing(
        self, client: Client, moderator: Client
    ) -> None:
        InstitutionRecordFactory(registration_number=WHOLE["registration_number"])
        application, _link = applied(client)
        shown = moderator.get(screen(application))
        assert "Stands in the way" in text_of(shown)
        collections = Collection.objects.count()
        answer = decide(moderator, application, "accept")
        assert answer.status_code == 200
        assert "egistration number" in text_of(answer)
        application.refresh_from_db()
        assert application.state == "waiting"
        assert Institution.objects.count() == 1
        assert Collection.objects.count() == collections
        assert not InstitutionPage.objects.exists()
        assert not Invitation.objects.exists()

    def test_a_tree_that_is_not_ready_leaves_nothing(
        self, client: Client, moderator: Client
    ) -> None:
        application, _link = applied(client)
        InstitutionIndexPage.objects.get(locale__language_code="ru").delete()
        before = len(delivered())
        assert decide(moderator, application, "accept").status_code == 200
        assert not Institution.objects.exists()
        assert not InstitutionPage.objects.exists()
        assert len(delivered()) == before

    def test_two_namesakes_have_two_addresses(self, client: Client, moderator: Client) -> None:
        first, _link = applied(client)
        second, _link = applied(client, registration_number="2", town="Brest")
        for one in (first, second):
            decide(moderator, one, "accept")
        slugs = InstitutionPage.objects.filter(locale__language_code="fr")
        assert set(slugs.values_list("slug", flat=True)) == {
            "le-phare-de-kerbihan",
            "le-phare-de-kerbihan-brest",
        }


class TestChecks:
    def codes(self, moderator: Client, application: Application) -> set[str]:
        return {one.code for one in moderator.get(screen(application)).context["findings"]}

    def test_all_is_well(self, client: Client, moderator: Client) -> None:
        application, _link = applied(client)
        assert self.codes(moderator, application) == {
            *("registration_new", "name_new", "mail_of_website", "complete", "links_well_formed")
        }

    def test_near_same_names_and_homonyms(self, client: Client, moderator: Client) -> None:
        application, _link = applied(client)
        InstitutionRecordFactory(legal_name="Le phare de KERBIHAN", town="Kerbihan")
        InstitutionRecordFactory(legal_name="Phare de Kerbihan", town="Quimper")
        assert {"same_name", "homonym"} <= self.codes(moderator, application)

    def test_two_who_apply_for_one(self, client: Client, moderator: Client) -> None:
        first, _link = applied(client)
        applied(client, legal_name="Phare de Kerbihan")
        assert {"registration_twice", "applied_twice"} <= self.codes(moderator, first)

    @pytest.mark.parametrize(
        ("email", "website", "code"),
        [
            ("someone@gmail.com", "https://phare.example.org", "mail_of_anybody"),
            ("someone@elsewhere.example.com", "https://phare.example.org", "mail_differs"),
            ("someone@mairie.example.org", "", "no_website"),
            ("a@mairie.example.org", "https://phare.mairie.example.org", "mail_of_website"),
            ("a@eviltheatre.example.org", "https://theatre.example.org", "mail_differs"),
        ],
    )
    def test_the_applicants_address(
        self, client: Client, moderator: Client, email: str, website: str, code: str
    ) -> None:
        contact = {"name": "A", "email": email}
        application, _link = applied(client, contact=contact, website=website)
        assert code in self.codes(moderator, application)

    def test_what_is_missing(self, client: Client, moderator: Client) -> None:
        application, _link = applied(
            client, registration_number="", territory="", address="", postal_code="", texts={}
        )
        assert {"no_registration", "incomplete"} <= self.codes(moderator, application)
        decide(moderator, application, "accept")
        assert Institution.objects.get().registration_number is None


class TestWhoDecides:
    @pytest.mark.parametrize("role", ["contributor", "editor", "manager"])
    def test_members_neither_see_nor_decide(self, client: Client, role: str) -> None:
        application, _link = applied(client)
        record = InstitutionRecordFactory()
        member = signed_in(UserFactory(member_of=record, member_of__role=role, language="en"))
        assert member.get(screen(application)).status_code == 404
        assert decide(member, application, "accept").status_code == 404
        assert member.get("/admin/applications/")["Location"] == "/admin/"
        application.refresh_from_db()
        assert application.state == "waiting"

    def test_operators_take_in_and_do_not_decide(self, client: Client) -> None:
        application, _link = applied(client)
        operator = signed_in(UserFactory(group="Operators", language="en"))
        decide(operator, application, "reject", reasons=["duplicate"])
        application.refresh_from_db()
        assert application.state == "waiting"

    def test_nobody_sees_what_was_not_confirmed(self, client: Client, moderator: Client) -> None:
        send(client)
        application = Application.objects.get()
        assert moderator.get(screen(application)).status_code == 404
        assert WHOLE["legal_name"] not in moderator.get("/admin/applications/").content.decode()
        decide(moderator, application, "accept")
        application.refresh_from_db()
        assert application.state == ApplicationState.UNCONFIRMED
