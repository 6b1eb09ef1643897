"""Scheduled publishing and expiry, item by item."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from cms.publication.models import Change, PublishedDocument
from content_pages.models import ItemPage
from tests.factories.items import ItemFactory

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def scheduled(**values):
    """An item that goes live in an hour."""
    item = ItemFactory(**values)
    item.go_live_at = datetime.now(UTC) + SOON
    item.save_revision().publish()
    return item


def in_two_hours(monkeypatch):
    moment = datetime.now(UTC) + 2 * SOON
    monkeypatch.setattr("cms.core.clock.now", lambda: moment)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def is_public(page):
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def test_what_is_due_goes_live_once(monkeypatch, capsys):
    item = scheduled()
    assert not is_public(item)
    in_two_hours(monkeypatch)
    call_command("publish_scheduled")
    assert is_public(item)
    assert item.title in capsys.readouterr().out
    changes = Change.objects.count()
    call_command("publish_scheduled")
    assert Change.objects.count() == changes


def test_nothing_happens_before_its_time():
    item = scheduled()
    call_command("publish_scheduled")
    assert not is_public(item)


def test_one_page_that_may_not_go_live_stops_no_other(monkeypatch):
    refused, other = scheduled(), scheduled()
    revision = refused.revisions.get()
    revision.content["summary"] = ""
    revision.save()
    in_two_hours(monkeypatch)
    with pytest.raises(CommandError, match=f"revision {revision.pk}"):
        call_command("publish_scheduled")
    assert is_public(other)
    assert not is_public(refused)
    assert not ItemPage.objects.get(pk=refused.pk).live


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_it_too(monkeypatch):
    item = scheduled()
    in_two_hours(monkeypatch)
    call_command("worker", once=True)
    assert is_public(item)
