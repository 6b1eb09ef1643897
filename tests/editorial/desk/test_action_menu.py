"""What is offered below a page's form: what would work, the next thing to do first."""

from typing import Any

import pytest
from django.urls import reverse

from cms.editorial import policies
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import offered
from tests.editorial.people import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def submitted(desk: Desk) -> Any:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    return item


def says(labels: list[str], word: str) -> bool:
    return any(word.lower() in label.lower() for label in labels)


@pytest.mark.parametrize("who", ["moderator", "head"])
def test_a_reviewer_is_led_to_the_desk(desk: Desk, submitted: Any, who: str) -> None:
    labels = offered(getattr(desk, who), submitted)
    assert labels[0] == "Open at the desk"
    assert not says(labels, "approve")
    assert [label for label in labels if "publish" in label.lower()] == (
        ["Publish in an emergency"] if who == "head" else []
    )


def test_an_author_may_withdraw(desk: Desk, submitted: Any) -> None:
    labels = offered(desk.editor, submitted)
    assert labels[0] == "Withdraw from review"
    assert not says(labels, "cancel workflow")
    assert not says(labels, "publish")


def test_who_only_drafts_is_offered_neither(desk: Desk, submitted: Any) -> None:
    labels = offered(desk.contributor, submitted) if _opens(desk.contributor, submitted) else []
    assert not says(labels, "withdraw from review")
    assert not says(labels, "publish")


def _opens(person: Any, page: Any) -> bool:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return signed_in(person).get(address).status_code == 200


def test_of_a_draft_publishing_is_not_offered(desk: Desk) -> None:
    labels = offered(desk.moderator, desk.draft())
    assert labels[0].lower().startswith("save draft")
    assert not says(labels, "publish")
    assert says(labels, "submit for review")


def test_nor_of_changes_nobody_approved(desk: Desk) -> None:
    item = desk.public()
    item.summary = "Autre chose."
    item.save_revision(user=desk.editor)
    labels = offered(desk.moderator, item)
    assert not says(labels, "publish")
    assert says(labels, "take down")


def test_nor_of_a_new_page(desk: Desk) -> None:
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", desk.house.pk])
    page = signed_in(desk.moderator).get(address).content.decode()
    assert "action-publish" not in page


def test_where_no_workflow_applies_it_is(desk: Desk, no_workflow: None) -> None:
    assert says(offered(desk.moderator, desk.draft()), "publish")


def test_what_was_approved_and_is_down_again_may_be_published(desk: Desk) -> None:
    item = desk.public()
    item.unpublish()
    assert says(offered(desk.moderator, item), "publish")


def test_what_is_sent_back_is_submitted_again_or_withdrawn(desk: Desk, submitted: Any) -> None:
    (review,) = policies.open_reviews(submitted)
    services.request_changes(
        review=review, user=desk.moderator, reasons=[services.Reason("missing_image")]
    )
    labels = offered(desk.editor, submitted)
    assert labels[0].lower().startswith("save draft")
    assert says(labels, "submit for review again")
    assert says(labels, "withdraw from review")


def test_an_institution_withdraws_what_is_public(desk: Desk) -> None:
    labels = offered(desk.editor, desk.public())
    assert says(labels, "withdraw from the portal")
    assert not says(labels, "unpublish")
    assert not says(labels, "take down")
