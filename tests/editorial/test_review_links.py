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
    """As the mail to the guest has it."""
    told = Message.objects.get(event="stakeholder_link", address=link.email).context["link"]
    return str(re.sub(r"^https?://[^/]+", "", told))


def invited(desk: Desk, item: Any, by: Any = None) -> ReviewLink:
    return links.invite(
        page=item, user=by or desk.moderator, email="anne@example.org", name="Anne Morel"
    )


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
    assert client.post(address, said).status_code == 200
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()
    approved = Decision.objects.get(act="approved", page_id=item.pk)
    assert approved.actor_id is None
    assert approved.actor_name == "Anne Morel <anne@example.org>"
    assert client.get(address).status_code == 404  # the review is over


def test_a_guest_comments(desk: Desk, client: Client) -> None:
    item = submitted(desk)
    address = address_of(invited(desk, item))
    assert client.post(address, {"act": "comment", "text": "Changez la photo."}).status_code == 200
    assert Decision.objects.get(act="commented").public_text == "Changez la photo."
    assert client.post(address, {"act": "comment", "text": " "}).status_code == 400


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
