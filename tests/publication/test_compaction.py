"""The change log is kept short, and whoever reads it still ends with exactly what is served."""

import random
from datetime import timedelta

import orjson
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signing import Signer
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from cms.catalogue import catalogue
from cms.core import clock
from cms.publication.log.compaction import compact_log, prune_preview_tokens
from cms.publication.models import Change, ChangeNumber, PreviewToken, PublishedDocument
from cms.publication.preview.drafts import issue_preview_token, revoke_preview_token
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=90)


class Follower:
    """Mirrors the catalogue; begins again when it is told to."""

    def __init__(self, client, limit=3):
        self.client, self.limit = client, limit
        self.begin()
        self.began = 0

    def begin(self):
        self.cursor, self.mirror = None, {}

    def step(self):
        """One page of the log; returns how many changes it held, None when it had expired."""
        query = {"limit": self.limit} | ({"cursor": self.cursor} if self.cursor else {})
        answer = self.client.get("/api/v1/changes", query)
        if answer.status_code == 410:
            self.begin()
            self.began += 1
            return None
        assert answer.status_code == 200, answer.content
        body = orjson.loads(answer.content)
        for change in body["changes"]:
            name = (change["id"], change["locale"])
            if change["op"] == "withdraw":
                self.mirror.pop(name, None)
            elif "document" in change:
                self.mirror[name] = change["document"]
        self.cursor = body["next"]
        return len(body["changes"])

    def catch_up(self):
        while self.step() != 0:
            continue
        return {
            name: {
                field: value
                for field, value in document.items()
                if field not in {"requested_locale", "fallback"}
            }
            for name, document in self.mirror.items()
        }


def served():
    return {
        (str(row.key), row.locale): orjson.loads(bytes(row.body.detail))
        for row in PublishedDocument.objects.select_related("body")
    }


@pytest.fixture
def today(monkeypatch):
    """Moves the clock on by days."""
    moved = timedelta()
    now = clock.now

    def move(days):
        nonlocal moved
        moved += timedelta(days=days)

    monkeypatch.setattr("cms.core.clock.now", lambda: now() + moved)
    return move


def compact():
    while compact_log():
        continue


def floor():
    return ChangeNumber.objects.get().compacted_to


def busy_past(today):
    """An item that was published often, one that was withdrawn, one that was left alone."""
    institution = InstitutionFactory(published=True)
    often, gone, quiet = (ItemFactory(published=True, parent=institution) for _ in range(3))
    for number in range(4):
        often.title = f"Version {number}"
        go_live(often)
    gone.unpublish()
    today(KEPT.days + 1)
    quiet.title = "Aujourd'hui"
    go_live(quiet)
    return often, gone, quiet


def test_what_is_old_and_superseded_goes_and_the_rest_stays(client, today):
    often, gone, _quiet = busy_past(today)
    compact()
    seqs = Change.objects.values_list("seq", flat=True)
    assert not Change.objects.filter(key=gone.translation_key).exists()
    assert Change.objects.filter(key=often.translation_key).count() == 1
    assert list(Change.objects.filter(seq__gt=floor())) == list(Change.objects.all())[-1:]
    assert floor() == max(seqs) - 1
    assert Follower(client).catch_up() == served()


def test_nothing_young_goes(today):
    institution = InstitutionFactory(published=True)
    ItemFactory(published=True, parent=institution).unpublish()
    today(KEPT.days - 1)
    before = list(Change.objects.values_list("seq", flat=True))
    compact()
    assert list(Change.objects.values_list("seq", flat=True)) == before
    assert floor() == 0


def test_how_long_is_a_setting(today, settings):
    settings.CHANGES_KEPT_DAYS = 3
    ItemFactory(published=True).unpublish()
    today(5)
    ItemFactory(published=True)
    compact()
    assert floor() > 0
    assert not Change.objects.filter(op="withdraw").exists()


def test_who_is_behind_is_told_to_begin_again_and_recovers(client, today):
    follower, beginner = Follower(client), Follower(client)
    institution = InstitutionFactory(published=True)
    item = ItemFactory(published=True, parent=institution)
    follower.catch_up()
    beginner.step()
    plain = Signer(salt="cms.delivery.changes", sep=".").sign("2")
    item.unpublish()
    ItemFactory(published=True, parent=institution)
    today(KEPT.days + 1)
    ItemFactory(published=True, parent=institution)
    compact()
    answer = client.get("/api/v1/changes", {"cursor": follower.cursor})
    problem = orjson.loads(answer.content)
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"].endswith("#cursor-expired")
    assert "without a cursor" in problem["detail"]
    for cursor in (plain, beginner.cursor):
        assert client.get("/api/v1/changes", {"cursor": cursor}).status_code == 410
    tagged = client.get("/api/v1/changes", {"cursor": plain}, headers={"If-None-Match": "*"})
    assert tagged.status_code == 410
    assert follower.catch_up() == beginner.catch_up() == served()
    assert (follower.began, beginner.began) == (1, 1)


def test_who_has_read_beyond_what_went_goes_on(client, today):
    busy_past(today)
    follower = Follower(client)
    assert follower.catch_up() == served()
    compact()
    ItemFactory(published=True)
    assert follower.catch_up() == served()
    assert follower.began == 0


def test_who_begins_after_it_may_stop_and_go_on(client, today):
    busy_past(today)
    compact()
    follower = Follower(client, limit=1)
    assert follower.step() == 1
    ItemFactory(published=True)
    assert follower.catch_up() == served()
    assert follower.began == 0


def test_a_cursor_of_a_log_that_went_back_is_told_too(client):
    ItemFactory(published=True)
    ahead = Signer(salt="cms.delivery.changes", sep=".").sign(f"{Change.objects.last().seq + 7}-0")
    assert client.get("/api/v1/changes", {"cursor": ahead}).status_code == 410


def test_reconcile_finds_nothing_wrong_with_it(capsys, today):
    often, _gone, _quiet = busy_past(today)
    compact()
    with override("en"):
        call_command("reconcile")
        assert "Nothing differs." in capsys.readouterr().out
        Change.objects.filter(seq=floor() + 1).update(seq=floor() + 3)
        ChangeNumber.objects.update(value=floor() + 3)
        PublishedDocument.objects.filter(version=floor() + 1).update(version=floor() + 3)
        call_command("reconcile", repair=True)
    assert f"numbers missing in the log: {floor() + 1} to {floor() + 2}" in capsys.readouterr().out
    assert PublishedDocument.objects.filter(page_id=often.pk).exists()


def test_the_catalogue_in_memory_reads_anew_when_it_is_behind(client, today):
    institution = InstitutionFactory(published=True)
    item = ItemFactory(published=True, parent=institution)
    assert [one["id"] for one in _listed(client)] == [str(item.translation_key)]
    before = catalogue.current()
    item.unpublish()
    other = ItemFactory(published=True, parent=institution)
    today(KEPT.days + 1)
    another = ItemFactory(published=True, parent=institution)
    compact()
    assert floor() > before.version
    assert {one["id"] for one in _listed(client)} == {
        str(page.translation_key) for page in (other, another)
    }
    assert catalogue.current() is not before


def _listed(client):
    return orjson.loads(client.get("/api/v1/items").content)["items"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_it(today):
    busy_past(today)
    call_command("worker", once=True)
    assert floor() > 0


def test_at_random(client, today):
    """Publish, withdraw, hide and compact at random; followers of every sort end with the truth."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201
    chance = random.Random(seed)
    institution = InstitutionFactory(published=True)
    pages = [ItemFactory(parent=institution) for _ in range(4)]
    diligent, lazy, slow = Follower(client), Follower(client), Follower(client, limit=1)
    for round_number in range(40):
        page = chance.choice(pages)
        page.refresh_from_db()
        action = chance.random()
        if action < 0.15:
            restriction = PageViewRestriction.objects.filter(page=page).first()
            if restriction:
                restriction.delete()
            else:
                PageViewRestriction.objects.create(page=page, restriction_type="login")
        elif action < 0.45 and page.live:
            page.unpublish()
        else:
            page.title = f"Tour {round_number}"
            go_live(page)
        today(chance.choice([0, 1, 20, 40]))
        if chance.random() < 0.3:
            compact_log()
        assert diligent.catch_up() == served(), f"seed {seed}"
        slow.step()
        if chance.random() < 0.1:
            assert lazy.catch_up() == served(), f"seed {seed}"
    compact()
    everybody = (diligent, lazy, slow, Follower(client))
    assert all(one.catch_up() == served() for one in everybody), f"seed {seed}"
    assert Change.objects.count() < ChangeNumber.objects.get().value
    with override("en"):
        call_command("reconcile")


def test_closed_preview_tokens_go_after_a_time(today):
    revision, user = ItemFactory(published=True).latest_revision, UserFactory()
    old, _ = issue_preview_token(revision=revision, user=user)
    revoked, _ = issue_preview_token(revision=revision, user=user, lifetime=timedelta(days=999))
    revoke_preview_token(revoked)
    standing, _ = issue_preview_token(revision=revision, user=user, lifetime=timedelta(days=999))
    today(settings.PREVIEW_TOKENS_KEPT_DAYS)
    fresh, _ = issue_preview_token(revision=revision, user=user)
    assert prune_preview_tokens() == 1
    today(2)
    assert prune_preview_tokens() == 1
    assert prune_preview_tokens() == 0
    assert set(PreviewToken.objects.values_list("pk", flat=True)) == {standing.pk, fresh.pk}
    assert old.pk not in {standing.pk, fresh.pk}
