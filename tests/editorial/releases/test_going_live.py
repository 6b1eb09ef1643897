"""A release through its screens: filled, looked at, published, rolled back; and refused."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.signals import page_published

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.models import Release, ReleaseMember
from cms.editorial.releases import services
from cms.editorial.workflow.services import approve, current_digest, submit
from cms.publication.clearance import revoke
from cms.publication.models import Change, PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.editorial.releases.conftest import (
    approved,
    public_and_changed,
    published_directly,
    release_of,
)
from tests.factories.clearing import clear, go_live

pytestmark = pytest.mark.django_db


def act(client: Client, name: str, release: Release, **data: Any) -> Any:
    return client.post(reverse(f"releases:{name}", args=[release.pk]), data, follow=True)


def look(client: Client, name: str, release: Release) -> str:
    return client.get(reverse(f"releases:{name}", args=[release.pk])).content.decode()


def api(page: Page) -> Any:
    """What the public is told of an item: None while it is not public."""
    answer = Client().get(f"/api/v1/items/{page.translation_key}?locale=fr")
    return answer.json() if answer.status_code == 200 else None


def is_live(*pages: Any) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


def state(release: Release) -> str:
    return Release.objects.get(pk=release.pk).status


def acts(**which: Any) -> list[str]:
    return list(Decision.objects.filter(**which).order_by("number").values_list("act", flat=True))


def test_a_release_is_made_filled_and_published(client: Client, desk: Desk) -> None:
    new, changed = approved(desk), public_and_changed(desk)
    client.post(reverse("releases:new"), {"title": "Nuit des musées", "note": "Le 17 mai"})
    release = Release.objects.get()
    act(client, "add", release, page=new.pk)
    act(client, "add", release, page=changed.pk)
    assert new.title in look(client, "show", release)
    assert "Nothing keeps its 2 pages from going live" in look(client, "dry_run", release)
    assert (api(new), api(changed)["summary"] == "Le nouveau résumé.") == (None, False)
    told = act(client, "publish", release).content.decode()
    assert "is live" in told
    assert api(new)["title"] == new.title
    assert api(changed)["summary"] == "Le nouveau résumé."
    assert state(release) == "live"
    published = Decision.objects.filter(act="published", data__release=release.pk)
    assert {one.page_id for one in published} == {new.pk, changed.pk}
    assert {(one.actor_id, one.path) for one in published} == {(desk.moderator.pk, "admin")}


def test_chosen_in_a_listing_they_are_added_together(client: Client, desk: Desk) -> None:
    pages = [approved(desk) for _ in range(3)]
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "add_to_release"])
    assert pages[0].title in client.get(f"{address}?{ids}").content.decode()
    refused = client.post(f"{address}?{ids}", {"title": ""}).content.decode()
    assert "Choose a release, or name a new one." in refused
    client.post(f"{address}?{ids}", {"title": "Ensemble"})
    release = Release.objects.get(title="Ensemble")
    assert release.members.count() == 3
    more = approved(desk)
    client.post(f"{address}?id={more.pk}", {"release": release.pk})
    assert release.members.count() == 4


def test_who_is_not_approved_keeps_all_from_going_live(client: Client, desk: Desk) -> None:
    ready, draft = approved(desk), desk.draft(title="Sans relecture")
    release = release_of(desk, ready, draft)
    dry_run = look(client, "dry_run", release)
    assert "“Sans relecture” (fr)" in dry_run
    heading = BeautifulSoup(dry_run, "html.parser").select(".w-breadcrumbs li")[-1]
    assert release.title in heading.get_text()
    assert "Yes, publish" not in look(client, "publish", release)
    changes = Change.objects.count()
    told = act(client, "publish", release).content.decode()
    assert "1 page keeps the release from going live" in told
    assert is_live(ready, draft) == [False, False]
    assert (state(release), Change.objects.count()) == ("draft", changes)
    at = (clock.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    act(client, "schedule", release, go_live_at=at)
    assert state(release) == "draft"


def lock(item: Any, _desk: Desk) -> None:
    Page.objects.filter(pk=item.pk).update(locked=True)


def give_own_schedule(item: Any, _desk: Desk) -> None:
    item.go_live_at = clock.now() + timedelta(days=1)
    go_live(item)


def let_expire(item: Any, _desk: Desk) -> None:
    item.expire_at = clock.now() - timedelta(minutes=1)
    item.save_revision()


def lose_summary(item: Any, _desk: Desk) -> None:
    item.summary = ""
    item.save_revision()
    clear(item)


def take_its_address(item: Any, desk: Desk) -> None:
    other = desk.public(slug="la-meme")
    assert other.live
    item.slug = "la-meme"
    revision = item.save_revision(clean=False)
    clear(revision.as_object())


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lock, "It is locked"),
        (give_own_schedule, "It has a schedule of its own"),
        (let_expire, "It would have expired by then"),
        (lose_summary, "Summary"),
        (take_its_address, "la-meme"),
    ],
)
def test_what_blocks_is_told_of_each_page(
    client: Client, desk: Desk, spoil: Any, words: str
) -> None:
    item, other = approved(desk), approved(desk)
    release = release_of(desk, item, other)
    spoil(item, desk)
    page = look(client, "dry_run", release)
    assert words in page
    assert "1 page keeps the release" in page
    act(client, "publish", release)
    assert is_live(other) == [False]


def test_two_with_one_address_are_told(client: Client, desk: Desk) -> None:
    pages = [approved(desk), approved(desk)]
    release = release_of(desk, *pages)
    for page in pages:
        page.slug = "la-meme"
        clear(page.save_revision(clean=False).as_object())
    assert look(client, "dry_run", release).count("would have the same address") == 2


def test_a_page_waits_for_one_release_at_a_time(client: Client, desk: Desk) -> None:
    item = approved(desk)
    first, second = release_of(desk, item, title="La première"), release_of(desk, title="Autre")
    told = act(client, "add", second, page=item.pk).content.decode()
    assert "La première" in told
    assert not second.members.exists()
    act(client, "publish", first)
    act(client, "add", second, page=item.pk)
    assert second.members.count() == 1


def test_a_mirror_of_a_page_is_not_added(client: Client, desk: Desk) -> None:
    alias = desk.public().create_alias(update_slug="miroir")
    release = release_of(desk)
    assert "mirrors another page" in act(client, "add", release, page=alias.pk).content.decode()
    assert not release.members.exists()


def test_what_is_approved_for_a_release_waits_for_it(client: Client, desk: Desk) -> None:
    item = desk.draft()
    release = release_of(desk, item)
    submission = submit(page=item, user=desk.editor)
    for review in submission.reviews.all():
        digest = current_digest(Page.objects.get(pk=item.pk).specific)
        approve(review=review, user=desk.other_moderator, digest=digest)
    assert is_live(item) == [False]
    assert acts(page_id=item.pk)[-1] == "approved_for_release"
    later = ItemPage.objects.get(pk=item.pk)
    later.summary = "Pas encore relu."
    later.save_revision(user=desk.editor)
    act(client, "publish", release)
    assert api(item)["summary"] == item.summary
    assert ItemPage.objects.get(pk=item.pk).has_unpublished_changes


def test_a_page_that_was_not_added_is_no_success(client: Client, desk: Desk) -> None:
    response = act(client, "add", release_of(desk))
    (told,) = response.context["messages"]
    assert told.level_tag == "warning"
    assert "Choose a page" in str(told)


def test_nothing_is_done_twice(client: Client, desk: Desk) -> None:
    release = release_of(desk, approved(desk))
    act(client, "publish", release)
    changes = Change.objects.count()
    assert "cannot be done with it now" in act(client, "publish", release).content.decode()
    assert "cannot be done with it now" in act(client, "delete", release).content.decode()
    assert (Change.objects.count(), state(release)) == (changes, "live")


@pytest.fixture
def stubborn(desk: Desk) -> Any:
    """A page that somebody's code keeps from going live, once it is written."""
    item = approved(desk)

    def fail(sender: Any, instance: Any, **kwargs: Any) -> None:
        if instance.pk == item.pk:
            raise LookupError("nobody home")

    page_published.connect(fail)
    yield item
    page_published.disconnect(fail)


def test_one_that_fails_after_all_takes_all_back(client: Client, desk: Desk, stubborn: Any) -> None:
    pages = [approved(desk), stubborn, approved(desk)]
    release = release_of(desk, *pages)
    decisions, changes = Decision.objects.count(), Change.objects.count()
    client.raise_request_exception = False
    assert act(client, "publish", release).status_code == 500
    assert is_live(*pages) == [False] * 3
    assert state(release) == "draft"
    assert (Decision.objects.count(), Change.objects.count()) == (decisions, changes)
    assert not PublishedDocument.objects.filter(page_id__in=[one.pk for one in pages]).exists()


class TestRollingBack:
    def test_what_was_public_is_public_again(self, client: Client, desk: Desk) -> None:
        new, changed = approved(desk), public_and_changed(desk)
        before = api(changed)["summary"]
        release = release_of(desk, new, changed)
        act(client, "publish", release)
        told = act(client, "roll_back", release, reason="Mauvaise date").content.decode()
        assert "is rolled back" in told
        assert (api(new), api(changed)["summary"]) == (None, before)
        assert state(release) == "rolled_back"
        decision = Decision.objects.get(act="release_rolled_back")
        assert (decision.actor_id, decision.public_text) == (desk.moderator.pk, "Mauvaise date")
        assert acts(page_id=new.pk)[-1] == "taken_back"
        assert ItemPage.objects.get(pk=changed.pk).has_unpublished_changes

    def test_what_was_published_since_is_left(self, client: Client, desk: Desk) -> None:
        item, other = public_and_changed(desk), public_and_changed(desk)
        release = release_of(desk, item, other)
        act(client, "publish", release)
        later = ItemPage.objects.get(pk=item.pk)
        go_live(later, summary="Plus récent.")
        act(client, "roll_back", release)
        assert api(item)["summary"] == "Plus récent."
        outcomes = dict(release.members.values_list("page_id", "outcome"))
        assert outcomes == {item.pk: "left", other.pk: "restored"}

    def test_a_former_version_that_may_not_be_public_any_more_keeps_all(
        self, client: Client, desk: Desk
    ) -> None:
        item, new = public_and_changed(desk), approved(desk)
        release = release_of(desk, item, new)
        act(client, "publish", release)
        revoke(item.pk)
        clear(ItemPage.objects.get(pk=item.pk))
        act(client, "roll_back", release)
        assert is_live(item, new) == [True, True]
        assert state(release) == "live"

    def test_what_was_published_before_it_was_reviewed_is_public_again(
        self, client: Client, desk: Desk
    ) -> None:
        item, workflow = published_directly(desk, "Avant.")
        workflow.save(force_insert=True)
        item.summary = "Après."
        item.save_revision(user=desk.editor)
        clear(item)
        release = release_of(desk, item)
        act(client, "publish", release)
        act(client, "roll_back", release)
        assert (state(release), api(item)["summary"]) == ("rolled_back", "Avant.")

    def test_a_page_a_script_made_live_goes_back_to_what_it_said(
        self, client: Client, desk: Desk
    ) -> None:
        item = public_and_changed(desk)
        Page.objects.filter(pk=item.pk).update(live_revision=None)
        before = api(item)["summary"]
        release = release_of(desk, item)
        act(client, "publish", release)
        assert not ItemPage.objects.get(pk=item.pk).has_unpublished_changes
        act(client, "roll_back", release)
        assert api(item)["summary"] == before

    def test_only_what_is_live_is_rolled_back(self, client: Client, desk: Desk) -> None:
        release = release_of(desk, approved(desk))
        assert "cannot be done" in act(client, "roll_back", release).content.decode()
        assert state(release) == "draft"


NAMES = ("publish", "schedule", "roll_back", "add", "remove", "unschedule", "delete", "edit")


@pytest.mark.parametrize("who", ["contributor", "editor", "stranger"])
def test_nobody_else_sees_or_touches_a_release(desk: Desk, who: str) -> None:
    item = approved(desk)
    release = release_of(desk, item, title="Secret de la nuit")
    client = signed_in(getattr(desk, who))
    for name in (*NAMES, "use_latest", "try_again"):
        client.post(reverse(f"releases:{name}", args=[release.pk]), {"page": item.pk, "title": "x"})
    for name in ("show", "dry_run", "publish", "schedule", "roll_back", "edit"):
        assert "Secret de la nuit" not in look(client, name, release)
    assert "Secret de la nuit" not in client.get(reverse("releases:index")).content.decode()
    client.post(reverse("releases:new"), {"title": "Une autre"})
    assert list(Release.objects.values_list("title", "status")) == [("Secret de la nuit", "draft")]
    assert ReleaseMember.objects.count() == 1
    assert is_live(item) == [False]


def test_who_may_not_publish_a_page_does_not_add_it(desk: Desk) -> None:
    """The right to keep releases alone, beside the rights of an institution's editor."""
    release, item = release_of(desk), approved(desk)
    keeper = desk.editor
    keeper.user_permissions.add(_right("change_release"))
    act(signed_in(keeper), "add", release, page=item.pk)
    assert not release.members.exists()


def _right(codename: str) -> Any:
    return Release._meta.apps.get_model("auth", "Permission").objects.get(codename=codename)


def test_a_page_named_twice_is_in_it_once(desk: Desk) -> None:
    page, other = approved(desk), approved(desk)
    release = release_of(desk, page, page)
    assert services.add(release=release, pages=[other, other, page], user=desk.moderator) == 1
    assert {one.page_id for one in release.members.all()} == {page.pk, other.pk}
