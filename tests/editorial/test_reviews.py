"""A review from submission to publication: who decides, and what the decision is bound to."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, models
from wagtail.models import WorkflowTask

from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db
Status = Submission.Status


@pytest.fixture
def desk() -> Desk:
    return Desk()


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def the_review(page: Any) -> Any:
    (review,) = policies.open_reviews(page)
    return review


def test_what_somebody_else_approves_goes_live(desk: Desk) -> None:
    item = desk.draft()
    submission = services.submit(page=item, user=desk.editor)
    assert submission.status == Status.SUBMITTED
    assert not is_public(item)
    digest = services.current_digest(item)
    services.approve(review=the_review(item), user=desk.moderator, digest=digest)
    submission.refresh_from_db()
    assert submission.status == Status.APPROVED
    assert is_public(item)
    acts = list(Decision.objects.filter(page_id=item.pk).values_list("act", "actor_name"))
    assert acts == [
        ("submitted", desk.editor.username),
        ("approved", desk.moderator.username),
        ("published", desk.moderator.username),
    ]
    call_command("verify_audit")


def test_nobody_approves_what_they_submitted(desk: Desk) -> None:
    item = desk.draft(by=desk.moderator)
    services.submit(page=item, user=desk.moderator)
    with pytest.raises(PermissionDenied):
        services.approve(
            review=the_review(item), user=desk.moderator, digest=services.current_digest(item)
        )
    assert not is_public(item)
    assert not Decision.objects.filter(act="approved").exists()


def test_nobody_approves_what_they_edited_last(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item.summary = "Corrigé par la modération."
    item.save_revision(user=desk.moderator)
    with pytest.raises(PermissionDenied):
        services.approve(
            review=the_review(item), user=desk.moderator, digest=services.current_digest(item)
        )
    services.approve(
        review=the_review(item), user=desk.other_moderator, digest=services.current_digest(item)
    )
    assert is_public(item)


def test_what_was_changed_since_it_was_looked_at_is_not_approved(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    seen = services.current_digest(item)
    item.summary = "Autre chose."
    item.save_revision(user=desk.editor)
    with pytest.raises(ValidationError, match=r"modifié|changed"):
        services.approve(review=the_review(item), user=desk.moderator, digest=seen)
    assert not is_public(item)


def test_a_revision_saved_again_unchanged_stays_what_was_seen(desk: Desk) -> None:
    item = desk.draft(complete=True)
    services.submit(page=item, user=desk.editor)
    seen = services.current_digest(item)
    item.get_latest_revision_as_object().save_revision(user=desk.editor)
    for review in policies.open_reviews(item):  # its price calls for a review of rights
        services.approve(review=review, user=desk.moderator, digest=seen)
    assert is_public(item)


def test_changes_are_requested_with_reasons_and_made(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    services.request_changes(
        review=the_review(item),
        user=desk.moderator,
        reasons=[Reason("missing_image", field="image", text="Ajoutez une image.")],
    )
    submission = Submission.objects.get(page=item)
    assert submission.status == Status.CHANGES_REQUESTED
    assert [(one.code, one.field) for one in submission.reasons.filter(settled_at=None)] == [
        ("missing_image", "image")
    ]
    item.summary = "Avec une image."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED
    assert not submission.reasons.filter(settled_at=None).exists()
    services.approve(
        review=the_review(item), user=desk.moderator, digest=services.current_digest(item)
    )
    assert is_public(item)


def test_a_published_page_stays_as_it_is_while_its_next_version_is_reviewed(desk: Desk) -> None:
    item = desk.public()
    item.summary = "Une autre version."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    item.refresh_from_db()
    assert item.live
    assert item.summary != "Une autre version."
    services.approve(
        review=the_review(item), user=desk.moderator, digest=services.current_digest(item)
    )
    item.refresh_from_db()
    assert item.summary == "Une autre version."


@pytest.mark.parametrize("reasons", [[], [Reason("no_such_reason")], [Reason("other")]])
def test_a_request_for_changes_says_why(desk: Desk, reasons: list[Reason]) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    with pytest.raises(ValidationError):
        services.request_changes(review=the_review(item), user=desk.moderator, reasons=reasons)
    assert Submission.objects.get(page=item).status == Status.SUBMITTED


def test_an_author_withdraws_and_submits_anew(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    services.withdraw(page=item, user=desk.editor)
    assert Submission.objects.get(page=item).status == Status.WITHDRAWN
    assert policies.open_reviews(item) == []
    services.submit(page=item, user=desk.editor)
    assert policies.submission_of(item) is not None


def test_what_is_not_complete_is_not_submitted(desk: Desk) -> None:
    item = desk.draft(bare=True)
    with pytest.raises(ValidationError) as refused:
        services.submit(page=item, user=desk.editor)
    assert "summary" in refused.value.message_dict
    assert not Submission.objects.exists()
    assert not Decision.objects.filter(page_id=item.pk).exists()


def test_who_only_drafts_does_not_submit(desk: Desk) -> None:
    item = desk.draft()
    for person in (desk.contributor, desk.stranger):
        with pytest.raises(PermissionDenied):
            services.submit(page=item, user=person)


def test_a_claimed_review_is_not_taken_by_another(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    services.claim(review=the_review(item), user=desk.moderator)
    assert Submission.objects.get(page=item).status == Status.IN_REVIEW
    with pytest.raises(ValidationError):
        services.claim(review=the_review(item), user=desk.other_moderator)
    services.release(review=the_review(item), user=desk.moderator)
    services.claim(review=the_review(item), user=desk.other_moderator)


def test_an_altered_decision_is_found(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    last = Decision.objects.get(page_id=item.pk)
    models.QuerySet(Decision).filter(pk=last.pk).update(actor_name="somebody else")
    with pytest.raises(CommandError, match=r"1 faults"):
        call_command("verify_audit")


def test_a_removed_decision_is_found(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    models.QuerySet(Decision).filter(page_id=item.pk).delete()
    with pytest.raises(CommandError, match=r"1 faults"):
        call_command("verify_audit")


def test_a_decision_added_by_hand_is_found_whatever_is_decided_after_it(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    forged = Decision(act="approved", actor_id=desk.moderator.pk, page_id=item.pk)
    models.QuerySet(Decision).bulk_create([forged])
    services.withdraw(page=item, user=desk.editor)
    with pytest.raises(CommandError, match=r"1 faults"):
        call_command("verify_audit")
    forged.refresh_from_db()
    assert forged.number is None, "it has been taken into the chain"


def test_a_decision_taken_while_the_log_is_verified_is_no_fault(desk: Desk, capsys: Any) -> None:
    """One after each of its statements."""
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    before, deciding = Decision.objects.count(), False

    def busy(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal deciding
        found = execute(sql, params, many, context)
        if not deciding:
            deciding = True
            services.comment(page=item, user=desk.editor, text="Et encore ceci.")
            deciding = False
        return found

    with connection.execute_wrapper(busy):
        call_command("verify_audit")
    assert "none altered" in capsys.readouterr().out
    assert Decision.objects.count() >= before + 3


def test_somebody_else_does_nothing(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    assert policies.allowed_acts(desk.stranger, item) == []
    with pytest.raises(PermissionDenied):
        services.claim(review=the_review(item), user=desk.stranger)


def test_whoever_saves_it_again_unchanged_has_edited_nothing(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    item.get_latest_revision_as_object().save_revision(user=desk.moderator)
    digest = services.current_digest(item)
    services.approve(review=the_review(item), user=desk.moderator, digest=digest)
    assert is_public(item)


def test_a_workflow_without_stages_lets_nothing_through(desk: Desk) -> None:
    WorkflowTask.objects.all().delete()
    item = desk.draft()
    with pytest.raises(ValidationError):
        services.submit(page=item, user=desk.editor)
    with pytest.raises(ValidationError):
        item.get_workflow().start(item, desk.editor)
    assert not is_public(item)


@pytest.mark.parametrize("times", [1, 12])
def test_nobody_approves_their_own_words_because_another_saved_them_again(
    desk: Desk, times: int
) -> None:
    item = desk.draft(by=desk.moderator)
    for _again in range(times):
        item.get_latest_revision_as_object().save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    digest = services.current_digest(item)
    with pytest.raises(PermissionDenied):
        services.approve(review=the_review(item), user=desk.moderator, digest=digest)
    services.approve(review=the_review(item), user=desk.other_moderator, digest=digest)
    assert is_public(item)


def test_nobody_approves_their_own_words_because_another_brought_them_back(desk: Desk) -> None:
    item = desk.draft(by=desk.moderator, summary="Mes mots.")
    for summary in ("D'autres mots.", "Mes mots."):
        item.summary = summary
        item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    digest = services.current_digest(item)
    with pytest.raises(PermissionDenied):
        services.approve(review=the_review(item), user=desk.moderator, digest=digest)


def test_who_wrote_it_is_asked_of_any_number_of_versions_at_once(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    item = desk.draft(complete=True)
    for number in range(30):
        draft = item.get_latest_revision_as_object()
        draft.summary = f"Version {number}."
        draft.save_revision(user=desk.moderator)
    draft.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    item.refresh_from_db()
    with django_assert_max_num_queries(5):
        assert not policies.four_eyes(desk.moderator, item)
    with django_assert_max_num_queries(5):
        assert policies.four_eyes(desk.other_moderator, item)


def test_what_was_written_over_a_version_counts_and_not_what_it_said(desk: Desk) -> None:
    item = desk.draft(by=desk.editor)
    draft = item.get_latest_revision_as_object()
    draft.summary = "Les mots de la modération."
    revision = draft.save_revision(user=desk.moderator)
    draft = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    draft.summary = "D'autres mots de la modération."
    draft.save_revision(user=desk.moderator, overwrite_revision=revision)
    item.refresh_from_db()
    services.submit(page=item, user=desk.editor)
    digest = services.current_digest(item)
    with pytest.raises(PermissionDenied):
        services.approve(review=the_review(item), user=desk.moderator, digest=digest)


def test_nobody_is_given_their_own_words_to_review(desk: Desk) -> None:
    item = desk.draft(by=desk.moderator)
    services.submit(page=item, user=desk.editor)
    with pytest.raises(ValidationError, match=str(desk.moderator)):
        services.assign(review=the_review(item), to=desk.moderator, user=desk.head)
    services.assign(review=the_review(item), to=desk.other_moderator, user=desk.head)


def test_an_alias_is_not_submitted(desk: Desk) -> None:
    alias = desk.public().create_alias(parent=desk.house, update_slug="alias")
    with pytest.raises(ValidationError) as refused:
        services.submit(page=alias, user=desk.editor)
    assert refused.value.code == "alias"


def listed(desk: Desk, state: str) -> list[str]:
    listing = signed_in(desk.moderator).get(f"/admin/items/?state={state}")
    return [page.draft_title for page in listing.context["object_list"]]


def test_what_was_rejected_is_listed_as_that_until_it_is_changed_or_sent_again(desk: Desk) -> None:
    for title in ("Telle quelle", "Changée", "Renvoyée", "Publique"):
        item = (desk.public if title == "Publique" else desk.draft)(title=title)
        if item.live:
            item.summary = "Une autre version."
            item.save_revision(user=desk.editor)
        services.submit(page=item, user=desk.editor)
        reasons = [Reason("duplicate")]
        services.reject(review=the_review(item), user=desk.moderator, reasons=reasons)
        item.refresh_from_db()
        if title == "Changée":
            item.summary = "Tout autre."
            item.save_revision(user=desk.editor)
        if title == "Renvoyée":
            services.submit(page=item, user=desk.editor)
    assert sorted(listed(desk, "rejected")) == ["Publique", "Telle quelle"]
    assert listed(desk, "review") == ["Renvoyée"]
