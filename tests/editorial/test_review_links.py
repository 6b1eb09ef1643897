"""Somebody without an account reviews one page, by a link that was mailed to them."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import ReviewLink, ReviewRule
from cms.editorial.stakeholders import services as links
from cms.editorial.workflow import services
from cms.notifications.models import Message
from cms.publication.models import PublishedDocument
from cms.throttling import counters
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    ReviewRule.objects.filter(kind="editorial").update(by_link=True)
    return Desk()


def submitted(desk: Desk) -> Any:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    return item


def address_of(link: ReviewLink) -> str:
    """As the last mail to the guest has it."""
    sent = Message.objects.filter(event="stakeholder_link", address__iexact=link.email)
    return str(re.sub(r"^https?://[^/]+", "", sent.latest("pk").context["link"]))


def invited(desk: Desk, item: Any, by: Any = None) -> ReviewLink:
    return links.invite(
        page=item, user=by or desk.moderator, email="anne@example.org", name="Anne Morel"
    )


def approved_by(link: ReviewLink, client: Client) -> int:
    """The status of the answer to whoever opens a link and approves what they see."""
    address = address_of(link)
    digest = services.current_digest(link.submission.page.specific)
    answer = client.post(address, {"act": "approve", "digest": digest})
    return int(answer.status_code)


def is_public(item: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=item.pk).exists()


def lent(desk: Desk, item: Any, email: str, by: Any = None) -> ReviewLink:
    return links.invite(page=item, user=by or desk.moderator, email=email, name="X")


def digest_in(answer: Any) -> str:
    return re.search(r'name="digest" value="(\w+)"', answer.content.decode()).group(1)


def test_a_guest_approves_what_they_see_and_it_is_public(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    address = address_of(invited(desk, item))
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert client.get(f"{address}draft/").status_code == 200
    said = {"act": "approve", "digest": digest_in(page), "text": "Très bien."}
    thanked = client.post(address, said)
    assert thanked.status_code == 200
    assert address not in thanked.content.decode()
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()
    approved = Decision.objects.get(act="approved", page_id=item.pk)
    assert approved.actor_id is None
    assert approved.actor_name == "Anne Morel <anne@example.org>"
    assert client.get(address).status_code == 404  # the review is over


def test_a_guest_comments(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    address = address_of(invited(desk, item))
    thanked = client.post(address, {"act": "comment", "text": "Changez la photo."})
    assert address in thanked.content.decode(), "the way back: there may be more to say"
    assert Decision.objects.get(act="commented").public_text == "Changez la photo."
    assert client.post(address, {"act": "comment", "text": " "}).status_code == 400


def test_a_comment_is_mailed_to_those_it_concerns(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    services.claim(review=policies.open_reviews(item)[0], user=desk.other_moderator)
    address = address_of(invited(desk, item))
    for text in ("Changez la photo.", "Et le titre."):
        client.post(address, {"act": "comment", "text": text})
    mails = Message.objects.filter(event="commented")
    assert {mail.user for mail in mails} == {desk.editor, desk.moderator, desk.other_moderator}
    assert {mail.context["text"] for mail in mails} == {"Changez la photo.", "Et le titre."}
    assert {mail.context["person"] for mail in mails} == {"Anne Morel"}


def test_what_is_said_among_reviewers_is_mailed_to_them_alone(desk: Desk) -> None:
    item = submitted(desk)
    services.claim(review=policies.open_reviews(item)[0], user=desk.other_moderator)
    services.comment(page=item, user=desk.moderator, text="Entre nous.", private=True)
    assert [mail.user for mail in Message.objects.filter(event="commented")] == [
        desk.other_moderator
    ]


def test_a_guest_has_only_so_much_to_say(
    desk: Desk, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "MOST_COMMENTS", 2)
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"review_by_link": "4 per hour"}
    counters.forget()
    address = address_of(invited(desk, submitted(desk)))
    said = [
        client.post(address, {"act": "comment", "text": "Encore."}).status_code for _ in range(5)
    ]
    assert said == [200, 200, 400, 400, 429]
    assert Decision.objects.filter(act="commented").count() == 2


def test_who_guesses_at_links_is_counted(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"wrong_link": "2 per hour"}
    counters.forget()
    paths = ("/review/one/", "/review/two/draft/", "/review/three/")
    assert [client.get(path).status_code for path in paths] == [404, 404, 429]


def test_revoked_links_are_mails_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_LINKS_A_DAY", 2)
    item = submitted(desk)
    for _ in range(2):
        links.revoke(link=invited(desk, item), user=desk.moderator)
    with pytest.raises(ValidationError):
        invited(desk, item)
    ReviewLink.objects.update(made_at=clock.now() - links.LIFETIME)
    invited(desk, item)
    assert Message.objects.filter(event="stakeholder_link").count() == 3


def test_an_authors_guest_does_not_approve(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    address = address_of(invited(desk, item, by=desk.editor))
    page = client.get(address)
    assert b'value="approve"' not in page.content
    said = {"act": "approve", "digest": digest_in(page)}
    assert client.post(address, said).status_code == 404
    assert not PublishedDocument.objects.filter(page_id=item.pk).exists()


def test_nobody_approves_by_link_where_the_workflow_does_not_allow_it(client: Client) -> None:
    desk = Desk()
    item = submitted(desk)
    address = address_of(invited(desk, item))
    said = {"act": "approve", "digest": services.current_digest(item)}
    assert client.post(address, said).status_code == 404


def test_what_was_changed_meanwhile_is_looked_at_again(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    address = address_of(invited(desk, item))
    seen = digest_in(client.get(address))
    item.summary = "Autre chose."
    item.save_revision(user=desk.other_moderator)
    assert client.post(address, {"act": "approve", "digest": seen}).status_code == 400
    assert not PublishedDocument.objects.filter(page_id=item.pk).exists()


def test_a_revoked_and_an_expired_link_open_nothing(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    link = invited(desk, item)
    address = address_of(link)
    ReviewLink.objects.update(expires_at=clock.now())
    assert client.get(address).status_code == 404
    ReviewLink.objects.update(expires_at=clock.now() + links.LIFETIME)
    links.revoke(link=link, user=desk.moderator)
    for path in (address, f"{address}draft/"):
        assert client.get(path).status_code == 404
    assert client.post(address, {"act": "comment", "text": "Trop tard."}).status_code == 404


def test_who_has_nothing_to_do_with_it_invites_nobody(desk: Desk) -> None:
    item = submitted(desk)
    for person in (desk.stranger, desk.contributor):
        with pytest.raises(PermissionDenied):
            invited(desk, item, by=person)
    with pytest.raises(ValidationError):
        links.invite(page=item, user=desk.moderator, email="nowhere", name="Anne")
    assert not ReviewLink.objects.exists()
    assert policies.open_reviews(item)


def test_who_lent_a_link_does_not_approve_their_own_words_by_it(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    link = invited(desk, item)
    edited = item.get_latest_revision_as_object()
    edited.summary = "Le mot du modérateur."
    edited.save_revision(user=desk.moderator)
    assert b'value="approve"' not in client.get(address_of(link)).content
    assert approved_by(link, client) == 404
    assert not is_public(item)


def test_an_authors_address_does_not_approve_what_they_wrote(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    assert approved_by(lent(desk, item, desk.editor.email.upper()), client) == 404
    assert not is_public(item)


@pytest.mark.parametrize("loss", ["group", "activity", "account"])
def test_who_no_longer_reviews_lends_nothing(desk: Desk, client: Client, loss: str) -> None:
    item = submitted(desk)
    link = invited(desk, item)
    if loss == "group":
        desk.moderator.groups.clear()
    elif loss == "activity":
        desk.moderator.is_active = False
        desk.moderator.save()
    else:
        desk.moderator.delete()
    assert approved_by(link, client) == 404
    assert not is_public(item)


class TestQuorum:
    """Two must approve: two people."""

    @pytest.fixture
    def item(self, desk: Desk) -> Any:
        ReviewRule.objects.filter(kind="editorial").update(quorum=2)
        return submitted(desk)

    def test_one_person_lends_one_approval(self, desk: Desk, client: Client, item: Any) -> None:
        first, second = lent(desk, item, "a@example.org"), lent(desk, item, "b@example.org")
        assert approved_by(first, client) == 200
        assert approved_by(first, client) == 400
        assert approved_by(second, client) == 400
        assert not is_public(item)

    def test_who_lent_it_has_approved(self, desk: Desk, client: Client, item: Any) -> None:
        assert approved_by(lent(desk, item, "a@example.org"), client) == 200
        with pytest.raises(ValidationError):
            services.approve(
                review=policies.open_reviews(item)[0],
                user=desk.moderator,
                digest=services.current_digest(item),
            )
        assert not is_public(item)

    def test_who_has_approved_lends_no_second(self, desk: Desk, client: Client, item: Any) -> None:
        link = lent(desk, item, "a@example.org")
        services.approve(
            review=policies.open_reviews(item)[0],
            user=desk.moderator,
            digest=services.current_digest(item),
        )
        assert approved_by(link, client) == 400
        assert not is_public(item)

    def test_a_guest_of_two_approves_once(self, desk: Desk, client: Client, item: Any) -> None:
        assert approved_by(lent(desk, item, "a@example.org"), client) == 200
        again = lent(desk, item, "A@example.org", by=desk.other_moderator)
        assert approved_by(again, client) == 400
        assert not is_public(item)

    def test_a_reviewer_is_no_guest_of_another(self, desk: Desk, client: Client, item: Any) -> None:
        services.approve(
            review=policies.open_reviews(item)[0],
            user=desk.moderator,
            digest=services.current_digest(item),
        )
        link = lent(desk, item, desk.moderator.email, by=desk.other_moderator)
        assert approved_by(link, client) == 400
        assert not is_public(item)

    def test_two_people_with_a_guest_each(self, desk: Desk, client: Client, item: Any) -> None:
        assert approved_by(lent(desk, item, "a@example.org"), client) == 200
        other = lent(desk, item, "b@example.org", by=desk.other_moderator)
        assert approved_by(other, client) == 200
        assert is_public(item)

    def test_what_was_lent_ends_with_the_right(self, desk: Desk, client: Client, item: Any) -> None:
        assert approved_by(lent(desk, item, "a@example.org"), client) == 200
        desk.moderator.groups.clear()
        other = lent(desk, item, "b@example.org", by=desk.other_moderator)
        assert approved_by(other, client) == 200
        assert not is_public(item)
        services.approve(
            review=policies.open_reviews(item)[0],
            user=desk.head,
            digest=services.current_digest(item),
        )
        assert is_public(item)
