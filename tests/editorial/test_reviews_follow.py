"""A review follows what changes under it: the content, the rules, trust, what is public, the place.

In each case the reviews that are missing are opened: what is approved by all who are asked goes
live, and nothing waits for a review that nobody could give.
"""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from cms.audit.models import Decision
from cms.editorial import policies, spot_checks
from cms.editorial.flags.services import keep_rule
from cms.editorial.models import (
    AutomaticChecks,
    FlagRule,
    ReviewRule,
    ReviewStage,
    Submission,
)
from cms.editorial.workflow import services
from cms.editorial.workflow.moving import MOVED
from cms.editorial.workflow.services import Reason
from cms.institutions.services import add_member
from cms.notifications.models import Message
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import posts
from tests.editorial.ground import approve_at_desk
from tests.editorial.people import Desk
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def kinds(page: Any) -> list[str]:
    return [review.kind for review in policies.open_reviews(page)]


def approve(page: Any, user: Any, kind: str) -> None:
    (review,) = [one for one in policies.open_reviews(page) if one.kind == kind]
    services.approve(review=review, user=user, digest=services.current_digest(page))


def rule(stage: ReviewStage, kind: str, **values: Any) -> ReviewRule:
    group = Group.objects.get(name="Moderators")
    return ReviewRule.objects.create(stage=stage, kind=kind, group=group, **values)


def second_stage(kind: str = "accessibility") -> ReviewStage:
    stage = ReviewStage.objects.create(name="Seconde")
    rule(stage, kind)
    workflow = Workflow.objects.active().get()
    WorkflowTask.objects.create(workflow=workflow, task=stage.task_ptr, sort_order=9)
    return stage


# What is called for changes


def test_an_edit_that_calls_for_another_review_opens_it(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item.audiences = ["children"]
    item.save_revision(user=desk.moderator)
    assert kinds(item) == ["editorial", "rights"]
    approve(item, desk.other_moderator, "editorial")
    assert not is_public(item)
    approve(item, desk.other_moderator, "rights")
    assert is_public(item)


def test_back_to_what_was_approved_whoever_approved_it_ends_its_review(desk: Desk) -> None:
    item = desk.draft(summary="Approuvé.")
    for summary in ("Approuvé.", "Autre chose."):
        item.summary = summary
        item.save_revision(user=desk.editor)
        services.submit(page=ItemPage.objects.get(pk=item.pk), user=desk.editor)
        if summary == "Approuvé.":
            approve_at_desk(signed_in(desk.moderator), item)
            item.refresh_from_db()
    item.summary = "Approuvé."
    item.save_revision(user=desk.editor)
    assert kinds(item) == ["editorial"]
    item = ItemPage.objects.get(pk=item.pk)
    approve_at_desk(signed_in(desk.moderator), item)
    assert Submission.objects.filter(page=item).latest("pk").status == "approved"


def test_so_does_a_rule_that_is_added_before_the_stage_is_through(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    rule(ReviewStage.objects.get(), "accessibility")
    approve(item, desk.moderator, "editorial")
    assert not is_public(item)
    assert kinds(item) == ["accessibility"]
    approve(item, desk.moderator, "accessibility")
    assert is_public(item)


def test_so_does_a_rule_that_asks_more_people(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    ReviewRule.objects.filter(kind="editorial").update(quorum=2)
    approve(item, desk.moderator, "editorial")
    assert not is_public(item)
    approve(item, desk.other_moderator, "editorial")
    assert is_public(item)


def test_so_does_trust_that_falls(desk: Desk) -> None:
    desk = Desk(trust_level="trusted")
    for _ in range(3):
        public = desk.draft()
        services.submit(page=public, user=desk.editor)
        approve(public, desk.moderator, "editorial")
    item = desk.draft(access_mode="paid")
    services.submit(page=item, user=desk.editor)
    assert kinds(item) == ["rights"]
    public.refresh_from_db()
    check = spot_checks.report(page=public, user=desk.stranger, text="Tout est faux.")
    spot_checks.settle(check=check, user=desk.moderator, upheld=True, note="Tout était faux.")
    approve(item, desk.moderator, "rights")
    assert kinds(item) == ["editorial"]
    approve(item, desk.moderator, "editorial")
    assert is_public(item)


def test_a_stage_that_was_passed_is_entered_again_where_it_asks_for_more(desk: Desk) -> None:
    second_stage()
    item = desk.draft(title="Grande loterie")
    services.submit(page=item, user=desk.editor)
    approve(item, desk.moderator, "editorial")
    assert kinds(item) == ["accessibility"]
    rule(ReviewStage.objects.get(name="Review"), "stakeholder")
    approve(item, desk.moderator, "accessibility")
    assert not is_public(item)
    assert kinds(item) == ["stakeholder"]
    approve(item, desk.moderator, "stakeholder")
    assert is_public(item)


def test_a_flag_that_hits_later_sends_trusted_content_to_a_human(desk: Desk) -> None:
    desk = Desk(trust_level="trusted")
    for _ in range(3):
        public = desk.draft()
        services.submit(page=public, user=desk.editor)
        approve(public, desk.moderator, "editorial")
    second_stage()
    item = desk.draft(title="Grande loterie")
    services.submit(page=item, user=desk.editor)
    assert kinds(item) == ["accessibility"]
    lottery = [{"attribute": "title", "operator": "contains", "value": "loterie"}]
    keep_rule(rule=FlagRule(name="Loteries"), conditions=lottery, user=desk.head)
    approve(item, desk.moderator, "accessibility")
    assert kinds(item) == ["editorial"]
    approve(item, desk.moderator, "editorial")
    assert is_public(item)


def test_who_is_asked_by_a_review_that_is_opened_later_is_told(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    Message.objects.all().delete()
    item.audiences = ["children"]
    item.save_revision(user=desk.editor)
    told = Message.objects.filter(event="submitted").values_list("user", flat=True)
    assert {desk.moderator.pk, desk.other_moderator.pk} <= set(told)


# What is public goes down


def test_what_is_taken_down_asks_anew_of_its_next_version(desk: Desk) -> None:
    item = desk.public(access_mode="paid")
    item.summary = "Nouveau."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    approve(item, desk.moderator, "editorial")
    posts(desk.moderator, "take_down", item, reasons=["image_rights"])
    assert kinds(item) == ["editorial", "rights"]
    approve(item, desk.moderator, "rights")
    assert not is_public(item)
    approve(item, desk.moderator, "editorial")
    assert is_public(item)


# The place


def strict_place(quorum: int = 2, house: Any = None) -> Any:
    """Below it two must approve, by a workflow of its own."""
    stage = ReviewStage.objects.create(name="Deux")
    rule(stage, "editorial", quorum=quorum)
    workflow = Workflow.objects.create(name="Strict")
    WorkflowTask.objects.create(workflow=workflow, task=stage.task_ptr, sort_order=0)
    place = house or InstitutionFactory(published=True)
    WorkflowPage.objects.create(page=Page.objects.get(pk=place.pk), workflow=workflow)
    return place


def move(page: Any, place: Any, user: Any) -> Any:
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    signed_in(user).post(address)
    page = ItemPage.objects.get(pk=page.pk)
    assert page.get_parent().pk == place.pk
    return page


@pytest.mark.parametrize("stays", [True, False])
def test_moved_below_another_workflow_its_review_ends_and_who_writes_it_is_told(
    desk: Desk, stays: bool
) -> None:
    """Its author; where they do not work, those who look after the pages there."""
    other = Desk()
    place = strict_place(house=other.house)
    if stays:
        add_member(institution=other.institution, user=desk.editor, role="editor")
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item = move(item, place, desk.moderator)
    assert kinds(item) == []
    assert Submission.objects.get(page=item).status == Submission.Status.WITHDRAWN
    decision = Decision.objects.get(act="withdrawn")
    assert decision.actor_id == desk.moderator.pk
    with override(settings.LANGUAGE_CODE):  # whatever whoever moved it speaks
        assert decision.public_text == str(MOVED)
    (told,) = Message.objects.filter(event="withdrawn")
    assert told.user == (desk.editor if stays else other.editor)


def test_there_it_needs_what_its_new_workflow_asks(desk: Desk) -> None:
    place = strict_place()
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item = move(item, place, desk.moderator)
    services.submit(page=item, user=desk.head)
    approve(item, desk.moderator, "editorial")
    assert not is_public(item)
    approve(item, desk.other_moderator, "editorial")
    assert is_public(item)


def test_what_was_moved_while_its_author_had_it_begins_anew(desk: Desk) -> None:
    place = strict_place()
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    (review,) = policies.open_reviews(item)
    services.request_changes(review=review, user=desk.moderator, reasons=[Reason("image_rights")])
    item = move(item, place, desk.moderator)
    assert policies.submission_of(item).status == Submission.Status.CHANGES_REQUESTED  # type: ignore[union-attr]
    services.submit(page=item, user=desk.head)
    assert [review.task.name for review in policies.open_reviews(item)] == ["Deux"]
    approve(item, desk.moderator, "editorial")
    assert not is_public(item)


def test_where_the_same_workflow_applies_a_review_goes_on(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item = move(item, InstitutionFactory(published=True), desk.moderator)
    approve(item, desk.moderator, "editorial")
    assert is_public(item)


def test_another_workflow_is_put_on_its_place_meanwhile(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    strict_place()
    workflow = Workflow.objects.get(name="Strict")
    WorkflowPage.objects.create(page=Page.objects.get(pk=desk.house.pk), workflow=workflow)
    with pytest.raises(ValidationError, match=r"Another workflow|autre circuit|process"):
        approve(item, desk.moderator, "editorial")
    assert not is_public(item)
    services.withdraw(page=item, user=desk.editor)
    services.submit(page=item, user=desk.editor)
    approve(item, desk.moderator, "editorial")
    approve(item, desk.other_moderator, "editorial")
    assert is_public(item)


# No rule


def test_where_no_stage_has_a_rule_nothing_goes_live_by_itself(desk: Desk) -> None:
    ReviewRule.objects.all().delete()
    item = desk.draft()
    with pytest.raises(ValidationError) as refused:
        services.submit(page=item, user=desk.editor)
    assert refused.value.code == "no_stage"
    with pytest.raises(ValidationError):
        item.get_workflow().start(item, desk.editor)
    assert not is_public(item)


def test_nor_does_what_is_in_review_when_the_last_rule_goes(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    ReviewRule.objects.all().delete()
    with pytest.raises(ValidationError):
        approve(item, desk.moderator, "editorial")
    assert not is_public(item)
    assert AutomaticChecks.objects.exists()
