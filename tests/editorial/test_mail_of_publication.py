"""Whoever made a page hears that it went live, or is no longer public, whatever did it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.notices import watching
from cms.editorial.releases import services as releases
from cms.notifications.models import Message
from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories.clearing import clear


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def mailed(person: Any, event: str) -> list[dict[str, Any]]:
    return [one.context for one in Message.objects.filter(user=person, event=event)]


def test_a_release_tells_when_it_goes_live_and_when_it_is_rolled_back(desk: Desk) -> None:
    new = clear(desk.draft(title="La nouvelle", owner=desk.editor))
    changed = desk.public(title="L'ancienne", owner=desk.editor)
    changed.summary = "Autre chose."
    changed.save_revision(user=desk.editor)
    clear(changed)
    release = releases.create(title="Le printemps", user=desk.head, pages=[new, changed])
    releases.publish(release=release, user=desk.head)
    assert {one["title"] for one in mailed(desk.editor, "published")} == {
        "La nouvelle",
        "L'ancienne",
    }
    releases.roll_back(release=release, user=desk.head, reason="Trop tôt")
    told = {one["title"]: one for one in mailed(desk.editor, "taken_back")}
    assert told["La nouvelle"]["live"] is False
    assert told["L'ancienne"]["live"] is True
    assert {one["text"] for one in told.values()} == {"Trop tôt"}
    assert {one["release"] for one in told.values()} == {"Le printemps"}


def test_what_was_public_already_is_told_of_by_no_release(desk: Desk) -> None:
    item = desk.public(owner=desk.editor)
    release = releases.create(title="Le printemps", user=desk.head, pages=[item])
    releases.publish(release=release, user=desk.head)
    assert mailed(desk.editor, "published") == []


def test_wagtails_own_unpublishing_tells_of_each_page_that_went_down(desk: Desk) -> None:
    item = desk.public(title="La nuit", owner=desk.editor)
    desk.draft(title="Un brouillon", owner=desk.editor)
    address = reverse("wagtailadmin_pages:unpublish", args=[desk.house.pk])
    signed_in(desk.head).post(address, {"include_descendants": "on"})
    told = {one["title"] for one in mailed(desk.editor, "unpublished")}
    assert told == {desk.house.title, "La nuit"}
    logged = Decision.objects.filter(act="unpublished")
    assert {one.page_id for one in logged} == {item.pk, desk.house.pk}


def test_the_bulk_action_tells_too_and_not_whoever_did_it(desk: Desk) -> None:
    theirs = desk.public(title="La leur", owner=desk.editor)
    own = desk.public(title="La mienne", owner=desk.head)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    signed_in(desk.head).post(f"{address}?id={theirs.pk}&id={own.pk}")
    assert [one["title"] for one in mailed(desk.editor, "unpublished")] == ["La leur"]
    assert mailed(desk.head, "unpublished") == []


def test_the_end_of_a_rights_window_nears_as_any_other_end(desk: Desk) -> None:
    item = desk.public(title="Pour un temps", owner=desk.editor)
    desk.public(title="Toujours", owner=desk.editor)
    document = PublishedDocument.objects.filter(page_id=item.pk)
    document.update(public_until=clock.now() + timedelta(days=3))
    for _often in range(2):
        watching.tell_what_expires()
    assert [one["title"] for one in mailed(desk.editor, "expiring")] == ["Pour un temps"]
