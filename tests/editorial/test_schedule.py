"""Scheduled publishing and expiry, item by item."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_unpublished

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.scheduling import run_schedule
from cms.publication.clearance import revoke
from cms.publication.digest import content_digest
from cms.publication.models import Change, FailedSchedule, KeptMoment, PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.editorial.people import Desk
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.clearing import clear, go_live
from tests.factories.items import ItemFactory
from tests.publication.processes import complaints, start_command
from tests.worker.processes import until

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def scheduled(**values):
    """An item that goes live in an hour."""
    item = ItemFactory(**values)
    item.go_live_at = datetime.now(UTC) + SOON
    go_live(item, user=UserFactory(superuser=True))
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


@pytest.mark.parametrize("was_public", [False, True])
def test_an_alias_shows_nothing_before_its_time(later, was_public):
    item = ItemFactory(published=was_public, summary="Aujourd'hui.")
    if not was_public:
        item.save_revision()
    alias = item.create_alias(parent=InstitutionFactory(published=True), update_slug="alias")
    item.go_live_at = datetime.now(UTC) + SOON
    go_live(item, summary="Demain.")
    assert is_public(alias) == was_public
    assert ItemPage.objects.get(pk=alias.pk).summary == "Aujourd'hui."
    later()
    assert told_by_the_command() == ""
    assert is_public(alias)
    assert ItemPage.objects.get(pk=alias.pk).summary == "Demain."


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


@pytest.fixture
def later(monkeypatch):
    """Moves the clock to two hours from now, and on from there."""
    moment = datetime.now(UTC) + 2 * SOON

    def move(by=timedelta(0)):
        nonlocal moment
        moment += by
        monkeypatch.setattr("cms.core.clock.now", lambda: moment)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move


def lose_summary(item):
    """What no form would save: the gate refuses it when its moment comes."""
    revision = item.revisions.get()
    revision.content["summary"] = ""
    revision.save()
    return revision


def mend_summary(revision):
    """And have it approved anew."""
    revision.content["summary"] = "Un résumé."
    revision.save()
    clear(revision.as_object())


def told_by_the_command():
    """What it says it refused; empty when it refused nothing."""
    try:
        call_command("publish_scheduled")
    except CommandError as error:
        return str(error)
    return ""


def test_what_is_refused_is_tried_again_ever_more_rarely(later, caplog):
    item = scheduled()
    revision = lose_summary(item)
    later()
    waits = []
    for attempt in range(1, 12):
        assert f"revision {revision.pk}" in told_by_the_command()
        assert "refused" in caplog.text
        row = FailedSchedule.objects.get()
        assert (row.revision_id, row.attempts) == (revision.pk, attempt)
        assert row.error
        waits.append(round((row.retry_at - clock.now()).total_seconds() / 60))
        assert told_by_the_command() == ""
        later(row.retry_at - clock.now())
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 360


def test_what_is_mended_goes_live_at_its_next_turn(later):
    item = scheduled()
    revision = lose_summary(item)
    later()
    told_by_the_command()
    mend_summary(revision)
    later(timedelta(minutes=1))
    assert told_by_the_command() == ""
    assert is_public(item)
    assert not FailedSchedule.objects.exists()


def give_it_another_moment(item):
    item.revisions.update(approved_go_live_at=clock.now() - timedelta(seconds=1))


def unschedule(item):
    item.revisions.update(approved_go_live_at=None)


def publish_another_draft(item):
    page = ItemPage.objects.get(pk=item.pk)
    page.go_live_at, page.summary = None, "Un résumé."
    go_live(page)


def delete(item):
    ItemPage.objects.get(pk=item.pk).delete()


@pytest.mark.parametrize(
    ("change", "tried"),
    [
        (give_it_another_moment, True),
        (unschedule, False),
        (publish_another_draft, False),
        (delete, False),
    ],
)
def test_what_failed_is_over_with_its_moment(change, tried, later):
    item = scheduled()
    lose_summary(item)
    later()
    told_by_the_command()
    change(item)
    assert bool(told_by_the_command()) == tried
    assert list(FailedSchedule.objects.values_list("attempts", flat=True)) == [1] * tried


@pytest.fixture
def stubborn():
    """A page whose taking down somebody's code keeps failing."""
    item = ItemFactory(published=True)

    def fail(sender, instance, **kwargs):
        if instance.pk == item.pk:
            raise LookupError("nobody home")

    page_unpublished.connect(fail)
    yield item
    page_unpublished.disconnect(fail)


def expires(page, at):
    Page.objects.filter(pk=page.pk).update(expire_at=at)


def test_a_page_that_cannot_be_taken_down_stops_no_other(stubborn):
    other = ItemFactory(published=True)
    expires(stubborn, clock.now() - SOON)
    expires(other, clock.now() - timedelta(minutes=1))
    assert "nobody home" in told_by_the_command()
    assert (is_public(stubborn), is_public(other)) == (True, False)
    assert ItemPage.objects.get(pk=other.pk).expired
    row = FailedSchedule.objects.get()
    assert (row.page_id, row.attempts, row.error) == (stubborn.pk, 1, "LookupError: nobody home")
    assert told_by_the_command() == ""


def test_a_turn_of_the_worker_takes_some_and_the_command_all(monkeypatch, later):
    monkeypatch.setattr("cms.editorial.scheduling.TURN", 2)
    pages = [scheduled() for _ in range(5)]
    lose_summary(pages[0])
    later()
    assert [run_schedule() for _ in range(2)] == [2, 2]
    assert [is_public(page) for page in pages] == [False, True, True, True, False]
    call_command("publish_scheduled")
    assert is_public(pages[4])
    assert run_schedule() == 0


def test_an_administrator_sees_it_in_the_report_and_has_it_tried_again(later):
    item = scheduled(title="Jamais à l'heure")
    revision = lose_summary(item)
    later()
    told_by_the_command()
    client = signed_in(UserFactory(superuser=True, language="en"))
    page = client.get(reverse("failing_pages")).content.decode()
    assert "Jamais à l&#x27;heure" in page
    assert "going live" in page
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in page
    button = reverse("failed_schedule_try_again", args=[FailedSchedule.objects.get().pk])
    assert button in page
    mend_summary(revision)
    assert "tried again within seconds" in client.post(button, follow=True).content.decode()
    call_command("publish_scheduled")
    assert is_public(item)
    assert "Every page is published" in client.get(reverse("failing_pages")).content.decode()
    assert client.post(button).status_code == 404


@pytest.mark.parametrize("group", ["Moderators", "Editors"])
def test_nobody_else_has_it_tried_again(group, later):
    lose_summary(scheduled(title="Jamais à l'heure"))
    later()
    told_by_the_command()
    client = signed_in(UserFactory(group=group, language="en"))
    before = FailedSchedule.objects.values().get()
    answer = client.post(reverse("failed_schedule_try_again", args=[before["id"]]))
    assert answer.status_code in {302, 403, 404}
    assert FailedSchedule.objects.values().get() == before
    assert b"Jamais" not in client.get(reverse("failing_pages")).content


def went_live(pages):
    """How often each of them did, by schedule."""
    entries = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
    return [entries.filter(page_id=page.pk).count() for page in pages]


def make_due(pages):
    for page in pages:
        revision = page.revisions.get()
        revision.content["go_live_at"] = None
        revision.approved_go_live_at = clock.now() - SOON
        revision.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_it_each_publishes_what_the_other_does_not():
    pages = [scheduled() for _ in range(12)]
    make_due(pages)
    both = [start_command("publish_scheduled") for _ in range(2)]
    assert complaints(both) == []
    assert went_live(pages) == [1] * 12
    keys = [page.translation_key for page in pages]
    assert Change.objects.filter(key__in=keys, op=Change.Op.UPSERT).count() == 12


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_the_next_does_the_rest():
    pages = [scheduled() for _ in range(8)]
    make_due(pages)
    process = start_command("publish_scheduled")
    until(lambda: sum(went_live(pages)) > 0 or process.poll() is not None)
    process.kill()
    process.communicate()
    call_command("publish_scheduled")
    assert went_live(pages) == [1] * 8
    assert all(is_public(page) for page in pages)


def once_scheduled():
    """A public item whose first version was to go live later, and was taken off the schedule."""
    item = ItemFactory(summary="La première version.")
    item.go_live_at = datetime.now(UTC) + SOON
    former = item.save_revision()
    public = ItemPage.objects.get(pk=item.pk)
    public.go_live_at, public.summary = None, "La seconde version."
    go_live(public)
    return public, former


def reverts_in_its_form(item, former):
    client = signed_in(UserFactory(superuser=True))
    address = reverse("wagtailadmin_pages:revisions_revert", args=[item.pk, former.pk])
    client.post(address, form_of(client, address))


def reverts_by_the_action(item, former):
    RevertToPageRevisionAction(
        instance=item, revision=former, user=UserFactory(superuser=True)
    ).execute()


@pytest.mark.parametrize("reverts", [reverts_in_its_form, reverts_by_the_action])
def test_a_former_version_comes_back_without_its_former_moment(reverts):
    item, former = once_scheduled()
    reverts(ItemPage.objects.get(pk=item.pk), former)
    latest = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert (latest.summary, latest.go_live_at) == ("La première version.", None)


def decisions(item):
    found = Decision.objects.filter(page_id=item.pk).order_by("number")
    return [(one.act, one.path, one.actor_id) for one in found if one.act != "import_decided"]


def test_scheduling_and_what_comes_of_it_are_on_record(later):
    boss = UserFactory(superuser=True)
    item = ItemFactory(expire_at=datetime.now(UTC) + 3 * SOON)
    item.go_live_at = datetime.now(UTC) + SOON
    go_live(item, user=boss)
    later()
    told_by_the_command()
    later(2 * SOON)
    told_by_the_command()
    assert decisions(item) == [
        ("scheduled", "system", boss.pk),
        ("published", "schedule", None),
        ("expired", "schedule", None),
    ]
    kept = KeptMoment.objects.filter(subject=item.pk).order_by("done_at")
    assert [one.what for one in kept if one.what != "copy"] == ["go_live", "expiry"]


def test_what_is_on_record_says_which_words_of_which_institution(later):
    boss, desk = UserFactory(superuser=True), Desk()
    item = ItemFactory(parent=desk.house, expire_at=datetime.now(UTC) + 3 * SOON)
    other = ItemFactory(parent=desk.house)
    for one in (item, other):
        one.go_live_at = datetime.now(UTC) + SOON
        go_live(one, user=boss)
    unschedule(boss, other)
    later()
    told_by_the_command()
    later(2 * SOON)
    told_by_the_command()
    acts = ["scheduled", "published", "expired", "unscheduled"]
    found = Decision.objects.filter(page_id__in=[item.pk, other.pk], act__in=acts)
    said = {(one.act, one.page_id): (one.revision_id, one.digest) for one in found}
    assert {one.institution_id for one in found} == {desk.institution.pk}
    # As they were drafted: publishing has made nothing else of them.
    by_page = {
        page.pk: (page.revisions.get().pk, content_digest(page.revisions.get().as_object()))
        for page in (item, other)
    }
    assert said == {
        **{(act, item.pk): by_page[item.pk] for act in ("scheduled", "published", "expired")},
        **{(act, other.pk): by_page[other.pk] for act in ("scheduled", "unscheduled")},
    }


def unschedule(person, page):
    revision = page.revisions.get()
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    signed_in(person).post(address)


def test_taking_it_off_the_schedule_is_on_record():
    boss = UserFactory(superuser=True)
    item = scheduled()
    unschedule(boss, item)
    assert decisions(item)[-1] == ("unscheduled", "admin", boss.pk)
    assert ItemPage.objects.get(pk=item.pk).scheduled_revision is None


def test_what_lost_its_clearance_is_refused_and_told(later):
    item, other = scheduled(), scheduled()
    revoke(item.pk)
    later()
    assert "Nobody has approved this version" in told_by_the_command()
    assert (is_public(item), is_public(other)) == (False, True)


def test_how_late_everything_was_is_told_to_who_keeps_the_site(later):
    item = scheduled(title="Presque à l'heure")
    later()
    told_by_the_command()
    page = signed_in(UserFactory(superuser=True, language="en")).get(reverse("kept_moments"))
    assert "Presque à l&#x27;heure" in page.content.decode()
    assert "last hour: 1" in page.content.decode()
    part = Client().get("/readyz").json()["parts"]["pages"]
    assert part["schedules_kept_last_hour"] == 1
    assert 3500 < part["schedules_late_seconds_median"] < 3700
    moderator = signed_in(UserFactory(group="Moderators"))
    assert item.title not in moderator.get(reverse("kept_moments"), follow=True).content.decode()
