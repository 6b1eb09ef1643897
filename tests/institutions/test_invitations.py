"""Somebody is invited by mail, and joins: with a new account, or with the one they have."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.core import clock
from cms.institutions.models import Institution, Invitation, Membership
from cms.institutions.services import set_standing
from tests.admin.conftest import signed_in
from tests.factories import InstitutionRecordFactory, UserFactory
from tests.institutions.applicants import delivered, links_to

pytestmark = pytest.mark.django_db
EMAIL = "nadia@ecluse.example.org"
ACCOUNT = {
    "first_name": "Nadia",
    "last_name": "Ferrand",
    "username": EMAIL,
    "password": "quatre ponts et une écluse",
    "password_again": "quatre ponts et une écluse",
}


@pytest.fixture
def record(db: None) -> Institution:
    return InstitutionRecordFactory(legal_name="Musée de l'Écluse")


@pytest.fixture
def manager(record: Institution) -> Client:
    return signed_in(UserFactory(member_of=record, member_of__role="manager", language="en"))


def screen(record: Institution) -> str:
    return f"/admin/institution_records/inviting/{record.pk}/"


def invite(client: Client, record: Institution, email: str = EMAIL, role: str = "editor") -> Any:
    return client.post(screen(record), {"email": email, "role": role}, follow=True)


def invited(client: Client, record: Institution, **said: str) -> str:
    """The path of the link that was mailed."""
    invite(client, record, **said)
    return links_to(said.get("email", EMAIL))[-1]


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


class TestInviting:
    def test_a_letter_goes_out_and_the_token_is_kept_nowhere(
        self, manager: Client, record: Institution
    ) -> None:
        answer = invite(manager, record)
        row = Invitation.objects.get()
        assert (row.email, row.role, row.institution) == (EMAIL, "editor", record)
        (link,) = links_to(EMAIL)
        token = link.split("/")[2]
        assert len(token) >= 40
        assert token not in str(vars(row))
        assert EMAIL in text_of(answer)

    @pytest.mark.parametrize(
        ("email", "role"), [("", "editor"), ("nadia", "editor"), (EMAIL, "king"), (EMAIL, "")]
    )
    def test_what_is_no_address_or_role(
        self, manager: Client, record: Institution, email: str, role: str
    ) -> None:
        invite(manager, record, email, role)
        assert not Invitation.objects.exists()
        assert delivered() == []

    def test_nobody_twice(self, manager: Client, record: Institution) -> None:
        invite(manager, record)
        assert "invited already" in text_of(invite(manager, record, EMAIL.upper()))
        UserFactory(member_of=record, email="known@example.org")
        assert "A member has" in text_of(invite(manager, record, "Known@example.org"))
        assert Invitation.objects.count() == 1

    @pytest.mark.parametrize("role", ["contributor", "editor"])
    def test_only_who_keeps_members_invites(self, record: Institution, role: str) -> None:
        member = signed_in(UserFactory(member_of=record, member_of__role=role, language="en"))
        invite(member, record)
        assert not Invitation.objects.exists()

    def test_a_manager_of_another_institution_does_not(self, record: Institution) -> None:
        other = InstitutionRecordFactory()
        stranger = signed_in(UserFactory(member_of=other, member_of__role="manager"))
        assert stranger.post(screen(record), {"email": EMAIL, "role": "editor"}).status_code == 404
        assert not Invitation.objects.exists()

    def test_nobody_is_invited_to_a_barred_institution(self, record: Institution) -> None:
        set_standing(record, verification_state="suspended", trust_level="new")
        moderator = signed_in(UserFactory(group="Moderators", language="en"))
        assert "nobody joins it" in text_of(invite(moderator, record))
        assert not Invitation.objects.exists()

    def test_invitations_are_limited(
        self, manager: Client, record: Institution, settings: Any
    ) -> None:
        settings.RATE_LIMITS = settings.RATE_LIMITS | {"invitation": "2 per hour"}
        answers = [invite(manager, record, f"a{n}@example.org").status_code for n in range(3)]
        assert answers == [200, 200, 429]


class TestOneThatIsOpen:
    def act(self, client: Client, record: Institution, act: str) -> Any:
        number = Invitation.objects.latest("pk").pk
        return client.post(screen(record), {"invitation": number, act: "1"}, follow=True)

    def test_sent_again_the_former_link_opens_nothing(
        self, manager: Client, record: Institution
    ) -> None:
        first = invited(manager, record)
        Invitation.objects.update(expires_at=clock.now() - timedelta(days=1))
        self.act(manager, record, "again")
        second = links_to(EMAIL)[-1]
        guest = Client()
        assert guest.get(first).status_code == 404
        assert guest.get(second).status_code == 200

    def test_revoked_it_says_so(self, manager: Client, record: Institution) -> None:
        link = invited(manager, record)
        self.act(manager, record, "revoke")
        answer = Client().get(link)
        assert (answer.status_code, "revoked" in text_of(answer)) == (410, True)
        assert self.act(manager, record, "again").status_code == 404
        assert Client().post(link, ACCOUNT).status_code == 410
        assert not User.objects.filter(email=EMAIL).exists()

    def test_anothers_invitation_is_not_there(self, manager: Client, record: Institution) -> None:
        invite(manager, record)
        other = InstitutionRecordFactory()
        theirs = signed_in(UserFactory(member_of=other, member_of__role="manager"))
        assert self.act(theirs, other, "revoke").status_code == 404
        assert Invitation.objects.get().revoked_at is None


class TestANewAccount:
    def test_is_made_signed_in_and_a_member(self, manager: Client, record: Institution) -> None:
        link, guest = invited(manager, record), Client()
        assert record.legal_name in text_of(guest.get(link))
        answer = guest.post(link, ACCOUNT)
        assert answer["Location"] == "/admin/"
        person = User.objects.get(username=EMAIL)
        assert (person.email, person.display_name) == (EMAIL, "Nadia Ferrand")
        assert set(person.groups.all()) == {record.group, record.editors}
        assert UserProfile.get_for_user(person).preferred_language == "en"
        assert guest.get("/admin/").status_code == 200
        assert Client().login(username=EMAIL, password=ACCOUNT["password"])
        assert Invitation.objects.get().accepted_by == person

    def test_the_link_opens_once(self, manager: Client, record: Institution) -> None:
        link = invited(manager, record)
        Client().post(link, ACCOUNT)
        again = Client().post(link, ACCOUNT | {"username": "other"})
        assert (again.status_code, "used already" in text_of(again)) == (410, True)
        assert User.objects.filter(email=EMAIL).count() == 1

    def test_expired_it_says_so(self, manager: Client, record: Institution) -> None:
        link = invited(manager, record)
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
        answer = Client().post(link, ACCOUNT)
        assert (answer.status_code, "expired" in text_of(answer)) == (410, True)
        assert not User.objects.filter(email=EMAIL).exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"password": "short", "password_again": "short"}, "password"),
            ({"password": "12345678901", "password_again": "12345678901"}, "password"),
            ({"password": "nadia ferrand", "password_again": "nadia ferrand"}, "password"),
            ({"password_again": "something else"}, "password_again"),
            ({"password": "", "password_again": ""}, "password"),
            ({"first_name": ""}, "first_name"),
            ({"username": ""}, "username"),
            ({"username": "taken"}, "username"),
            ({"username": "na dia"}, "username"),
        ],
    )
    def test_what_is_refused_names_its_field(
        self, manager: Client, record: Institution, change: dict[str, str], field: str
    ) -> None:
        UserFactory(username="taken")
        link = invited(manager, record)
        answer = Client().post(link, ACCOUNT | change)
        assert answer.status_code == 200
        assert field in answer.context["form"].errors
        assert not User.objects.filter(email=EMAIL).exists()
        assert Invitation.objects.get().accepted_at is None

    def test_not_while_the_institution_is_barred(
        self, manager: Client, record: Institution
    ) -> None:
        link = invited(manager, record)
        set_standing(record, verification_state="closed", trust_level="new")
        assert Client().post(link, ACCOUNT).status_code == 410
        assert not User.objects.filter(email=EMAIL).exists()

    def test_a_link_that_was_guessed_opens_nothing(self) -> None:
        answer = Client().get("/invitations/aaaaaaaa/")
        assert answer.status_code == 404


class TestAnAccountOneHas:
    def test_joins_with_a_button(self, manager: Client, record: Institution) -> None:
        person = UserFactory(email=EMAIL.title(), language="en")
        link, client = invited(manager, record), signed_in(person)
        assert client.get(link).status_code == 200
        assert not Membership.objects.filter(user=person).exists()
        client.post(link)
        assert Membership.objects.get(user=person).role == "editor"

    def test_is_asked_to_sign_in_and_gets_no_second_one(
        self, manager: Client, record: Institution
    ) -> None:
        UserFactory(email=EMAIL)
        link, guest = invited(manager, record), Client()
        shown = guest.get(link)
        assert f"/admin/login/?next={link.replace('/', '%2F')}" in shown.content.decode()
        guest.post(link, ACCOUNT)
        assert User.objects.filter(email=EMAIL).count() == 1
        assert not Membership.objects.filter(user__email=EMAIL).exists()

    def test_of_another_address_is_told(self, manager: Client, record: Institution) -> None:
        stranger = UserFactory(email="other@example.org", language="en")
        link = invited(manager, record)
        for answer in (signed_in(stranger).get(link), signed_in(stranger).post(link)):
            assert answer.status_code == 403
            assert EMAIL in text_of(answer)
        assert not Membership.objects.filter(user=stranger).exists()

    def test_that_was_closed_does_not_come_back(self, manager: Client, record: Institution) -> None:
        UserFactory(email=EMAIL, is_active=False)
        link = invited(manager, record)
        assert Client().post(link, ACCOUNT).status_code == 403
        assert User.objects.filter(email=EMAIL).count() == 1

    def test_a_member_keeps_the_role_they_have(self, manager: Client, record: Institution) -> None:
        link = invited(manager, record, role="contributor")
        person = UserFactory(email=EMAIL, member_of=record, member_of__role="manager")
        assert signed_in(person).post(link).status_code == 409
        assert Membership.objects.get(user=person).role == "manager"


class TestLeaving:
    URL = "/admin/my-institutions/"

    def leave(self, person: Any) -> Any:
        number = Membership.objects.get(user=person).pk
        return signed_in(person).post(self.URL, {"membership": number}, follow=True)

    def test_a_member_leaves_and_the_rights_go(self, record: Institution) -> None:
        person = UserFactory(member_of=record, language="en")
        page = signed_in(person).get(self.URL)
        assert record.legal_name in text_of(page)
        heading = BeautifulSoup(page.content, "html.parser").select(".w-breadcrumbs li")[-1]
        assert "My institutions" in heading.get_text()
        self.leave(person)
        assert not Membership.objects.filter(user=person).exists()
        assert not person.groups.exists()

    def test_the_last_manager_stays(self, record: Institution) -> None:
        person = UserFactory(member_of=record, member_of__role="manager", language="en")
        assert "only manager" in text_of(self.leave(person))
        assert Membership.objects.filter(user=person).exists()
        UserFactory(member_of=record, member_of__role="manager", is_active=False)
        self.leave(person)
        assert Membership.objects.filter(user=person).exists(), "nobody else can sign in"
        UserFactory(member_of=record, member_of__role="manager")
        self.leave(person)
        assert not Membership.objects.filter(user=person).exists()

    def test_a_moderator_who_is_the_last_manager_stays_too(self, record: Institution) -> None:
        person = UserFactory(
            member_of=record, member_of__role="manager", group="Moderators", language="en"
        )
        self.leave(person)
        assert Membership.objects.filter(user=person).exists()

    def test_nobody_else_is_made_to_leave(self, record: Institution) -> None:
        person, other = (UserFactory(member_of=record, language="en") for _ in range(2))
        number = Membership.objects.get(user=other).pk
        answer = signed_in(person).post(self.URL, {"membership": number})
        assert answer.status_code == 404
        assert Membership.objects.filter(user=other).exists()
