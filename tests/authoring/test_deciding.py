"""An import that was submitted is decided afterwards: all of it is public, but what somebody has
said no to since."""

from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.authoring.importing import BATCH
from cms.authoring.models import ImportedPage, ImportRun
from cms.authoring.tasks import carry_out_decision
from cms.core.task_queue import Stopping, asked_to_stop
from cms.editorial.models import Submission
from cms.editorial.policies import open_reviews
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from cms.publication.models import Clearance, PublishedDocument
from cms.publication.page_writer import TreeNotReady
from content_pages.models import CategoryIndexPage, InstitutionPage, ItemPage
from tests.admin.conftest import signed_in
from tests.authoring.conftest import ImportLines, item
from tests.factories import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db
LINES = [{"titre": f"Visite {n}", "url": f"https://example.org/{n}"} for n in range(3)]
REASON = {"reason": "Vérifié avec le ministère"}


@pytest.fixture
def operator(db: None) -> User:
    return UserFactory(group="Operators", language="en")


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(group="Moderators", language="en")


@pytest.fixture
def lines(import_lines: ImportLines) -> list[dict[str, Any]]:
    """The report of an import that was submitted."""
    return import_lines(*LINES, publish=False)


def screen(run: ImportRun) -> str:
    return f"/admin/reports/imports/{run.pk}/"


def decide(user: User, **posted: Any) -> Any:
    run = ImportRun.objects.latest("pk")
    return signed_in(user).post(f"{screen(run)}decide/", REASON | posted)


def work() -> None:
    """What the worker does with the decisions that wait."""
    for waiting in DBTaskResult.objects.ready().filter(task_path=carry_out_decision.module_path):
        carry_out_decision.call(*waiting.args_kwargs["args"])
        waiting.delete()


def shown(user: User) -> str:
    return signed_in(user).get(screen(ImportRun.objects.latest("pk"))).content.decode()


def reasons() -> dict[int, str]:
    """Why pages were left out."""
    left = ImportedPage.objects.filter(state="left_out")
    return dict(left.values_list("page_id", "reason"))


def test_its_screen_tells_what_waits_and_offers_the_decision(
    lines: list[dict[str, Any]], operator: User
) -> None:
    waits = ImportedPage.objects.count()
    page = shown(operator)
    for words in ("submitted: 3", f"waits: {waits}", f"Decide: publish all {waits} pages"):
        assert words in page
    for line in lines:
        assert f"/admin/pages/{line['page']['id']}/edit/" in page
    run = ImportRun.objects.get()
    assert screen(run) in signed_in(operator).get("/admin/reports/imports/").content.decode()
    asked = signed_in(operator).get(f"{screen(run)}decide/").content.decode()
    assert f"{waits} pages of this import wait" in asked


def test_decided_all_of_it_is_public_and_on_record(
    lines: list[dict[str, Any]], operator: User
) -> None:
    waits = set(ImportedPage.objects.values_list("page_id", flat=True))
    answer = decide(operator)
    run = ImportRun.objects.get()
    assert answer["Location"] == screen(run)
    assert not PublishedDocument.objects.filter(kind="item").exists(), "the worker's work"
    assert "It is being carried out" in shown(operator)
    work()
    run.refresh_from_db()
    assert (run.decided_by, run.decision_reason) == (operator, REASON["reason"])
    assert set(ImportedPage.objects.values_list("state", flat=True)) == {"published"}
    assert ItemPage.objects.filter(live=True).count() == len(LINES)
    assert PublishedDocument.objects.filter(kind="item").count() == len(LINES)
    assert Clearance.objects.filter(kind="imported", page_id__in=waits).count() == len(waits)
    decisions = Decision.objects.filter(act="import_decided", page_id__in=waits)
    assert set(decisions.values_list("page_id", "actor_name", "path")) == {
        (page_id, operator.username, "import") for page_id in waits
    }
    assert {one["reason"] for one in decisions.values_list("data", flat=True)} == {REASON["reason"]}
    whole = Decision.objects.get(act="import_decided", page_id=None)
    assert (whole.data["pages"], whole.public_text) == (len(waits), REASON["reason"])
    assert not Submission.objects.exclude(status="approved").exists()
    call_command("reconcile")
    call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_the_worker_carries_it_out(import_lines: ImportLines) -> None:
    import_lines(*LINES, publish=False)
    decide(UserFactory(group="Operators", language="en"))
    call_command("worker", once=True)
    assert ItemPage.objects.filter(live=True).count() == len(LINES)


def test_without_a_reason_nothing_is_decided(lines: list[dict[str, Any]], operator: User) -> None:
    for reason in ("", "   "):
        assert decide(operator, reason=reason).status_code == 200
    assert ImportRun.objects.get().decided_at is None
    assert not DBTaskResult.objects.filter(task_path=carry_out_decision.module_path).exists()


def test_who_may_not_decide_is_offered_nothing_and_refused(
    lines: list[dict[str, Any]], moderator: User
) -> None:
    page = shown(moderator)
    assert "submitted: 3" in page
    assert "Decide: publish" not in page
    run = ImportRun.objects.get()
    assert signed_in(moderator).get(f"{screen(run)}decide/").status_code == 302
    assert decide(moderator).status_code == 302
    run.refresh_from_db()
    assert run.decided_at is None


def test_members_of_institutions_see_no_import(lines: list[dict[str, Any]]) -> None:
    house = InstitutionFactory(published=True).institution
    member = UserFactory(member_of=house, member_of__role="manager", language="en")
    run = ImportRun.objects.get()
    for address in (screen(run), f"{screen(run)}results/", f"{screen(run)}decide/"):
        assert signed_in(member).get(address).status_code in {302, 403, 404}


def _edited(page: ItemPage, moderator: User) -> None:
    page.title = "Corrigé à la main"
    page.save_revision(user=moderator)


def _rejected(page: ItemPage, moderator: User) -> None:
    _turn_down(services.reject, page, moderator)


def _sent_back(page: ItemPage, moderator: User) -> None:
    _turn_down(services.request_changes, page, moderator)


def _turn_down(act: Any, page: ItemPage, moderator: User) -> None:
    [review] = open_reviews(page)
    act(review=review, user=moderator, reasons=[Reason(code="other", text="Non")])


def _withdrawn(page: ItemPage, moderator: User) -> None:
    services.withdraw(page=page, user=moderator)


def _locked(page: ItemPage, moderator: User) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=moderator)


def _deleted(page: ItemPage, moderator: User) -> None:
    page.delete()


def _approved_and_taken_down(page: ItemPage, moderator: User) -> None:
    [review] = open_reviews(page)
    services.approve(review=review, user=moderator, digest=services.current_digest(page))
    ItemPage.objects.get(pk=page.pk).unpublish()


def _lacking(page: ItemPage, moderator: User) -> None:
    InstitutionPage.objects.get().institution.__class__.objects.update(
        verification_state="suspended"
    )


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (_edited, "changed"),
        (_rejected, "rejected"),
        (_sent_back, "asked for changes"),
        (_withdrawn, "taken back"),
        (_locked, "locked"),
        (_deleted, "deleted"),
        (_approved_and_taken_down, "taken down"),
    ],
)
def test_what_somebody_has_said_of_a_page_since_wins(
    lines: list[dict[str, Any]], operator: User, moderator: User, since: Any, told: str
) -> None:
    page = item(lines[1])
    page_id = page.pk
    since(page, moderator)
    decide(operator)
    work()
    assert list(reasons()) == [page_id]
    assert told in reasons()[page_id]
    assert told in shown(operator)
    assert not PublishedDocument.objects.filter(page_id=page_id).exists()
    assert PublishedDocument.objects.filter(kind="item").count() == len(LINES) - 1
    call_command("verify_audit")


def test_below_a_page_that_was_rejected_nothing_is_public(
    lines: list[dict[str, Any]], operator: User, moderator: User
) -> None:
    house = InstitutionPage.objects.get()
    _turn_down(services.reject, house, moderator)
    decide(operator)
    work()
    left = reasons()
    assert set(left) == {house.pk, *(line["page"]["id"] for line in lines)}
    assert "page above" in left[lines[0]["page"]["id"]]
    assert not PublishedDocument.objects.filter(kind__in=["item", "institution"]).exists()


def test_of_a_suspended_institution_nothing_is_public(
    lines: list[dict[str, Any]], operator: User, moderator: User
) -> None:
    _lacking(item(lines[0]), moderator)
    decide(operator)
    work()
    assert "suspended" in reasons()[InstitutionPage.objects.get().pk]
    assert not PublishedDocument.objects.filter(kind__in=["item", "institution"]).exists()


def test_what_was_approved_meanwhile_is_public_once(
    lines: list[dict[str, Any]], operator: User, moderator: User
) -> None:
    page = item(lines[0])
    [review] = open_reviews(page)
    services.approve(review=review, user=moderator, digest=services.current_digest(page))
    decide(operator)
    work()
    assert not reasons()
    assert not Decision.objects.filter(page_id=page.pk, act="import_decided").exists()


def test_it_is_decided_once(lines: list[dict[str, Any]], operator: User) -> None:
    decide(operator)
    assert "being carried out" in decide(operator).content.decode()
    work()
    assert "Nothing waits" in decide(operator).content.decode()
    assert "Decide: publish" not in shown(operator)


def test_an_import_under_way_is_not_decided(lines: list[dict[str, Any]], operator: User) -> None:
    ImportRun.objects.update(state="running")
    assert "has not ended" in decide(operator).content.decode()


def test_who_lost_the_right_meanwhile_decides_nothing(
    lines: list[dict[str, Any]], operator: User
) -> None:
    decide(operator)
    operator.groups.clear()
    work()
    run = ImportRun.objects.get()
    assert (run.decided_by, run.decided_at) == (None, None)
    assert "no longer decide" in run.problem
    assert not PublishedDocument.objects.filter(kind="item").exists()


def test_a_mapping_that_is_gone_is_told_as_that(
    lines: list[dict[str, Any]], operator: User
) -> None:
    decide(operator)
    ImportRun.objects.update(mapping="gone")
    work()
    run = ImportRun.objects.get()
    assert (run.decided_by, run.decided_at) == (None, None)
    assert "gone" in run.problem
    assert not PublishedDocument.objects.filter(kind="item").exists()


def test_a_tree_that_is_not_ready_is_tried_again(
    lines: list[dict[str, Any]], operator: User
) -> None:
    decide(operator)
    CategoryIndexPage.objects.update(alias_of=Page.objects.get(depth=1))
    with pytest.raises(TreeNotReady):
        work()
    assert ImportRun.objects.get().decided_by == operator
    CategoryIndexPage.objects.update(alias_of=None)
    work()
    assert not ImportedPage.objects.exclude(state="published").exists()


def test_cut_short_it_goes_on_with_what_still_waits(
    import_lines: ImportLines, operator: User
) -> None:
    import_lines(
        *({"titre": f"Visite {n}", "url": f"https://example.org/{n}"} for n in range(BATCH)),
        publish=False,
    )
    decide(operator)
    asked_to_stop.set()
    try:
        with pytest.raises(Stopping):
            work()
    finally:
        asked_to_stop.clear()
    assert ImportedPage.objects.filter(state="published").count() == BATCH
    assert ImportedPage.objects.filter(state="waiting").exists()
    work()
    assert not ImportedPage.objects.exclude(state="published").exists()
    assert PublishedDocument.objects.filter(kind="item").count() == BATCH
    mine = Decision.objects.filter(act="import_decided", actor_name=operator.username)
    per_page = mine.exclude(page_id=None)
    assert per_page.count() == ImportedPage.objects.count()
