"""The queue: in its order, by its filters, for those who decide."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core import clock, paginator
from cms.editorial.desk import queue
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.desk.conftest import Reviewer, submit
from tests.editorial.people import Desk
from tests.factories.items import occurrence

# Of a page of the admin with the desk in it, however many items wait.
QUEUE_QUERIES = 40
ITEM_QUERIES = 75
FORM_QUERIES = 135


def soon(hours: int) -> Any:
    return clock.now() + timedelta(hours=hours)


def test_what_begins_soon_comes_first_then_the_oldest(desk: Desk, moderator: Reviewer) -> None:
    submit(desk, title="Ancien")
    submit(desk, title="Récent")
    submit(desk, title="Demain", occurrences=[occurrence(soon(30))])
    assert moderator.queue() == ["Demain", "Ancien", "Récent"]


def test_how_many_there_are_is_one_string_for_languages_of_many_plurals(
    desk: Desk, moderator: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"%(count)s %(things)s": "%(things)s: %(count)s"}
    monkeypatch.setattr(paginator, "_", said.__getitem__)
    for title in ("Un", "Deux"):
        submit(desk, title=title)
    page = BeautifulSoup(moderator.client.get(reverse("desk")).content, "html.parser")
    assert page.select(".pagination__end")[0].get_text(strip=True) == "Submissions: 2"


def test_what_ended_or_is_back_with_its_author_is_not_in_it(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    withdrawn = submit(desk, title="Retiré")
    services.withdraw(page=withdrawn, user=desk.editor)
    moderator.presses("request_changes", submitted, reasons=["broken_link"])
    assert moderator.queue() == []


def test_parts_of_the_queue(desk: Desk, moderator: Reviewer, colleague: Reviewer) -> None:
    mine, theirs = submit(desk, title="À moi"), submit(desk, title="À elle")
    submit(desk, title="À personne")
    submit(desk, title="Demain", occurrences=[occurrence(soon(30))])
    moderator.opens(mine)
    colleague.opens(theirs)
    assert moderator.queue(who="mine") == ["À moi"]
    assert moderator.queue(who="others") == ["À elle"]
    assert moderator.queue(who="free") == ["Demain", "À personne"]
    assert moderator.queue(urgent="True") == ["Demain"]
    assert moderator.queue(institution=desk.institution.pk, locale=mine.locale_id) != []
    assert moderator.queue(kind=mine.content_type_id, review="rights") == []


def test_ones_own_are_listed_and_never_the_next(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    own = desk.draft(by=desk.moderator, title="De ma main")
    services.submit(page=own, user=desk.moderator)
    assert moderator.queue(who="own") == ["De ma main"]
    response = moderator.presses("next", submitted)
    assert response.url == reverse("desk")


def test_whose_words_it_says_is_the_same_question_as_at_the_item(
    desk: Desk, moderator: Reviewer
) -> None:
    """Who saves it again unchanged has written nothing, and takes nothing over from its writer."""
    theirs = desk.draft(title="De ma main", by=desk.moderator)
    theirs.get_latest_revision_as_object().save_revision(user=desk.editor)
    mine = desk.draft(title="De la maison")
    mine.get_latest_revision_as_object().save_revision(user=desk.moderator)
    for item in (theirs, mine):
        item.refresh_from_db()
        services.submit(page=item, user=desk.editor)
    assert moderator.queue(who="own") == ["De ma main"]
    assert queue.decidable(desk.moderator).count() == 1
    for item, own in ((theirs, True), (mine, False)):
        assert ("last to edit it" in moderator.sees(item).text) is own
    listed = moderator.client.get(reverse("desk")).content.decode()
    assert listed.count("edited by you") == 1


def test_next_and_previous_go_round_without_deciding(desk: Desk, moderator: Reviewer) -> None:
    first, second, third = (submit(desk, title=title) for title in ("Un", "Deux", "Trois"))
    assert moderator.presses("next", first).url == moderator.address(second)
    assert moderator.presses("next", third).url == moderator.address(first)
    assert moderator.presses("previous", first).url == moderator.address(third)
    assert set(Submission.objects.values_list("status", flat=True)) <= {"submitted", "in_review"}


def test_next_leaves_out_what_another_has(
    desk: Desk, moderator: Reviewer, colleague: Reviewer
) -> None:
    first, second, third = (submit(desk, title=title) for title in ("Un", "Deux", "Trois"))
    colleague.opens(second)
    assert moderator.presses("next", first).url == moderator.address(third)


def test_the_filters_stay_from_item_to_item(desk: Desk, moderator: Reviewer) -> None:
    first = submit(desk, title="Un", occurrences=[occurrence(soon(30))])
    submit(desk, title="Deux")
    last = submit(desk, title="Trois", occurrences=[occurrence(soon(40))])
    form = moderator.form(first) | {"act": "next"}
    response = moderator.sends(form, first, query="?urgent=True")
    assert response.url == moderator.address(last) + "?urgent=True"


def test_begin_opens_the_first(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    submit(desk, title="Plus tard")
    with moderator._capture(execute=True):
        response = moderator.client.post(reverse("desk_next"))
    assert response.url == moderator.address(submitted)
    assert Submission.objects.get(page=submitted).status == Submission.Status.IN_REVIEW


def test_after_signing_in_again_a_button_leads_to_where_it_was(
    moderator: Reviewer, submitted: Any
) -> None:
    begun = moderator.client.get(reverse("desk_next") + "?urgent=True")
    assert (begun.status_code, begun.url) == (302, reverse("desk") + "?urgent=True")
    opened = moderator.client.get(moderator.address(submitted) + "open/")
    assert (opened.status_code, opened.url) == (302, moderator.address(submitted))
    assert Submission.objects.get(page=submitted).status == Submission.Status.SUBMITTED


def test_begin_where_nothing_waits(moderator: Reviewer) -> None:
    assert moderator.client.post(reverse("desk_next")).url == reverse("desk")


def test_the_desk_is_first_on_the_home_page_and_in_the_menu(
    moderator: Reviewer, submitted: Any
) -> None:
    response = moderator.client.get(reverse("wagtailadmin_home"))
    soup = BeautifulSoup(response.content, "html.parser")
    first = soup.select_one("section.w-panel")
    assert first is not None
    assert "La nuit des phares" in first.text
    assert '"label": "1 \\u00b7 Review desk"' in response.content.decode()
    assert response.content.decode().count("workflow/task/") == 0


def test_who_decides_nothing_has_no_desk(desk: Desk, submitted: Any) -> None:
    for person in (desk.editor, desk.contributor):
        client = signed_in(person)
        assert "Review desk" not in client.get(reverse("wagtailadmin_home")).content.decode()
        for name in ("desk", "desk_results"):
            assert client.get(reverse(name)).status_code in {302, 403}
        assert client.post(reverse("desk_next")).status_code in {302, 403}


def test_the_queue_and_the_item_ask_little_of_the_database(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert moderator.client.get(path).status_code == 200
        return len(captured)

    def edit(item: Any) -> None:
        item.summary = "Corrigé."
        item.save_revision(user=desk.moderator)

    edit(submitted)
    queries(reverse("desk"))
    few = queries(reverse("desk"))
    for number in range(12):
        edit(submit(desk, title=f"Numéro {number}"))
    assert queries(reverse("desk")) <= min(few + 1, QUEUE_QUERIES)
    assert queries(moderator.address(submitted)) <= ITEM_QUERIES


def test_the_explorer_asks_the_same_of_many_as_of_few(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            address = reverse("wagtailadmin_explore", args=[desk.house.pk])
            assert moderator.client.get(address).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for number in range(5):
        submit(desk, title=f"Numéro {number}")
    assert queries() <= few + 1


def test_nor_does_the_form_of_what_is_in_review(moderator: Reviewer, submitted: Any) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    moderator.client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert moderator.client.get(address).status_code == 200
    assert len(captured) <= FORM_QUERIES


def test_a_line_of_the_queue_reads_no_content(moderator: Reviewer, submitted: Any) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert moderator.queue() == [submitted.title]
    assert not [one["sql"] for one in captured if '"wagtailcore_revision"."content"' in one["sql"]]


def test_the_dashboards_forms_open_what_waits(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    """A panel of the dashboard is drawn without its request, the token of whose forms it needs."""
    moderator.client.handler.enforce_csrf_checks = True
    soup = BeautifulSoup(moderator.client.get("/admin/").content, "html.parser")
    forms = soup.select(".desk-panel form")
    assert forms[0]["action"] == reverse("desk_next")
    for form in forms:
        sent = {field["name"]: field["value"] for field in form.select("input[name]")}
        answer = moderator.client.post(form["action"], sent)
        assert (answer.status_code, answer.url) == (302, moderator.address(submitted))
