"""A form stays open in one tab while its page is approved from another: it saves itself on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.core import clock
from cms.editorial import policies
from cms.editorial.releases import services as releases
from cms.editorial.workflow import services
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.admin.roles_ground import COMPLETE
from tests.editorial.people import Desk
from tests.factories.clearing import clear

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


class Tab:
    """The editor's open form of an item."""

    def __init__(self, desk: Desk, item: Any) -> None:
        self.client: Client = signed_in(desk.editor)
        self.address = reverse("wagtailadmin_pages:edit", args=[item.pk])
        self.typed = form_of(self.client, self.address) | COMPLETE

    def saves(self, summary: str) -> int:
        """By itself, over its own last version; returns which it says it wrote."""
        self.typed["summary"] = summary
        told = self.client.post(self.address, self.typed, headers={"accept": "application/json"})
        number: int = told.json()["revision_id"]
        self.typed["overwrite_revision_id"] = str(number)
        return number


def now(item: Any) -> ItemPage:
    return ItemPage.objects.get(pk=item.pk)


def approved(desk: Desk, item: Any) -> None:
    services.submit(page=now(item), user=desk.editor)
    for review in policies.open_reviews(now(item)):
        digest = services.current_digest(now(item))
        services.approve(review=review, user=desk.moderator, digest=digest)


def said_by(item: Any, number: int) -> str:
    summary: str = now(item).revisions.get(pk=number).as_object().summary
    return summary


def test_what_nobody_looked_at_is_written_over(desk: Desk) -> None:
    item = desk.draft()
    tab = Tab(desk, item)
    first = tab.saves("Un.")
    assert tab.saves("Deux.") == first


def test_what_is_public_is_not_written_over(desk: Desk) -> None:
    item = desk.draft()
    tab = Tab(desk, item)
    first = tab.saves("Un.")
    approved(desk, item)
    second = tab.saves("Deux.")
    assert second != first
    assert tab.saves("Trois.") == second
    assert now(item).live_revision_id == first
    assert (said_by(item, first), said_by(item, second)) == ("Un.", "Trois.")


def test_nor_is_what_goes_live_later(desk: Desk) -> None:
    item = desk.draft()
    tab = Tab(desk, item)
    first = tab.saves("Un.")
    revision = now(item).latest_revision
    revision.content["go_live_at"] = (clock.now() + timedelta(days=1)).isoformat()
    revision.save()
    approved(desk, item)
    # Wagtail keeps its form from being saved; other clients write what they have open.
    draft = now(item).get_latest_revision_as_object()
    draft.summary = "Deux."
    assert draft.save_revision(user=desk.editor, overwrite_revision=revision).pk != first
    scheduled = now(item).scheduled_revision
    assert scheduled is not None
    assert (scheduled.pk, said_by(item, first)) == (first, "Un.")


def test_nor_is_what_somebody_has_decided_about(desk: Desk) -> None:
    item = desk.draft()
    tab = Tab(desk, item)
    first = tab.saves("Un.")
    services.submit(page=now(item), user=desk.editor)
    (review,) = policies.open_reviews(now(item))
    reasons = [services.Reason("duplicate", text="Deux fois.")]
    services.request_changes(review=review, user=desk.moderator, reasons=reasons)
    assert tab.saves("Deux.") != first
    assert said_by(item, first) == "Un."


def test_nor_is_what_a_release_publishes(desk: Desk) -> None:
    item = desk.draft()
    tab = Tab(desk, item)
    releases.create(title="Nuit des musées", user=desk.moderator, pages=[item])
    first = tab.saves("Un.")
    approved(desk, item)
    tab.saves("Deux.")
    release = now(item).release_members.get().release
    releases.publish(release=release, user=desk.moderator)
    assert (now(item).summary, said_by(item, first)) == ("Un.", "Un.")
    assert now(item).has_unpublished_changes


def test_a_release_publishes_what_its_version_says_now(desk: Desk) -> None:
    """A script has written over the public version: by its number nothing would have changed."""
    item = desk.public(summary="Un.")
    revision = item.live_revision
    revision.content["summary"] = "Deux."
    revision.save()
    clear(revision.as_object())
    release = releases.create(title="Nuit des musées", user=desk.moderator, pages=[now(item)])
    releases.publish(release=release, user=desk.moderator)
    assert now(item).summary == "Deux."
