"""An import that nobody has decided: what it writes is submitted, and public once approved."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.accounts.tokens import IMPORT_SCOPE
from cms.audit.models import Decision
from cms.authoring.models import ImportedPage, ImportRun
from cms.editorial.models import Asked, ReviewRule, Submission
from cms.editorial.policies import open_reviews
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from cms.institutions.models import Institution
from cms.notifications.models import Message
from cms.publication.models import Change, Clearance, PublishedDocument
from content_pages.models import CategoryPage, InstitutionPage, ItemPage
from tests.authoring.conftest import ImportLines, System, codes, item, written
from tests.factories import UserFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db
Status = Submission.Status
OTHER = {"titre": "Autre titre"}


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(group="Moderators")


@pytest.fixture
def submit_lines(import_lines: ImportLines) -> Any:
    """Imports lines without a decision."""

    def bring(*lines: dict[str, str], **options: Any) -> list[dict[str, Any]]:
        return import_lines(*lines, publish=False, **options)

    return bring


def approve(page: Page, moderator: User) -> None:
    for review in open_reviews(page):
        digest = services.current_digest(page.specific)
        services.approve(review=review, user=moderator, digest=digest)


def submission_of(page: Page) -> Submission:
    return Submission.objects.filter(page=page).latest("pk")


def public_title(page: ItemPage) -> str | None:
    """As the API tells it; None where there is none."""
    answer = Client().get(f"/api/v1/items/{page.translation_key}")
    return answer.json()["title"] if answer.status_code == 200 else None


def test_a_new_line_is_in_review_with_all_it_needs(submit_lines: Any) -> None:
    [line] = submit_lines({})
    assert line["outcome"] == "submitted"
    assert codes(line["warnings"]) == {
        ("institution", "institution_waits"),
        ("category", "category_waits"),
    }
    page = item(line)
    assert not page.live
    assert public_title(page) is None
    assert not PublishedDocument.objects.filter(kind__in=["item", "institution"]).exists()
    for one in (page, page.get_parent(), page.category):
        submission = submission_of(one)
        assert (submission.status, submission.submitted_by.username) == (
            Status.SUBMITTED,
            "command-line",
        )
        assert Decision.objects.get(page_id=one.pk, act="submitted").path == "import"
    waiting = ImportedPage.objects.filter(state="waiting").values_list("page_id", flat=True)
    assert set(waiting) == set(Submission.objects.values_list("page", flat=True))


def test_it_is_public_once_it_is_approved(submit_lines: Any, moderator: User) -> None:
    [line] = submit_lines({})
    page = item(line)
    for one in (page.category, page.get_parent(), page):
        approve(one, moderator)
    assert public_title(page) == page.title
    detail = Client().get(f"/api/v1/items/{page.translation_key}").json()
    assert detail["institution"]["title"] == "Musée Fabre"
    assert detail["category"]
    call_command("reconcile")
    call_command("verify_audit")


def test_nobody_approves_what_they_have_imported(submit_lines: Any, moderator: User) -> None:
    [line] = submit_lines({}, user=moderator.username)
    with pytest.raises(Exception, match="submitted or last edited"):
        approve(item(line), moderator)
    assert public_title(item(line)) is None


def test_a_second_import_changes_nothing(submit_lines: Any) -> None:
    submit_lines({})
    before = (Revision.objects.count(), Submission.objects.count(), Decision.objects.count())
    [again] = submit_lines({})
    assert again["outcome"] == "unchanged"
    after = (Revision.objects.count(), Submission.objects.count(), Decision.objects.count())
    assert after == before


def test_what_is_public_stays_until_its_new_text_is_approved(
    import_lines: ImportLines, submit_lines: Any, moderator: User
) -> None:
    [line] = import_lines({})
    page, before, changes = item(line), item(line).title, Change.objects.count()
    [again] = submit_lines(OTHER)
    assert (again["outcome"], again["warnings"]) == ("submitted", [])
    assert public_title(page) == before
    assert Change.objects.count() == changes
    approve(item(line), moderator)
    assert public_title(page) == "Autre titre"


def test_an_edit_by_hand_in_review_stays_beside_the_new_text(
    import_lines: ImportLines, submit_lines: Any, moderator: User
) -> None:
    """What the file has no word for is kept, as ever."""
    [line] = import_lines({})
    page = item(line)
    page.rights_holder = "Ville de Montpellier"
    page.save_revision(user=moderator)
    services.submit(page=page, user=moderator)
    [again] = submit_lines(OTHER)
    assert again["outcome"] == "submitted"
    content = item(line).get_latest_revision_as_object()
    assert (content.title, content.rights_holder) == ("Autre titre", "Ville de Montpellier")


def test_new_text_asks_every_approval_anew(submit_lines: Any, moderator: User) -> None:
    ReviewRule.objects.update(quorum=2)
    [line] = submit_lines({})
    approve(item(line), moderator)
    [again] = submit_lines(OTHER)
    assert again["outcome"] == "submitted"
    approve(item(line), UserFactory(group="Moderators"))
    assert not item(line).live, "one of the two has approved another text"
    approve(item(line), moderator)
    assert item(line).live
    assert submission_of(item(line)).status == Status.APPROVED


def test_new_text_answers_reviewers_who_asked_for_changes(
    submit_lines: Any, moderator: User
) -> None:
    [line] = submit_lines({})
    [review] = open_reviews(item(line))
    reasons = [Reason(code="other", text="Le titre")]
    services.request_changes(review=review, user=moderator, reasons=reasons)
    assert submit_lines({})[0]["outcome"] == "unchanged"
    assert submission_of(item(line)).status == Status.CHANGES_REQUESTED
    [again] = submit_lines(OTHER)
    assert again["outcome"] == "submitted"
    assert submission_of(item(line)).status == Status.SUBMITTED


@pytest.mark.parametrize("publish", [False, True])
def test_what_was_rejected_stays_a_draft(
    import_lines: ImportLines, submit_lines: Any, moderator: User, publish: bool
) -> None:
    [line] = submit_lines({})
    [review] = open_reviews(item(line))
    reasons = [Reason(code="other", text="Pas ici")]
    services.reject(review=review, user=moderator, reasons=reasons)
    [again] = import_lines(OTHER, publish=publish)
    assert again["outcome"] == "updated"
    assert ("page", "turned_down") in codes(again["warnings"])
    page = item(line)
    assert page.get_latest_revision_as_object().title == "Autre titre"
    assert public_title(page) is None
    assert submission_of(page).status == Status.REJECTED


def test_what_was_taken_down_is_not_submitted(import_lines: ImportLines, submit_lines: Any) -> None:
    [line] = import_lines({})
    item(line).unpublish()
    [again] = submit_lines(OTHER)
    assert (again["outcome"], codes(again["warnings"])) == ("updated", {("page", "not_live")})
    assert not Submission.objects.filter(page=item(line).pk).exists()


def test_what_checks_object_to_stays_a_draft_and_says_why(
    import_lines: ImportLines, submit_lines: Any
) -> None:
    [line] = import_lines({})
    before = item(line).title
    ItemPage.objects.update(age_rating="99+")
    [again] = submit_lines(OTHER)
    assert again["outcome"] == "updated"
    assert codes(again["warnings"]) == {("page", "draft"), ("age_rating", "foreign_rating")}
    assert (item(line).title, item(line).live) == (before, True)
    assert not Submission.objects.filter(page=item(line).pk).exists()


def test_whose_an_item_is_does_not_change_without_a_review(
    import_lines: ImportLines, submit_lines: Any
) -> None:
    [line] = import_lines({})
    rodin = {"org_nom": "Musée Rodin", "commune": "Paris"}
    [again] = submit_lines(rodin)
    assert (again["outcome"], codes(again["errors"])) == (
        "rejected",
        {("institution", "not_moved")},
    )
    assert item(line).get_parent().title == "Musée Fabre"
    assert not Institution.objects.filter(legal_name="Musée Rodin").exists()


def test_a_dry_run_says_what_would_be_submitted(submit_lines: Any) -> None:
    before = (Page.objects.count(), Submission.objects.count(), Decision.objects.count())
    lines = ({}, {"titre": ""})
    tried = submit_lines(*lines, dry_run=True)
    assert [line["outcome"] for line in tried] == ["submitted", "rejected"]
    after = (Page.objects.count(), Submission.objects.count(), Decision.objects.count())
    assert after == before
    done = submit_lines(*lines)
    assert [codes(line["warnings"]) for line in tried] == [codes(line["warnings"]) for line in done]


def test_what_no_review_is_asked_for_is_public_after_its_checks(submit_lines: Any) -> None:
    """As with institutions that are trusted."""
    ReviewRule.objects.update(asked=Asked.ACCESSIBILITY)
    [line] = submit_lines({})
    assert (line["outcome"], line["warnings"]) == ("created", [])
    assert public_title(item(line)) == item(line).title
    assert Clearance.objects.get(page_id=item(line).pk).kind == "automatic"
    assert not ImportedPage.objects.exists()


@pytest.mark.usefixtures("no_workflow")
def test_where_no_workflow_applies_it_stays_a_draft(submit_lines: Any) -> None:
    [line] = submit_lines({})
    assert line["outcome"] == "created"
    assert {("page", "draft"), ("__all__", "no_workflow")} <= codes(line["warnings"])
    assert public_title(item(line)) is None


# Deciding it at once


def test_a_decided_line_is_on_record_with_its_run(import_lines: ImportLines) -> None:
    operator = UserFactory(group="Operators")
    [line] = import_lines({}, user=operator.username)
    page, run = item(line), ImportRun.objects.get()
    assert (run.decided_by, run.decided_at is not None) == (operator, True)
    decision = Decision.objects.get(page_id=page.pk)
    assert (decision.act, decision.actor_name, decision.path) == (
        "import_decided",
        operator.username,
        "import",
    )
    assert decision.data == {"run": str(run.uid), "source": run.source}
    assert decision.institution_id == Institution.objects.get().pk
    clearance = Clearance.objects.get(page_id=page.pk)
    assert (clearance.kind, clearance.decision) == ("imported", decision.pk)
    assert not ImportedPage.objects.exists()
    call_command("verify_audit")


def test_the_command_line_decides_as_itself(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    assert Decision.objects.get(page_id=item(line).pk).actor_name == "command-line"


@pytest.mark.parametrize("dry_run", [False, True])
def test_deciding_takes_its_permission(
    import_lines: ImportLines, moderator: User, dry_run: bool
) -> None:
    with pytest.raises(CommandError, match=r"authoring\.decide_import"):
        import_lines({}, user=moderator.username, dry_run=dry_run)
    assert not ItemPage.objects.exists()


def test_over_http_it_takes_its_permission_too(moderator: User) -> None:
    system = System(moderator, [IMPORT_SCOPE])
    answer = system.upload(written({}))
    assert answer.status_code == 403
    assert "authoring.decide_import" in answer.json()["detail"]
    assert not ImportRun.objects.exists()
    state = system.upload(written({}), publish="false").json()
    assert (state["decided"], state["waiting"]) == (False, 0)
    run = ImportRun.objects.get()
    assert (run.decided_by, run.decided_at) == (None, None)


def test_a_decided_import_publishes_what_an_earlier_one_left_waiting(
    import_lines: ImportLines, submit_lines: Any
) -> None:
    titles = [{"titre": f"Visite {n}", "url": f"https://example.org/{n}"} for n in range(2)]
    lines = submit_lines(*titles)
    decided = import_lines(titles[0], titles[1] | OTHER)
    assert [line["outcome"] for line in decided] == ["updated", "updated"]
    assert [public_title(item(line)) for line in lines] == ["Visite 0", "Autre titre"]
    assert InstitutionPage.objects.get().live
    assert all(CategoryPage.objects.values_list("live", flat=True))
    assert not Submission.objects.active().exists()
    assert not Submission.objects.exclude(status=Status.APPROVED).exists()
    call_command("reconcile")


def test_a_decided_import_leaves_alone_what_an_editor_has_in_review(
    import_lines: ImportLines, moderator: User
) -> None:
    [line] = import_lines({})
    page = item(line)
    page.title = "Par l’éditrice"
    page.save_revision(user=moderator)
    services.submit(page=page, user=moderator)
    [again] = import_lines(OTHER)
    assert codes(again["errors"]) == {("page", "in_review")}
    assert item(line).get_latest_revision_as_object().title == "Par l’éditrice"


def test_a_decided_import_sets_aside_no_edit_of_what_waits(
    import_lines: ImportLines, submit_lines: Any, moderator: User
) -> None:
    [line] = submit_lines({})
    page = item(line)
    page.title = "Corrigé"
    page.save_revision(user=moderator)
    [again] = import_lines({})
    assert (again["outcome"], codes(again["warnings"])) == ("unchanged", {("__all__", "changed")})
    assert public_title(page) is None


def test_an_item_published_by_hand_meanwhile_is_not_decided_again(
    import_lines: ImportLines, submit_lines: Any
) -> None:
    [line] = submit_lines({})
    go_live(item(line))
    [again] = import_lines({})
    assert again["outcome"] == "unchanged"
    assert public_title(item(line)) == item(line).title


# What is told


def test_reviewers_are_told_once_of_all_of_it(submit_lines: Any, moderator: User) -> None:
    """Not once per page; whoever imported it knows."""
    importing = UserFactory(group="Moderators")
    titles = [{"titre": f"Visite {n}", "url": f"https://example.org/{n}"} for n in range(3)]
    submit_lines(*titles, user=importing.username)
    [message] = Message.objects.filter(user=moderator)
    waits = ImportedPage.objects.count()
    assert message.event == "import_submitted"
    assert (message.context["pages"], message.context["file"]) == (waits, "lines.csv")
    assert not Message.objects.filter(user=importing).exists()


def test_a_dry_run_and_a_decided_import_ask_nobody(
    import_lines: ImportLines, submit_lines: Any, moderator: User
) -> None:
    submit_lines({}, dry_run=True)
    import_lines({})
    assert not Message.objects.filter(user=moderator).exists()
