"""People without an account are asked by a link: at the desk, and by the page's authors."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.models import ReviewLink, ReviewRule
from cms.institutions.models import Membership
from cms.institutions.services import remove_member
from cms.notifications.models import Message
from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.desk.conftest import Reviewer, alerts, submit
from tests.editorial.people import Desk
from tests.factories import InstitutionFactory, UserFactory

ANNE = {"guest_name": "Anne Morel", "guest_email": "anne@example.org"}
FORM = {"name": "Anne Morel", "email": "anne@example.org"}


@pytest.fixture
def by_link(db: None) -> None:
    ReviewRule.objects.filter(kind="editorial").update(by_link=True)


def mailed(link: ReviewLink) -> str:
    """The address in the mail to the guest."""
    told = Message.objects.get(event="stakeholder_link", address=link.email).context["link"]
    return str(re.sub(r"^https?://[^/]+", "", told))


def approves(link: ReviewLink) -> Any:
    """What the guest does behind the link."""
    page = Client().get(mailed(link))
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode()).group(1)
    return Client().post(mailed(link), {"act": "approve", "digest": digest, "text": "Oui."})


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def screen(page: Any) -> str:
    return reverse("review_links", args=[page.pk])


class TestAtTheDesk:
    def test_a_reviewer_asks_somebody(self, moderator: Reviewer, submitted: Any) -> None:
        response = moderator.presses("invite", submitted, **ANNE)
        assert response.url == moderator.address(submitted)
        link = ReviewLink.objects.get()
        assert (link.name, link.email, link.may_approve) == (
            "Anne Morel",
            ANNE["guest_email"],
            False,
        )
        told = moderator.sees(submitted).select_one("[data-desk-links]").text  # type: ignore[union-attr]
        for word in ("Anne Morel", "anne@example.org", "not opened yet", "may comment"):
            assert word in told
        assert Client().get(mailed(link)).status_code == 200
        assert "opened on" in moderator.sees(submitted).text

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"guest_name": " ", "guest_email": "anne@example.org"}, "guest_name"),
            ({"guest_name": "Anne", "guest_email": "nowhere"}, "guest_email"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, moderator: Reviewer, submitted: Any, typed: dict[str, str], field: str
    ) -> None:
        response = moderator.presses("invite", submitted, **typed, public_text="Presque.")
        assert response.status_code == 422
        soup = BeautifulSoup(response.content, "html.parser")
        wrong = soup.select_one(f"input[name={field}][aria-invalid=true]")
        assert wrong is not None
        assert soup.select_one(f"#{wrong['aria-describedby']}").text in alerts(response)  # type: ignore[union-attr]
        for name, value in typed.items():
            assert soup.select_one(f"input[name={name}]")["value"] == value  # type: ignore[index]
        assert "Presque." in soup.text
        assert not ReviewLink.objects.exists()

    def test_a_revoked_link_opens_nothing(self, moderator: Reviewer, submitted: Any) -> None:
        moderator.presses("invite", submitted, **ANNE)
        link = ReviewLink.objects.get()
        moderator.presses("", submitted, revoke_link=str(link.pk))
        assert Client().get(mailed(link)).status_code == 404
        assert "revoked" in moderator.sees(submitted).select_one("[data-desk-links]").text  # type: ignore[union-attr]
        moderator.presses("", submitted, revoke_link=str(link.pk))
        assert Decision.objects.filter(act="link_revoked").count() == 1

    def test_a_link_of_another_item_is_not_revoked_here(
        self, desk: Desk, moderator: Reviewer, submitted: Any
    ) -> None:
        other = submit(desk, title="Autre")
        moderator.presses("invite", other, **ANNE)
        link = ReviewLink.objects.get()
        response = moderator.presses("", submitted, revoke_link=str(link.pk))
        assert response.status_code == 422
        link.refresh_from_db()
        assert link.revoked_at is None

    @pytest.mark.usefixtures("by_link")
    def test_a_guests_approval_counts_for_the_quorum(
        self, moderator: Reviewer, colleague: Reviewer, submitted: Any, desk: Desk
    ) -> None:
        ReviewRule.objects.filter(kind="editorial").update(quorum=2)
        item = submit(desk, title="À deux")
        moderator.presses("invite", item, **ANNE)
        link = ReviewLink.objects.get()
        assert "may approve" in moderator.sees(item).text
        assert approves(link).status_code == 200
        assert not is_public(item)
        assert approves(link).status_code == 400  # one link approves one version once
        assert not is_public(item)
        colleague.presses("approve", item)
        assert is_public(item)
        names = Decision.objects.filter(page_id=item.pk, act="approved").values_list(
            "actor_name", flat=True
        )
        assert set(names) == {"Anne Morel <anne@example.org>", colleague.person.username}

    @pytest.mark.usefixtures("by_link")
    def test_whoever_wrote_it_lends_no_right_to_approve(
        self, desk: Desk, moderator: Reviewer, submitted: Any
    ) -> None:
        submitted.summary = "Corrigé."
        submitted.save_revision(user=desk.moderator)
        moderator.presses("invite", submitted, **ANNE)
        assert not ReviewLink.objects.get().may_approve
        assert "not approve" in moderator.sees(submitted).text


class TestOnTheForm:
    def client(self, desk: Desk) -> Client:
        return signed_in(desk.editor)

    def test_an_author_asks_somebody_and_revokes(self, desk: Desk, submitted: Any) -> None:
        client = self.client(desk)
        form = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).content.decode()
        assert screen(submitted) in form
        assert client.post(screen(submitted), FORM).status_code == 302
        link = ReviewLink.objects.get()
        assert not link.may_approve
        form = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).content.decode()
        assert "Anne Morel" in form
        assert "not opened yet" in form
        assert client.post(screen(submitted), {"revoke": link.pk}).status_code == 302
        assert Client().get(mailed(link)).status_code == 404
        assert "revoked" in client.get(screen(submitted)).content.decode()

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nowhere"}, {"name": "x" * 121}])
    def test_what_is_wrong_is_told_at_its_field(
        self, desk: Desk, submitted: Any, wrong: dict[str, str]
    ) -> None:
        answer = self.client(desk).post(screen(submitted), FORM | wrong)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == list(wrong)
        assert not ReviewLink.objects.exists()

    def test_an_author_does_not_revoke_a_reviewers_link(
        self, desk: Desk, moderator: Reviewer, submitted: Any
    ) -> None:
        moderator.presses("invite", submitted, **ANNE)
        link = ReviewLink.objects.get()
        shown = self.client(desk).get(screen(submitted)).content.decode()
        assert "Anne Morel" in shown
        assert "anne@example.org" not in shown
        self.client(desk).post(screen(submitted), {"revoke": link.pk})
        link.refresh_from_db()
        assert link.revoked_at is None

    def test_a_colleague_revokes_what_an_author_lent(self, desk: Desk, submitted: Any) -> None:
        self.client(desk).post(screen(submitted), FORM)
        link = ReviewLink.objects.get()
        signed_in(self.manager(desk)).post(screen(submitted), {"revoke": link.pk})
        assert Client().get(mailed(link)).status_code == 404
        assert Decision.objects.filter(act="link_revoked").exists()

    def test_who_has_left_reads_by_their_link_no_more(self, desk: Desk, submitted: Any) -> None:
        self.client(desk).post(screen(submitted), FORM)
        address = mailed(ReviewLink.objects.get())
        assert Client().get(f"{address}draft/").status_code == 200
        remove_member(Membership.objects.get(user=desk.editor))
        for path in (address, f"{address}draft/"):
            assert Client().get(path).status_code == 404
        assert Client().post(address, {"act": "comment", "text": "Moi-même."}).status_code == 404
        assert not Message.objects.filter(event="commented").exists()
        told = signed_in(self.manager(desk)).get(screen(submitted)).content.decode()
        assert "opens nothing any more" in told

    def manager(self, desk: Desk) -> Any:
        return UserFactory(member_of=desk.institution, member_of__role="manager", language="en")

    def test_who_submits_nothing_there_asks_nobody(self, desk: Desk, submitted: Any) -> None:
        elsewhere = UserFactory(member_of=InstitutionFactory().institution, language="en")
        for person in (desk.contributor, desk.stranger, elsewhere):
            client = signed_in(person)
            assert client.get(screen(submitted)).status_code in {302, 404}
            client.post(screen(submitted), FORM)
        assert signed_in(elsewhere).get(screen(submitted)).status_code == 404
        assert not ReviewLink.objects.exists()

    def test_of_what_is_in_no_review_nobody_is_asked(self, desk: Desk) -> None:
        draft = desk.draft()
        self.client(desk).post(screen(draft), FORM)
        assert not ReviewLink.objects.exists()

    def test_an_expired_link_says_so(self, desk: Desk, submitted: Any) -> None:
        self.client(desk).post(screen(submitted), FORM)
        ReviewLink.objects.update(expires_at=clock.now())
        assert "expired" in self.client(desk).get(screen(submitted)).content.decode()
