"""Publishing without approvals: who may, with what reason, and who looks afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from cms.notifications.models import Message
from cms.publication.models import Clearance
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import done, is_public, posts, refused
from tests.editorial.ground import approve_at_desk
from tests.editorial.people import Desk
from tests.factories import ImageFactory
from tests.factories.items import occurrence

REASON = "Alerte enlèvement"


def report(person: Any) -> str:
    return signed_in(person).get(reverse("emergencies")).content.decode()


def confirm(person: Any, page: Any) -> Any:
    decision = Decision.objects.get(act="published_in_emergency", page_id=page.pk)
    return signed_in(person).post(reverse("emergency_confirm", args=[decision.pk]))


def test_a_head_moderator_publishes_with_a_reason(desk: Desk) -> None:
    item = desk.draft(title="Urgent")
    assert done(posts(desk.head, "publish_emergency", item, reason=REASON))
    assert is_public(item)
    decision = Decision.objects.get(act="published_in_emergency")
    assert (decision.page_id, decision.public_text) == (item.pk, REASON)
    kinds = Clearance.objects.filter(page_id=item.pk).values_list("kind", flat=True)
    assert list(kinds) == [Clearance.Kind.EMERGENCY]
    assert REASON in report(desk.head)
    call_command("verify_audit")


def test_what_was_in_review_is_not_any_more(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    posts(desk.head, "publish_emergency", item, reason=REASON)
    assert Submission.objects.get(page=item).status == Submission.Status.WITHDRAWN
    item.refresh_from_db()
    assert item.live
    assert not item.workflow_in_progress


def test_the_other_head_moderators_are_told(desk: Desk) -> None:
    item = desk.draft()
    posts(desk.head, "publish_emergency", item, reason=REASON)
    told = Message.objects.filter(event="emergency_publication")
    assert [one.user for one in told] == [desk.other_head]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_goes_live(desk: Desk, reason: str) -> None:
    item = desk.draft()
    assert posts(desk.head, "publish_emergency", item, reason=reason).status_code == 422
    assert not is_public(item)
    assert not Decision.objects.filter(act="published_in_emergency").exists()


@pytest.mark.parametrize("who", ["moderator", "editor", "contributor", "stranger"])
def test_nobody_else_does(desk: Desk, who: str) -> None:
    item = desk.draft()
    person = getattr(desk, who)
    assert refused(posts(person, "publish_emergency", item, reason=REASON))
    assert refused(signed_in(person).get(reverse("publish_emergency", args=[item.pk])))
    assert refused(signed_in(person).get(reverse("emergencies")))
    assert not is_public(item)


def test_what_lacks_its_fields_is_not_published_in_an_emergency_either(desk: Desk) -> None:
    item = desk.draft(bare=True)
    response = posts(desk.head, "publish_emergency", item, reason=REASON)
    assert response.status_code == 422
    assert not is_public(item)


def test_another_head_moderator_confirms(desk: Desk) -> None:
    item = desk.draft()
    posts(desk.head, "publish_emergency", item, reason=REASON)
    assert refused(confirm(desk.head, item))
    assert refused(confirm(desk.moderator, item))
    assert not Decision.objects.filter(act="emergency_confirmed").exists()
    confirm(desk.other_head, item)
    assert Decision.objects.get(act="emergency_confirmed").actor_id == desk.other_head.pk
    confirm(desk.other_head, item)
    assert Decision.objects.filter(act="emergency_confirmed").count() == 1


def test_or_takes_it_down(desk: Desk) -> None:
    item = desk.draft()
    posts(desk.head, "publish_emergency", item, reason=REASON)
    assert reverse("take_down", args=[item.pk]) in report(desk.other_head)
    posts(desk.other_head, "take_down", item, reasons=["out_of_scope"])
    assert not is_public(item)
    assert reverse("take_down", args=[item.pk]) not in report(desk.other_head)


def unpublish(person: Any, page: Any, *, with_what_is_above: bool = False) -> None:
    chosen = page.get_parent() if with_what_is_above else page
    sent = {"include_descendants": "on"} if with_what_is_above else {}
    signed_in(person).post(reverse("wagtailadmin_pages:unpublish", args=[chosen.pk]), sent)
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("above", [False, True])
def test_unpublished_by_any_screen_it_waits_for_nobody(desk: Desk, above: bool) -> None:
    item = desk.draft()
    posts(desk.head, "publish_emergency", item, reason=REASON)
    decision = Decision.objects.get(act="published_in_emergency")
    address = reverse("emergency_confirm", args=[decision.pk])
    assert address in report(desk.other_head)
    unpublish(desk.other_head, item, with_what_is_above=above)
    assert address not in report(desk.other_head)


@pytest.mark.parametrize("looked", [False, True])
def test_and_comes_back_without_a_review_only_if_somebody_had_looked(
    desk: Desk, looked: bool
) -> None:
    item = desk.draft()
    posts(desk.head, "publish_emergency", item, reason=REASON)
    if looked:
        confirm(desk.other_head, item)
    unpublish(desk.other_head, item)
    publish_again(desk.moderator, item)
    assert is_public(item) is looked


def publish_again(person: Any, page: Any) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(person).post(f"{bulk}?id={page.pk}&next=/admin/")


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize("what", ["date", "picture"])
def test_what_is_changed_of_it_without_a_review_was_not_reviewed_either(
    desk: Desk, what: str, looked: bool
) -> None:
    """A date is cancelled, or a picture deleted: it is confirmed, or ends, with the rest."""
    image = ImageFactory(collection=desk.institution.collection)
    date = occurrence(clock.now() + timedelta(days=5))
    item = desk.draft(occurrences=[date], image=image, image_alt="Un pont")
    posts(desk.head, "publish_emergency", item, reason=REASON)
    if what == "date":
        sent = {"uid": date.uid, "status": "cancelled"}
        assert done(posts(desk.editor, "change_occurrence", item, **sent))
    else:
        image.delete()
    if looked:
        confirm(desk.other_head, item)
    unpublish(desk.other_head, item)
    publish_again(desk.moderator, item)
    assert is_public(item) is looked


@pytest.mark.parametrize("looked", [False, True])
def test_replaced_before_anybody_looked_it_comes_back_through_a_review(
    desk: Desk, looked: bool
) -> None:
    item = desk.draft(summary="Urgent.")
    posts(desk.head, "publish_emergency", item, reason=REASON)
    if looked:
        confirm(desk.other_head, item)
    item.refresh_from_db()
    say(desk, item, "Relu.")
    services.submit(page=item, user=desk.editor)
    approve_at_desk(signed_in(desk.moderator), item)
    item.refresh_from_db()
    assert item.summary == "Relu."
    assert ("There is nothing to confirm any more." in report(desk.other_head)) is not looked
    confirm(desk.other_head, item)
    assert Decision.objects.filter(act="emergency_confirmed").exists() is looked
    say(desk, item, "Urgent.")
    publish_again(desk.moderator, item)
    item.refresh_from_db()
    assert (item.summary == "Urgent.") is looked


def say(desk: Desk, item: Any, summary: str) -> None:
    item.summary = summary
    item.save_revision(user=desk.editor)
