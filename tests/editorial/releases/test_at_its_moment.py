"""A scheduled release: at its moment, exactly once, whoever is at it and whoever dies."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import Page, PageLogEntry

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.models import Release
from cms.editorial.releases import services
from cms.editorial.releases.due import run_releases
from cms.publication.clearance import revoke
from cms.publication.digest import content_digest
from cms.publication.models import Change, KeptMoment
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.editorial.releases.conftest import approved, public_and_changed, release_of
from tests.factories import UserFactory
from tests.factories.clearing import clear, go_live
from tests.publication.processes import complaints, start, start_command

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


@pytest.fixture
def later(monkeypatch: Any) -> Callable[..., None]:
    """Moves the clock to two hours from now, and on from there."""
    moment = clock.now() + 2 * SOON

    def move(by: timedelta = timedelta(0)) -> None:
        nonlocal moment
        moment += by
        monkeypatch.setattr("cms.core.clock.now", lambda: moment)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move


def scheduled(desk: Desk, *pages: Any) -> Release:
    release = release_of(desk, *pages)
    services.schedule(release=release, at=clock.now() + SOON, user=desk.moderator)
    return release


def make_due(release: Release) -> None:
    """For processes of their own, whose clock nobody moves."""
    Release.objects.filter(pk=release.pk).update(go_live_at=clock.now() - SOON)


def as_typed(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M")


def live(pages: Any) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def state(release: Release) -> str:
    return Release.objects.get(pk=release.pk).status


def told_by_the_command() -> str:
    """What it says it refused; empty when it refused nothing."""
    try:
        call_command("publish_scheduled")
    except CommandError as error:
        return str(error)
    return ""


def test_it_is_scheduled_on_its_screen_and_goes_live_at_its_moment(
    client: Client, desk: Desk, later: Callable[..., None], capsys: Any
) -> None:
    pages = [approved(desk), public_and_changed(desk)]
    release = release_of(desk, *pages)
    address = reverse("releases:schedule", args=[release.pk])
    past = as_typed(clock.now() - SOON)
    assert "This moment is over." in client.post(address, {"go_live_at": past}).content.decode()
    at = as_typed(clock.now() + SOON)
    assert "is scheduled" in client.post(address, {"go_live_at": at}, follow=True).content.decode()
    call_command("publish_scheduled")
    assert (state(release), live(pages)) == ("scheduled", [False, True])
    later()
    call_command("publish_scheduled")
    assert f"release published: {release.title}" in capsys.readouterr().out
    assert (state(release), live(pages)) == ("live", [True, True])
    published = Decision.objects.filter(act="published", data__release=release.pk)
    assert {(one.path, one.actor_id) for one in published} == {("schedule", desk.moderator.pk)}
    kept = KeptMoment.objects.get(what="release")
    assert (kept.subject, 3000 < kept.late < 3700) == (release.pk, True)
    changes = Change.objects.count()
    assert run_releases() == 0
    call_command("publish_scheduled")
    assert Change.objects.count() == changes


def test_what_was_scheduled_goes_live_not_what_was_drafted_since(
    desk: Desk, later: Callable[..., None]
) -> None:
    item = approved(desk)
    release = scheduled(desk, item)
    page = ItemPage.objects.get(pk=item.pk)
    page.summary = "Pas encore relu."
    page.save_revision(user=desk.editor)
    later()
    assert told_by_the_command() == ""
    assert state(release) == "live"
    assert ItemPage.objects.get(pk=item.pk).summary == item.summary


def test_its_own_old_moment_keeps_no_page_back(desk: Desk, later: Callable[..., None]) -> None:
    item = desk.draft()
    item.go_live_at = clock.now() + timedelta(days=30)
    item.save_revision(user=desk.editor)
    clear(item)
    release = scheduled(desk, item)
    later()
    assert told_by_the_command() == ""
    page = ItemPage.objects.get(pk=item.pk)
    assert (page.live, page.go_live_at, state(release)) == (True, None, "live")


def test_taken_off_the_schedule_nothing_happens(
    client: Client, desk: Desk, later: Callable[..., None]
) -> None:
    release = scheduled(desk, approved(desk))
    client.post(reverse("releases:unschedule", args=[release.pk]))
    later()
    assert told_by_the_command() == ""
    assert state(release) == "draft"
    assert Decision.objects.get(act="release_unscheduled").actor_id == desk.moderator.pk


def test_who_scheduled_it_may_have_left(desk: Desk, later: Callable[..., None]) -> None:
    release = scheduled(desk, approved(desk))
    desk.moderator.delete()
    later()
    assert told_by_the_command() == ""
    assert state(release) == "live"


def test_what_lost_its_clearance_keeps_it_back_and_delays_no_other(
    desk: Desk, later: Callable[..., None]
) -> None:
    items = [approved(desk, title="Contestée"), approved(desk)]
    refused, other = scheduled(desk, *items), scheduled(desk, approved(desk))
    revoke(items[0].pk)
    alone = desk.draft()
    alone.go_live_at = clock.now() + SOON
    go_live(alone)
    later()
    told = told_by_the_command()
    assert f"release {refused.pk}" in told
    assert "Contestée" in told
    assert (state(refused), state(other), live(items)) == ("failed", "live", [False, False])
    assert live([alone]) == [True]
    assert told_by_the_command() == "", "it is tried again a minute later"
    waits = []
    for _attempt in range(3):
        row = Release.objects.get(pk=refused.pk)
        waits.append(round((row.retry_at - clock.now()).total_seconds() / 60))
        later(row.retry_at - clock.now())
        assert f"release {refused.pk}" in told_by_the_command()
    assert waits == [1, 2, 4]
    clear(items[0])
    later(SOON)
    assert told_by_the_command() == ""
    assert (state(refused), live(items)) == ("live", [True, True])


def test_one_that_somebody_is_at_delays_no_other(
    desk: Desk, later: Callable[..., None], monkeypatch: Any
) -> None:
    busy, other = scheduled(desk, approved(desk)), scheduled(desk, approved(desk))
    monkeypatch.setattr("cms.editorial.releases.due.is_free", lambda one: one.pk != busy.pk)
    later()
    assert run_releases() == 1
    assert (state(busy), state(other)) == ("scheduled", "live")
    assert run_releases() == 0


@pytest.mark.parametrize("was_public", [False, True])
def test_where_nobody_reviews_who_schedules_it_clears_it(
    desk: Desk, later: Callable[..., None], no_workflow: None, was_public: bool
) -> None:
    item = desk.public() if was_public else desk.draft()
    draft = item.get_latest_revision_as_object()
    draft.summary = "Le programme de ce soir."
    draft.save_revision(user=desk.editor)
    release = scheduled(desk, ItemPage.objects.get(pk=item.pk))
    cleared = Decision.objects.filter(act="published_directly", page_id=item.pk)
    assert [one.digest for one in cleared] == [content_digest(draft)], "and nothing else"
    later()
    assert told_by_the_command() == ""
    assert state(release) == "live"
    assert ItemPage.objects.get(pk=item.pk).summary == "Le programme de ce soir."


def test_administrators_and_the_monitoring_are_told(desk: Desk, later: Callable[..., None]) -> None:
    item = approved(desk)
    release = scheduled(desk, item)
    revoke(item.pk)
    later()
    told_by_the_command()
    part = Client().get("/readyz").json()["parts"]["pages"]
    assert (part["status"], part["schedules_failing"]) == ("degraded", 1)
    boss = signed_in(UserFactory(superuser=True, language="en"))
    page = boss.get(reverse("failing_pages")).content.decode()
    again = reverse("releases:try_again", args=[release.pk])
    assert release.title in page
    assert again in page
    clear(item)
    boss.post(again)
    assert told_by_the_command() == ""
    assert state(release) == "live"
    part = Client().get("/readyz").json()["parts"]["pages"]
    assert (part["schedules_failing"], part["schedules_kept_last_hour"]) == (0, 1)
    assert part["schedules_late_seconds_worst"] > 3000


def went_live(pages: Any) -> list[int]:
    entries = PageLogEntry.objects.filter(action="wagtail.publish")
    return [entries.filter(page_id=page.pk).count() for page in pages]


@pytest.mark.django_db(transaction=True)
def test_two_workers_publish_it_once() -> None:
    desk = Desk()
    pages = [approved(desk) for _ in range(6)]
    release = scheduled(desk, *pages)
    make_due(release)
    both = [start_command("publish_scheduled") for _ in range(2)]
    assert complaints(both) == []
    assert (state(release), went_live(pages)) == ("live", [1] * 6)
    keys = [page.translation_key for page in pages]
    assert Change.objects.filter(key__in=keys, op=Change.Op.UPSERT).count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", [40, 200, 300])
def test_killed_in_the_middle_nothing_is_live_and_the_next_does_it_whole(statement: int) -> None:
    desk = Desk()
    pages = [approved(desk) for _ in range(4)]
    release = scheduled(desk, *pages)
    make_due(release)
    process = start("-m", "tests.editorial.releases.dying", str(statement))
    process.communicate()
    assert process.returncode == -9
    assert (state(release), live(pages), went_live(pages)) == ("scheduled", [False] * 4, [0] * 4)
    assert not Decision.objects.filter(act="release_published").exists()
    call_command("publish_scheduled")
    assert (state(release), live(pages), went_live(pages)) == ("live", [True] * 4, [1] * 4)
