"""What is public goes down at once; how it comes back."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.models import Approval
from cms.editorial.workflow import services
from cms.notifications.models import Message
from cms.publication import clearance
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import done, is_public, posts, refused
from tests.editorial.people import Desk


def approved(desk: Desk) -> Any:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    (review,) = policies.open_reviews(item)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(item))
    item.refresh_from_db()
    return item


def test_an_editor_withdraws_what_is_theirs(desk: Desk) -> None:
    item = approved(desk)
    response = posts(desk.editor, "withdraw_from_portal", item, reason="Droits expirés")
    assert done(response)
    assert not is_public(item)
    item.refresh_from_db()
    assert not item.live
    decision = Decision.objects.get(act="withdrawn_from_portal")
    assert (decision.actor_id, decision.public_text) == (desk.editor.pk, "Droits expirés")
    assert not clearance.is_cleared(item)


def test_submitted_again_unchanged_it_asks_nobody_twice(desk: Desk) -> None:
    item = approved(desk)
    posts(desk.editor, "withdraw_from_portal", item, reason="Une pause")
    item.refresh_from_db()
    services.submit(page=item, user=desk.editor)
    assert is_public(item)


def test_a_moderator_takes_down_with_reasons(desk: Desk) -> None:
    item = approved(desk)
    response = posts(
        desk.moderator,
        "take_down",
        item,
        reasons=["image_rights"],
        public_text="Photo contestée",
        private_note="courrier de l'agence",
    )
    assert done(response)
    assert not is_public(item)
    decision = Decision.objects.get(act="taken_down")
    assert decision.data["reasons"][0]["code"] == "image_rights"
    assert decision.private_note == "courrier de l'agence"
    assert not Approval.objects.filter(page_id=item.pk, revoked_at=None).exists()


def test_what_was_taken_down_comes_back_through_a_review(desk: Desk) -> None:
    item = approved(desk)
    posts(desk.moderator, "take_down", item, reasons=["image_rights"])
    item.refresh_from_db()
    services.submit(page=item, user=desk.editor)
    assert not is_public(item)
    assert len(policies.open_reviews(item)) == 1


def test_nor_does_an_older_version_that_was_approved_before_come_back_by_itself(desk: Desk) -> None:
    item = approved(desk)
    older = item.summary
    item.summary = "La version d'après."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    (review,) = policies.open_reviews(item)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(item))
    posts(desk.moderator, "take_down", item, reasons=["image_rights"])
    item.refresh_from_db()
    item.summary = older
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    assert not is_public(item)
    assert len(policies.open_reviews(item)) == 1


@pytest.mark.parametrize(
    ("who", "act", "typed"),
    [
        ("contributor", "withdraw_from_portal", {"reason": "x"}),
        ("stranger", "withdraw_from_portal", {"reason": "x"}),
        ("editor", "take_down", {"reasons": ["illegal"]}),
        ("contributor", "take_down", {"reasons": ["illegal"]}),
        ("stranger", "take_down", {"reasons": ["illegal"]}),
    ],
)
def test_nobody_else_does(desk: Desk, who: str, act: str, typed: dict[str, Any]) -> None:
    item = approved(desk)
    person = getattr(desk, who)
    assert refused(posts(person, act, item, **typed))
    assert refused(signed_in(person).get(reverse(act, args=[item.pk])))
    assert is_public(item)


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("withdraw_from_portal", {"reason": " "}),
        ("take_down", {}),
        ("take_down", {"reasons": ["no_such"]}),
        ("take_down", {"reasons": ["other"]}),
    ],
)
def test_without_a_reason_it_stays(desk: Desk, act: str, typed: dict[str, Any]) -> None:
    item = approved(desk)
    person = desk.editor if act == "withdraw_from_portal" else desk.moderator
    assert posts(person, act, item, **typed).status_code == 422
    assert is_public(item)


def test_what_is_not_public_cannot_be_withdrawn(desk: Desk) -> None:
    item = desk.draft()
    assert refused(posts(desk.editor, "withdraw_from_portal", item, reason="x"))
    assert refused(posts(desk.moderator, "take_down", item, reasons=["illegal"]))


def test_an_author_withdraws_from_review(desk: Desk) -> None:
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    assert refused(posts(desk.contributor, "withdraw_from_review", item))
    posts(desk.editor, "withdraw_from_review", item, note="Encore une photo")
    assert policies.submission_of(item) is None
    assert Decision.objects.get(act="withdrawn").public_text == "Encore une photo"


def test_what_wagtails_own_screens_unpublish_is_noted_too(desk: Desk) -> None:
    one, two = desk.public(title="Un"), desk.public(title="Deux")
    client = signed_in(desk.moderator)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[one.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{bulk}?id={two.pk}")
    assert not is_public(one)
    assert not is_public(two)
    noted = Decision.objects.filter(act="unpublished").values_list("page_id", "actor_id")
    assert list(noted) == [(one.pk, desk.moderator.pk), (two.pk, desk.moderator.pk)]


def panel_of(person: Any, page: Any) -> str:
    """What the Review panel of the page's form says."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    soup = BeautifulSoup(signed_in(person).get(address).content, "html.parser")
    panel = soup.select_one(".coulisses-review")
    return panel.get_text(" ", strip=True) if panel else ""


def test_the_authors_of_what_was_taken_down_are_told_the_reasons(desk: Desk) -> None:
    """By mail, on their page and in the form, until it is submitted again."""
    item = approved(desk)
    Message.objects.all().delete()
    posts(desk.moderator, "take_down", item, reasons=["image_rights"])
    (mail,) = Message.objects.filter(event="unpublished", user=desk.editor)
    assert mail.context["reasons"][0]["label"] == "Image rights unclear"
    home = signed_in(desk.editor).get("/admin/").content.decode()
    assert "Image rights unclear" in home.split('id="answers-section"')[1].split("</section>")[0]
    assert "Image rights unclear" in panel_of(desk.editor, item)
    item.refresh_from_db()
    services.submit(page=item, user=desk.editor)
    assert "Image rights unclear" not in panel_of(desk.editor, item)


def test_what_its_next_version_is_asked_comes_before_why_it_was_taken_down(desk: Desk) -> None:
    item = approved(desk)
    item.summary = "La version d'après."
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    posts(desk.moderator, "take_down", item, reasons=["image_rights"])
    (review,) = policies.open_reviews(item)
    reasons = [services.Reason("broken_link", text="Celui du musée.")]
    services.request_changes(review=review, user=desk.moderator, reasons=reasons)
    assert "Celui du musée." in panel_of(desk.editor, item)


def test_reasons_of_what_was_taken_down_count_in_the_figures(desk: Desk) -> None:
    posts(desk.moderator, "take_down", approved(desk), reasons=["image_rights"])
    address = reverse("moderation_figures")
    page = signed_in(desk.head).get(address).content.decode()
    assert "Image rights unclear" in page


def test_what_never_was_submitted_is_taken_down_with_reasons_too(desk: Desk) -> None:
    item = desk.public(owner=desk.editor)
    posts(desk.moderator, "take_down", item, reasons=["image_rights"], public_text="Litige")
    assert "Image rights unclear" in panel_of(desk.editor, item)
    assert "Litige" in panel_of(desk.editor, item)
