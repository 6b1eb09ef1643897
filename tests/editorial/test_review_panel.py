"""The form of a page that is or was in review: who said what, and what its author says."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.releases import services as releases
from cms.editorial.stakeholders import services as stakeholders
from cms.editorial.workflow import services
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.editorial.people import Desk
from tests.factories import UserFactory
from tests.factories.clearing import clear


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def sent(desk: Desk, **values: Any) -> Any:
    item = desk.draft(**values)
    services.submit(page=item, user=desk.editor)
    return item


def send_back(desk: Desk, item: Any) -> None:
    (review,) = policies.open_reviews(item)
    reasons = [services.Reason("broken_link")]
    services.request_changes(review=review, user=desk.moderator, reasons=reasons)


def reject(desk: Desk, item: Any) -> None:
    (review,) = policies.open_reviews(item)
    services.reject(review=review, user=desk.moderator, reasons=[services.Reason("out_of_scope")])


def address(item: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[item.pk])


def form(person: Any, item: Any) -> BeautifulSoup:
    return BeautifulSoup(signed_in(person).get(address(item)).content, "html.parser")


def panel(person: Any, item: Any) -> str:
    found = form(person, item).select_one(".coulisses-review")
    return found.get_text(" ", strip=True) if found else ""


def test_authors_read_names_and_no_logins(desk: Desk) -> None:
    desk.moderator.first_name, desk.moderator.last_name = "Irina", "Volkova"
    desk.moderator.save()
    item = sent(desk)
    send_back(desk, item)
    said = panel(desk.editor, item)
    assert "Irina Volkova · requested changes" in said
    assert desk.moderator.get_username() not in said


@pytest.mark.parametrize("reader", ["editor", "moderator"])
def test_a_guest_is_named_without_their_address(desk: Desk, reader: str) -> None:
    item = sent(desk)
    link = stakeholders.invite(
        page=item, user=desk.moderator, email="anne@ailleurs.example", name="Anne Morel"
    )
    stakeholders.comment(link=link, text="Très bien")
    person = getattr(desk, reader)
    at_the_desk = f"/admin/desk/{Submission.objects.get().pk}/"
    shown = panel(person, item) if reader == "editor" else _text(person, at_the_desk)
    assert "Anne Morel" in shown
    if reader == "editor":
        assert "anne@ailleurs.example" not in shown


def _text(person: Any, at: str) -> str:
    return BeautifulSoup(signed_in(person).get(at).content, "html.parser").get_text(" ", strip=True)


def test_a_colleague_answers_too(desk: Desk) -> None:
    item = sent(desk)
    services.comment(page=item, user=desk.moderator, text="Quelle date ?")
    services.comment(page=item, user=desk.other_moderator, text="Et où ?")
    said = form(desk.editor, item).select_one(".coulisses-review__asked")
    assert said is not None
    colleague = UserFactory(member_of=desk.institution, member_of__role="editor", language="en")
    answer = reverse("answer_reviewers", args=[item.pk])
    signed_in(colleague).post(answer, {"text": "Le 3, au musée."})
    assert form(desk.editor, item).select_one(".coulisses-review__asked") is None


def test_a_sent_back_page_says_so_in_its_status(desk: Desk) -> None:
    item = sent(desk)
    send_back(desk, item)
    sidebar = form(desk.editor, item).select_one("#status-sidebar-review")
    assert sidebar is not None
    assert "Changes requested" in sidebar.get_text()
    assert "In Moderation" not in form(desk.editor, item).get_text()


def test_a_note_is_written_beside_the_button_and_ends_with_its_submission(desk: Desk) -> None:
    item = desk.house
    author = signed_in(desk.editor)
    sending = form_of(author, address(item)) | {"action-submit": "1"}
    author.post(address(item), sending | {"note_to_reviewers": "La photo arrive demain."})
    submission = Submission.objects.get()
    assert submission.note == "La photo arrive demain."
    assert "La photo arrive demain." in _text(desk.moderator, f"/admin/desk/{submission.pk}/")
    send_back(desk, item)
    author.post(address(item), form_of(author, address(item)) | {"action-submit": "1"})
    submission.refresh_from_db()
    assert (submission.status, submission.note) == (Submission.Status.SUBMITTED, "")


def test_a_note_ends_with_its_submission_over_the_services_too(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor, note="Premier envoi")
    send_back(desk, item)
    assert services.submit(page=item, user=desk.editor).note == ""


def test_who_cannot_submit_is_asked_for_no_note(desk: Desk) -> None:
    item = desk.draft(by=desk.contributor, owner=desk.contributor)
    assert form(desk.editor, item).select("[name=note_to_reviewers]")
    assert not form(desk.contributor, item).select("[name=note_to_reviewers]")


def test_saving_a_draft_writes_no_note(desk: Desk) -> None:
    item = sent(desk)
    author = signed_in(desk.editor)
    author.post(address(item), form_of(author, address(item)) | {"note_to_reviewers": "Non"})
    assert Submission.objects.get().note == ""


def note_of(page: BeautifulSoup) -> str:
    return page.select_one("[name=note_to_reviewers]").text.strip()  # type: ignore[union-attr]


def test_what_was_typed_is_there_still_when_it_is_refused_or_saved(desk: Desk) -> None:
    item = desk.draft(summary="")
    author = signed_in(desk.editor)
    sending = form_of(author, address(item)) | {"note_to_reviewers": "La photo arrive demain."}
    refused = author.post(address(item), sending | {"action-submit": "1"})
    assert refused.status_code == 200
    assert not Submission.objects.exists()
    assert note_of(BeautifulSoup(refused.content, "html.parser")) == "La photo arrive demain."
    author.post(address(item), sending)
    again = BeautifulSoup(author.get(address(item)).content, "html.parser")
    assert note_of(again) == "La photo arrive demain."
    assert note_of(form(desk.head, item)) == ""
    author.post(address(item), form_of(author, address(item)) | {"note_to_reviewers": ""})
    again = BeautifulSoup(author.get(address(item)).content, "html.parser")
    assert note_of(again) == ""


def test_a_note_that_is_too_long_is_refused_at_its_field(desk: Desk) -> None:
    author = signed_in(desk.editor)
    sending = form_of(author, address(desk.house)) | {"action-submit": "1"}
    refused = author.post(address(desk.house), sending | {"note_to_reviewers": "x" * 2001})
    assert not Submission.objects.exists()
    page = BeautifulSoup(refused.content, "html.parser")
    assert page.select_one("[name=note_to_reviewers][aria-invalid=true]")
    assert len(note_of(page)) == 2001
    as_sent = ("x" * 999 + "\r\n") * 2  # each new line counts as one
    author.post(address(desk.house), sending | {"note_to_reviewers": as_sent})
    assert len(Submission.objects.get().note) == 1999


def test_history_tells_that_an_approved_page_waits_for_its_release(desk: Desk) -> None:
    item = sent(desk)
    releases.create(title="Nuit des musées", user=desk.head, pages=[item])
    (review,) = policies.open_reviews(item)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(item))
    assert "release" in panel(desk.editor, item)


def test_history_tells_that_a_release_was_rolled_back(desk: Desk) -> None:
    item = clear(desk.draft())
    release = releases.create(title="Nuit des musées", user=desk.head, pages=[item])
    releases.publish(release=release, user=desk.head)
    releases.roll_back(release=release, user=desk.head, reason="Trop tôt")
    assert "Trop tôt" in panel(desk.editor, item)


def listed(desk: Desk) -> set[int]:
    """What the listing of items finds in the state “rejected”."""
    found = signed_in(desk.editor).get("/admin/items/", {"state": "rejected"})
    return {page.pk for page in found.context["object_list"]}


def test_a_rejected_version_of_a_live_page_is_in_the_filter(desk: Desk) -> None:
    item = desk.public()
    item.title = "Une autre version"
    item.save_revision(user=desk.editor)
    services.submit(page=ItemPage.objects.get(pk=item.pk), user=desk.editor)
    reject(desk, item)
    shown = ItemPage.objects.get(pk=item.pk)
    assert "rejected" in shown.status_string
    assert item.pk in listed(desk)


def test_a_rejected_draft_that_was_edited_since_is_a_draft(desk: Desk) -> None:
    item = sent(desk)
    reject(desk, item)
    assert item.pk in listed(desk)
    fresh = ItemPage.objects.get(pk=item.pk)
    fresh.title = "Autre chose"
    fresh.save_revision(user=desk.editor)
    shown = ItemPage.objects.get(pk=item.pk)
    assert "rejected" not in shown.status_string
    assert item.pk not in listed(desk)
