"""Head moderators keep the rules of reviews; what a change does to what is in review."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Workflow, WorkflowTask

from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.models import Review, ReviewRule, ReviewStage
from cms.editorial.workflow import services
from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def stage() -> ReviewStage:
    return ReviewStage.objects.get()


def sent(stage: ReviewStage, **changes: Any) -> dict[str, Any]:
    form = {
        "stage": stage.pk,
        "kind": "accessibility",
        "group": Group.objects.get(name="Moderators").pk,
        "quorum": "1",
        "asked": "always",
    }
    return form | changes


def errors(answer: Any) -> dict[str, Any]:
    return dict(answer.context["form"].errors)


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def in_review(desk: Desk, **values: Any) -> Any:
    item = desk.draft(**values)
    services.submit(page=item, user=desk.editor)
    return item


def waiting(page: Any) -> set[str]:
    return {review.kind for review in policies.open_reviews(page)}


def approve(page: Any, kind: str, person: Any) -> None:
    review = next(one for one in policies.open_reviews(page) if one.kind == kind)
    services.approve(review=review, user=person, digest=services.current_digest(page))


def edited(desk: Desk, rule: ReviewRule, **changes: Any) -> Any:
    form = {
        "stage": rule.stage_id,
        "kind": rule.kind,
        "group": rule.group_id,
        "quorum": rule.quorum,
        "asked": rule.asked,
    }
    address = reverse("review_rules:edit", args=[rule.pk])
    return signed_in(desk.head).post(address, form | changes)


def test_a_head_moderator_adds_changes_and_deletes_one(desk: Desk, stage: ReviewStage) -> None:
    client = signed_in(desk.head)
    assert client.post(reverse("review_rules:add"), sent(stage)).status_code == 302
    rule = ReviewRule.objects.get(kind="accessibility")
    shown = client.get(reverse("review_rules:index")).content.decode()
    assert "Accessibility review" in shown
    assert reverse("review_rules:edit", args=[rule.pk]) in shown
    assert edited(desk, rule, quorum="2", by_link="on").status_code == 302
    rule.refresh_from_db()
    assert (rule.quorum, rule.by_link) == (2, True)
    assert client.post(reverse("review_rules:delete", args=[rule.pk])).status_code == 302
    assert not ReviewRule.objects.filter(kind="accessibility").exists()
    changes = Decision.objects.filter(act="review_rule", actor_id=desk.head.pk).order_by("number")
    assert [one.data["change"] for one in changes] == ["added", "changed", "deleted"]
    assert changes[1].data["before"]["quorum"] == 1
    assert changes[1].data["after"]["quorum"] == 2
    call_command("verify_audit")


def test_it_is_found_in_the_settings_by_who_keeps_it(desk: Desk) -> None:
    address = reverse("review_rules:index")
    assert address in signed_in(desk.head).get("/admin/").content.decode()
    assert address not in signed_in(desk.moderator).get("/admin/").content.decode()


@pytest.mark.parametrize("who", ["moderator", "editor", "contributor", "stranger"])
def test_nobody_else_keeps_rules(desk: Desk, stage: ReviewStage, who: str) -> None:
    client = signed_in(getattr(desk, who))
    rule = ReviewRule.objects.get(kind="editorial")
    client.post(reverse("review_rules:add"), sent(stage))
    for name in ("edit", "delete"):
        client.post(reverse(f"review_rules:{name}", args=[rule.pk]), sent(stage))
    assert ReviewRule.objects.count() == 3
    assert ReviewRule.objects.filter(pk=rule.pk, kind="editorial").exists()
    assert not Decision.objects.filter(act="review_rule").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "editorial"}, "kind"), ({"quorum": "0"}, "quorum"), ({"group": ""}, "group")],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    desk: Desk, stage: ReviewStage, changes: dict[str, str], field: str
) -> None:
    answer = signed_in(desk.head).post(reverse("review_rules:add"), sent(stage, **changes))
    assert list(errors(answer)) == [field]
    assert ReviewRule.objects.count() == 3


def test_an_institutions_group_reviews_nothing(desk: Desk, stage: ReviewStage) -> None:
    changes = {"group": str(desk.institution.editors_id)}
    answer = signed_in(desk.head).post(reverse("review_rules:add"), sent(stage, **changes))
    assert list(errors(answer)) == ["group"]


def test_a_saved_rule_that_says_the_same_is_no_decision(desk: Desk) -> None:
    edited(desk, ReviewRule.objects.get(kind="editorial"))
    assert not Decision.objects.filter(act="review_rule").exists()


def test_the_workflow_that_is_kept_overwrites_none_of_it(desk: Desk, stage: ReviewStage) -> None:
    client = signed_in(desk.head)
    client.post(reverse("review_rules:add"), sent(stage))
    edited(desk, ReviewRule.objects.get(kind="editorial"), quorum="2", asked="always")
    rights = ReviewRule.objects.get(kind="rights")
    client.post(reverse("review_rules:delete", args=[rights.pk]))
    before = list(ReviewRule.objects.order_by("pk").values())
    call_command("keep_workflow")
    assert list(ReviewRule.objects.order_by("pk").values()) == before


class TestTheLastRule:
    def warning(self, desk: Desk, rule: ReviewRule) -> str:
        address = reverse("review_rules:delete", args=[rule.pk])
        soup = BeautifulSoup(signed_in(desk.head).get(address).content, "html.parser")
        return " ".join(one.get_text(" ", strip=True) for one in soup.select(".help-critical"))

    def test_one_of_several_says_what_passes(self, desk: Desk) -> None:
        told = self.warning(desk, ReviewRule.objects.get(kind="editorial"))
        assert "no other rule" in told
        assert "last rule" not in told

    def test_after_the_last_one_nothing_is_submitted(self, desk: Desk, stage: ReviewStage) -> None:
        ReviewRule.objects.exclude(kind="editorial").delete()
        rule = ReviewRule.objects.get()
        told = self.warning(desk, rule)
        assert "last rule" in told
        assert "nothing could be submitted" in told
        client = signed_in(desk.head)
        client.post(reverse("review_rules:delete", args=[rule.pk]))
        shown = client.get(reverse("review_rules:index")).content.decode()
        assert f"The stage “{stage.name}” has no rule" in shown
        with pytest.raises(ValidationError) as refused:
            in_review(desk)
        assert refused.value.code == "no_stage"

    def test_beside_another_stage_it_is_passed(self, desk: Desk, stage: ReviewStage) -> None:
        second = ReviewStage.objects.create(name="Direction")
        WorkflowTask.objects.create(
            workflow=Workflow.objects.get(), task=second.task_ptr, sort_order=5
        )
        group = Group.objects.get(name="Moderators")
        rule = ReviewRule.objects.create(stage=second, kind="editorial", group=group)
        told = self.warning(desk, rule)
        assert "last rule" in told
        assert "nothing could be submitted" not in told
        signed_in(desk.head).post(reverse("review_rules:delete", args=[rule.pk]))
        item = in_review(desk)
        assert not is_public(item)
        approve(item, "editorial", desk.moderator)
        assert is_public(item)


class TestWhatIsInReview:
    def test_a_new_rule_is_asked_before_it_leaves_the_stage(
        self, desk: Desk, stage: ReviewStage
    ) -> None:
        item = in_review(desk)
        signed_in(desk.head).post(reverse("review_rules:add"), sent(stage))
        assert waiting(item) == {"editorial"}
        approve(item, "editorial", desk.moderator)
        assert waiting(item) == {"accessibility"}
        assert not is_public(item)
        approve(item, "accessibility", desk.moderator)
        assert is_public(item)

    def test_a_higher_quorum_asks_one_more(self, desk: Desk) -> None:
        item = in_review(desk)
        edited(desk, ReviewRule.objects.get(kind="editorial"), quorum="2")
        approve(item, "editorial", desk.moderator)
        assert waiting(item) == {"editorial"}
        assert not is_public(item)
        approve(item, "editorial", desk.other_moderator)
        assert is_public(item)

    def test_a_deleted_rule_closes_no_review(self, desk: Desk) -> None:
        item = in_review(desk)
        rule = ReviewRule.objects.get(kind="editorial")
        signed_in(desk.head).post(reverse("review_rules:delete", args=[rule.pk]))
        assert waiting(item) == {"editorial"}
        assert not is_public(item)
        approve(item, "editorial", desk.moderator)
        assert is_public(item)

    def test_other_reviewers_are_asked_of_what_comes_next(self, desk: Desk) -> None:
        item = in_review(desk)
        jurists = Group.objects.create(name="Jurists")
        edited(desk, ReviewRule.objects.get(kind="editorial"), group=jurists.pk)
        assert Review.objects.get(submission__page=item).group.name == "Moderators"
        other = in_review(desk)
        assert Review.objects.get(submission__page=other).group == jurists

    def test_a_rule_of_an_earlier_stage_sends_it_back_there(
        self, desk: Desk, stage: ReviewStage
    ) -> None:
        second = ReviewStage.objects.create(name="Direction")
        WorkflowTask.objects.create(
            workflow=Workflow.objects.get(), task=second.task_ptr, sort_order=5
        )
        group = Group.objects.get(name="Moderators")
        ReviewRule.objects.create(stage=second, kind="editorial", group=group)
        item = in_review(desk)
        approve(item, "editorial", desk.moderator)
        signed_in(desk.head).post(reverse("review_rules:add"), sent(stage))
        approve(item, "editorial", desk.other_moderator)
        assert waiting(item) == {"accessibility"}
        assert not is_public(item)
        approve(item, "accessibility", desk.moderator)
        assert is_public(item)

    def test_what_an_edit_makes_necessary_is_asked_at_once(self, desk: Desk) -> None:
        item = in_review(desk)
        assert waiting(item) == {"editorial"}
        item.access_mode = "paid"
        item.save_revision(user=desk.editor)
        assert waiting(item) == {"editorial", "rights"}


def test_a_flag_rule_is_changed_by_somebody(desk: Desk) -> None:
    rule = {"name": "Loteries", "active": "on", "attribute_0": "title", "value_0": "loterie"}
    form = rule | {"operator_0": "contains"}
    signed_in(desk.head).post(reverse("flag_rules:add"), form)
    assert Decision.objects.get(act="flag_rule").actor_id == desk.head.pk
