"""An item on the desk: what a reviewer sees, decides, and is refused."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.audit.models import Decision
from cms.editorial import selectors
from cms.editorial.flags.services import keep_rule
from cms.editorial.models import FlagRule, Review, ReviewRule, Submission
from cms.editorial.workflow import services
from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.desk.conftest import Reviewer, alerts, submit
from tests.editorial.people import Desk

Status = Submission.Status


def status_of(page: Any) -> str:
    return Submission.objects.filter(page_id=page.pk).latest("pk").status


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def acts_on(page: Any) -> list[str]:
    return list(
        Decision.objects.filter(page_id=page.pk).order_by("number").values_list("act", flat=True)
    )


def test_what_is_approved_goes_live_and_the_next_follows(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    following = submit(desk, title="Le suivant")
    response = moderator.presses("approve", submitted, public_text="Bravo", private_note="vu")
    assert response.status_code == 302
    assert response.url == moderator.address(following)
    assert is_public(submitted)
    approved = Decision.objects.get(page_id=submitted.pk, act="approved")
    assert (approved.public_text, approved.private_note) == ("Bravo", "vu")
    assert approved.path == Decision.Path.ADMIN


def test_the_one_that_follows_is_taken(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    following = submit(desk, title="Le suivant")
    moderator.presses("approve", submitted)
    assert Review.objects.get(submission__page=following).assignee == desk.moderator


def test_after_the_last_one_the_queue_follows(moderator: Reviewer, submitted: Any) -> None:
    response = moderator.presses("approve", submitted)
    assert response.url == reverse("desk")


def test_whoever_opens_it_has_taken_it(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    moderator.opens(submitted)
    assert Review.objects.get(submission__page=submitted).assignee == desk.moderator
    assert status_of(submitted) == Status.IN_REVIEW


def test_who_comes_second_is_told_who_has_it(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, submitted: Any
) -> None:
    moderator.opens(submitted)
    colleague.opens(submitted)
    assert Review.objects.get(submission__page=submitted).assignee == desk.moderator
    assert desk.moderator.display_name in colleague.sees(submitted).text


def test_of_two_at_once_the_second_is_told_who_decided(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, submitted: Any
) -> None:
    form = colleague.form(submitted) | {"act": "approve", "private_note": "à garder"}
    moderator.presses("approve", submitted)
    response = colleague.sends(form, submitted)
    assert response.status_code == 422
    assert desk.moderator.username in alerts(response)
    assert "à garder" in alerts(response)
    assert acts_on(submitted).count("approved") == 1


def test_what_was_changed_since_is_looked_at_again(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    form = moderator.form(submitted) | {"act": "approve", "public_text": "Très bien"}
    submitted.summary = "Tout autre chose."
    submitted.save_revision(user=desk.editor)
    response = moderator.sends(form, submitted)
    assert response.status_code == 422
    assert "look again" in alerts(response)
    assert b"Tr\xc3\xa8s bien" in response.content  # what was typed is still there
    assert not is_public(submitted)
    assert moderator.presses("approve", submitted).status_code == 302
    assert is_public(submitted)


def test_nobody_approves_their_own(desk: Desk, moderator: Reviewer) -> None:
    item = desk.draft(by=desk.moderator)
    services.submit(page=item, user=desk.moderator)
    soup = moderator.sees(item)
    button = soup.select_one("button[value=approve]")
    assert button is not None
    assert button.has_attr("disabled")
    assert "yourself" in soup.select_one("#desk-obstacle").text  # type: ignore[union-attr]
    response = moderator.presses("approve", item)
    assert response.status_code == 403
    assert not is_public(item)
    assert "approved" not in acts_on(item)


def test_who_edited_it_last_is_told_so(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    submitted.summary = "Corrigé."
    submitted.save_revision(user=desk.moderator)
    assert "last to edit" in moderator.sees(submitted).text
    assert moderator.presses("approve", submitted).status_code == 403


def test_changes_are_asked_for_at_a_field(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    response = moderator.presses(
        "request_changes",
        submitted,
        reasons=["missing_image", "poor_description"],
        **{
            "missing_image-place": "image",
            "missing_image-text": "Ajoutez une image.",
            "poor_description-advice": "on",
        },
        public_text="Presque.",
    )
    assert response.status_code == 302
    assert status_of(submitted) == Status.CHANGES_REQUESTED
    given = Submission.objects.get(page=submitted).reasons.all()
    assert [(one.code, one.field, one.severity, one.text) for one in given] == [
        ("poor_description", "summary", "advice", ""),
        ("missing_image", "image", "blocking", "Ajoutez une image."),
    ]


@pytest.mark.parametrize(
    "typed",
    [{}, {"reasons": ["no_such_reason"]}, {"reasons": ["other"], "public_text": " "}],
)
@pytest.mark.parametrize("act", ["request_changes", "reject"])
def test_without_a_reason_nothing_is_sent_back(
    moderator: Reviewer, submitted: Any, act: str, typed: dict[str, Any]
) -> None:
    response = moderator.presses(act, submitted, confirmed="1", **typed)
    assert response.status_code == 422
    assert alerts(response)
    assert status_of(submitted) == Status.SUBMITTED


def test_rejecting_is_asked_twice(moderator: Reviewer, submitted: Any) -> None:
    response = moderator.presses("reject", submitted, reasons=["out_of_scope"])
    assert response.status_code == 422
    assert status_of(submitted) == Status.SUBMITTED
    again = moderator.presses("reject", submitted, reasons=["out_of_scope"], confirmed="1")
    assert again.status_code == 302
    assert status_of(submitted) == Status.REJECTED
    assert not is_public(submitted)


def given(page: Any) -> set[tuple[str, str, str]]:
    reasons = Submission.objects.get(page=page).reasons.all()
    return {(one.code, one.field, one.text) for one in reasons}


def test_a_reason_points_at_several_fields_or_at_none(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    """Its author is led to what was chosen, not to what the reason usually is about."""
    soup = moderator.sees(submitted)
    place = soup.select_one("select[name=broken_link-place]")
    assert [one["label"] for one in place.select("optgroup")]  # type: ignore[union-attr]
    assert place.select_one("option[selected]")["value"] == "access_url"  # type: ignore
    one_more = moderator.presses("", submitted, another="broken_link", public_text="Bonjour")
    more = BeautifulSoup(one_more.content, "html.parser")
    assert more.select_one("select[name=broken_link-2-place][autofocus]") is not None
    assert more.select_one("input[name=reasons][value=broken_link]").has_attr("checked")  # type: ignore
    assert more.select_one("textarea[name=public_text]").text == "Bonjour"  # type: ignore
    moderator.presses(
        "request_changes",
        submitted,
        reasons=["broken_link", "missing_image"],
        **{
            "broken_link-place": "access_url",
            "broken_link-2-place": "summary",
            "broken_link-2-text": "Le second.",
            "missing_image-place": "",
        },
    )
    assert given(submitted) == {
        ("broken_link", "access_url", ""),
        ("broken_link", "summary", "Le second."),
        ("missing_image", "", ""),
    }
    submitted.refresh_from_db()
    asked = {(one.code, one.field) for one in selectors.answer_to(submitted).asked}  # type: ignore
    assert ("missing_image", "") in asked


def test_a_place_that_is_none_is_told(moderator: Reviewer, submitted: Any) -> None:
    response = moderator.presses(
        "request_changes", submitted, reasons=["broken_link"], **{"broken_link-place": "Immage"}
    )
    assert response.status_code == 422
    assert "choose where" in alerts(response)
    assert status_of(submitted) == Status.SUBMITTED


@pytest.mark.parametrize(
    "typed",
    [
        {"public_text": "À ne pas perdre"},
        {"reasons": ["broken_link"], "broken_link-text": "À ne pas perdre"},
    ],
)
class TestWhatWasTyped:
    def test_stays_beside_a_comment(
        self, moderator: Reviewer, submitted: Any, typed: dict[str, Any]
    ) -> None:
        response = moderator.presses("comment", submitted, comment="Qui sait ?", **typed)
        soup = BeautifulSoup(response.content, "html.parser")
        kept = [one.text for one in soup.select("#desk-form textarea")]
        assert "À ne pas perdre" in kept
        assert "Qui sait ?" not in kept
        assert "Qui sait ?" in soup.text
        assert acts_on(submitted).count("commented") == 1

    def test_stays_when_the_item_is_taken(
        self, moderator: Reviewer, submitted: Any, typed: dict[str, Any]
    ) -> None:
        response = moderator.presses("claim", submitted, **typed)
        assert "À ne pas perdre" in response.content.decode()

    @pytest.mark.parametrize("act", ["next", "previous", "release"])
    def test_is_left_by_pressing_twice(
        self,
        desk: Desk,
        moderator: Reviewer,
        submitted: Any,
        act: str,
        typed: dict[str, Any],
    ) -> None:
        following = submit(desk, title="Le suivant")
        moderator.opens(submitted)
        response = moderator.presses(act, submitted, **typed)
        assert response.status_code == 422
        assert "not sent" in alerts(response)
        assert "À ne pas perdre" in response.content.decode()
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.select_one("input[name=leave][value='1']") is not None
        again = moderator.presses(act, submitted, leave="1", **typed)
        assert again.url == moderator.address(following)

    def test_is_there_to_copy_for_who_comes_second(
        self, moderator: Reviewer, colleague: Reviewer, submitted: Any, typed: dict[str, Any]
    ) -> None:
        form = colleague.form(submitted) | {"act": "request_changes"} | typed
        moderator.presses("approve", submitted)
        assert "À ne pas perdre" in alerts(colleague.sends(form, submitted))


def test_a_comment_decides_nothing(moderator: Reviewer, submitted: Any) -> None:
    response = moderator.presses("comment", submitted, comment="À voir", comment_private="on")
    assert response.url == moderator.address(submitted)
    said = Decision.objects.get(page_id=submitted.pk, act="commented")
    assert (said.public_text, said.private_note) == ("", "À voir")
    assert status_of(submitted) == Status.SUBMITTED
    assert "À voir" in moderator.sees(submitted).text


@pytest.mark.parametrize("act", ["approve", "request_changes", "reject"])
def test_one_that_was_typed_before_deciding_is_said(
    moderator: Reviewer, submitted: Any, act: str
) -> None:
    typed = {"comment": "Pensez au crédit.", "reasons": ["broken_link"], "confirmed": "1"}
    assert moderator.presses(act, submitted, **typed).status_code == 302
    assert Decision.objects.get(act="commented").public_text == "Pensez au crédit."


def test_an_empty_comment_is_refused(moderator: Reviewer, submitted: Any) -> None:
    assert moderator.presses("comment", submitted, comment=" ").status_code == 422


def test_given_back_it_waits_for_anybody(moderator: Reviewer, submitted: Any) -> None:
    moderator.opens(submitted)
    moderator.presses("release", submitted)
    assert Review.objects.get(submission__page=submitted).assignee is None


def test_nobody_gives_back_what_another_has(
    desk: Desk, moderator: Reviewer, colleague: Reviewer, submitted: Any
) -> None:
    moderator.opens(submitted)
    assert colleague.presses("release", submitted).status_code == 403
    assert Review.objects.get(submission__page=submitted).assignee == desk.moderator


def test_a_head_moderator_assigns(desk: Desk, head: Reviewer, submitted: Any) -> None:
    head.presses("assign", submitted, assignee=str(desk.moderator.pk))
    assert Review.objects.get(submission__page=submitted).assignee == desk.moderator


def test_to_nobody_who_gives_no_such_review(desk: Desk, head: Reviewer, submitted: Any) -> None:
    response = head.presses("assign", submitted, assignee=str(desk.editor.pk))
    assert response.status_code == 422
    assert Review.objects.get(submission__page=submitted).assignee is None


def test_a_moderator_assigns_to_nobody(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    assert moderator.sees(submitted).select_one("select[name=assignee]") is None
    response = moderator.presses("assign", submitted, assignee=str(desk.other_moderator.pk))
    assert response.status_code == 403


def test_several_reviews_are_given_at_once_or_one_by_one(desk: Desk, moderator: Reviewer) -> None:
    item = submit(desk, title="Concert", format="concert")
    assert len(moderator.sees(item).select("input[name=reviews]")) == 2
    editorial = Review.objects.get(submission__page=item, kind="editorial")
    moderator.presses("approve", item, reviews=[str(editorial.pk)])
    assert not is_public(item)
    assert len(moderator.sees(item).select("input[name=reviews]")) == 1
    moderator.presses("approve", item)
    assert is_public(item)


def test_of_two_of_ones_own_the_second_is_told_of(desk: Desk, moderator: Reviewer) -> None:
    item = submit(desk, title="Concert", format="concert")
    editorial = Review.objects.get(submission__page=item, kind="editorial")
    response = moderator.presses("approve", item, reviews=[str(editorial.pk)])
    assert response.url == moderator.address(item)
    assert told_by(response) == ["“Concert” waits for another review of yours."]
    following = submit(desk, title="Le suivant")
    assert moderator.presses("approve", item).url == moderator.address(following)


def told_by(response: Any) -> list[str]:
    return [str(one).strip() for one in get_messages(response.wsgi_request)]


def test_who_has_given_theirs_waits_for_the_other(
    desk: Desk, moderator: Reviewer, colleague: Reviewer
) -> None:
    ReviewRule.objects.filter(kind="editorial").update(quorum=2)
    item = submit(desk, title="À deux")
    moderator.presses("approve", item)
    assert "À deux" not in moderator.queue()
    assert "given your review" in moderator.sees(item).text
    assert moderator.presses("approve", item).status_code == 422
    assert not is_public(item)
    colleague.presses("approve", item)
    assert is_public(item)


def test_what_changed_is_marked(desk: Desk, moderator: Reviewer) -> None:
    item = desk.public(title="Publique", summary="Une soirée douce.")
    item.summary = "Une soirée froide."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    changes = moderator.sees(item).select_one(".desk-changes")
    assert changes is not None
    assert changes.select_one(".deletion").text == "douce."  # type: ignore[union-attr]
    assert changes.select_one(".addition").text == "froide."  # type: ignore[union-attr]
    assert len(changes.select(".desk-change")) == 1


def test_of_a_first_version_everything_is_shown(moderator: Reviewer, submitted: Any) -> None:
    soup = moderator.sees(submitted)
    shown = soup.select_one(".desk-changes--whole")
    assert shown is not None
    assert submitted.summary in shown.text


def test_the_preview_shows_what_was_submitted(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    submitted.title = "Un autre titre"
    submitted.save_revision(user=desk.editor)
    frame = moderator.sees(submitted).select_one("iframe")
    assert frame is not None
    response = moderator.client.get(str(frame["src"]))
    assert response.status_code == 200
    assert "Un autre titre" in response.content.decode()


def test_earlier_decisions_on_the_institution_are_told(
    desk: Desk, moderator: Reviewer, submitted: Any
) -> None:
    moderator.presses("request_changes", submitted, reasons=["broken_link"], public_text="404 !")
    other = submit(desk, title="Autre")
    told = moderator.sees(other)
    assert "404 !" in told.text
    assert "La nuit des phares" in told.text


def test_nobody_else_looks(desk: Desk, submitted: Any) -> None:
    address = reverse("desk_item", args=[Submission.objects.get(page=submitted).pk])
    for person in (desk.editor, desk.contributor):
        client = signed_in(person)
        for path in (address, f"{address}preview/"):
            assert client.get(path).status_code == 404
        for path in (address, f"{address}open/"):
            assert client.post(path, {"act": "approve"}).status_code == 404
    assert signed_in(desk.stranger).get(address).status_code in {302, 403, 404}
    assert not is_public(submitted)


def test_who_is_asked_for_something_else_does_not_look(
    desk: Desk, submitted: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Reviewers of rights see no item that calls for no such review."""
    group = Group.objects.create(name="Jurists")
    group.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    ReviewRule.objects.filter(kind="rights").update(group=group)
    desk.stranger.groups.add(group)
    jurist = Reviewer(desk.stranger, django_capture_on_commit_callbacks)
    assert jurist.client.get(jurist.address(submitted)).status_code == 404
    concert = submit(desk, title="Concert", format="concert")
    assert [one["value"] for one in jurist.sees(concert).select("input[name=reviews]")] == [
        str(Review.objects.get(submission__page=concert, kind="rights").pk)
    ]


def test_from_its_title_one_skips_to_the_decision(moderator: Reviewer, submitted: Any) -> None:
    soup = moderator.sees(submitted)
    assert len(soup.select("h1")) == 1
    title = soup.select_one("[data-desk-title][tabindex='-1']")
    assert title is not None
    skip = title.find_next("a")
    assert skip["href"] == "#desk-bar"  # type: ignore[index]
    assert soup.select_one("#desk-bar button[value=approve]") is not None


def test_a_button_that_is_none_is_refused(moderator: Reviewer, submitted: Any) -> None:
    assert moderator.presses("publish", submitted).status_code == 404


def test_possible_duplicates_are_shown_side_by_side(desk: Desk, moderator: Reviewer) -> None:
    known = desk.public(title="La nuit des musées 2031")
    item = submit(desk, title="La nuit des musées, 2031")
    link = moderator.sees(item).select_one(f"a[href$='beside/{known.pk}/']")
    assert link is not None
    beside = moderator.client.get(str(link["href"]))
    assert beside.status_code == 200
    assert "La nuit des musées 2031" in beside.content.decode()
    assert moderator.client.get(f"{link['href']}preview/").status_code == 200


def test_nothing_else_is_shown_beside_it(desk: Desk, moderator: Reviewer) -> None:
    other = desk.public(title="Tout autre chose")
    item = submit(desk, title="La nuit des musées")
    address = moderator.address(item) + f"beside/{other.pk}/"
    assert moderator.client.get(address).status_code == 404
    assert moderator.client.get(f"{address}preview/").status_code == 404


def test_flags_that_were_hit_are_shown(desk: Desk, moderator: Reviewer) -> None:
    keep_rule(
        rule=FlagRule(name="Billetterie", note="Voir le contrat"),
        conditions=[{"attribute": "title", "operator": "contains", "value": "concours"}],
        user=desk.head,
    )
    item = submit(desk, title="Grand concours")
    assert "Voir le contrat" in moderator.sees(item).text
