"""A review over the authoring API: from the draft to the public, in words of the item."""

from typing import Any, get_args

import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.accounts.tokens import MODERATION_SCOPE, READ_SCOPE, WRITE_SCOPE
from cms.audit.models import Decision
from cms.authoring.rest.acts import ACTS, Kind
from cms.editorial import policies
from cms.editorial.models import AutomaticChecks, ReviewKind, Submission
from cms.publication import clearance
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.authoring.systems import House, System, faults
from tests.factories import CategoryFactory, ItemFactory, UserFactory, occurrence
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

READY: dict[str, Any] = {
    "category": "theatre",
    "format": "recording",
    "access": {"mode": "free", "url": "https://example.org/a"},
    "texts": {
        "fr": {
            "title": "Les coulisses",
            "summary": "De sept heures à minuit.",
            "media": [{"type": "video", "value": {"url": "https://video.example.org/w/1"}}],
        }
    },
}


@pytest.fixture
def house() -> House:
    CategoryFactory(published=True, code="theatre")
    return House()


@pytest.fixture
def moderator(house: House) -> System:
    return System(UserFactory(group="Moderators"))


class Review:
    """An item on its way, and what is done with it."""

    def __init__(self, house: House, **facts: Any) -> None:
        self.house = house
        self.key = house.system.put("a-1", READY | facts).json()["id"]

    def act(self, system: System, path: str, **sent: Any) -> Any:
        return system.post(f"/pages/{self.key}/fr/{path}", sent)

    def status(self, system: System | None = None) -> dict[str, Any]:
        answer = (system or self.house.system).get(f"/pages/{self.key}/status")
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()["locales"]["fr"]
        return told


@pytest.fixture
def review(house: House) -> Review:
    return Review(house)


def test_an_item_goes_live_when_a_reviewer_approves_it(review: Review, moderator: System) -> None:
    assert review.status()["state"] == "draft"
    assert "submit" in review.status()["allowed_actions"]
    sent = review.act(review.house.system, "submit", note="Pour la nuit des musées")
    assert sent.status_code == 200, sent.content
    assert Decision.objects.get(pk=sent.json()["decision"]).act == "submitted"
    told = sent.json()["status"]
    assert (told["state"], told["submission"]["note"]) == ("submitted", "Pour la nuit des musées")
    assert not PublishedDocument.objects.filter(kind="item").exists()
    seen = review.status(moderator)
    assert {"claim", "approve", "request_changes", "reject"} <= set(seen["allowed_actions"])
    assert review.act(moderator, "claim").json()["status"]["state"] == "in_review"
    done = review.act(moderator, "approve", digest=seen["digest"], private_note="Vu")
    assert done.status_code == 200, done.content
    assert done.json()["status"]["state"] == "published"
    assert PublishedDocument.objects.filter(kind="item").exists()
    decision = Decision.objects.get(pk=done.json()["decision"])
    assert (decision.act, decision.path) == ("approved", Decision.Path.API)


def test_what_is_sent_back_says_where_and_why(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    reasons = [
        {"code": "poor_description", "field": "texts.fr.summary", "text": "Dites ce qu’on voit."},
        {"code": "broken_link", "field": "access.url", "severity": "advice"},
    ]
    answer = review.act(moderator, "request-changes", reasons=reasons, private_note="Encore")
    assert answer.status_code == 200, answer.content
    told = review.status()
    assert told["state"] == "changes_requested"
    assert [(one["loc"], one["field"]) for one in told["reasons"]] == [
        ("item.texts.fr.summary", "summary"),
        ("item.access.url", "access_url"),
    ]
    assert "submit" in told["allowed_actions"]
    mended = {"texts": {"fr": {"summary": "On voit le plateau."}}}
    assert review.house.system.patch(review.key, mended).status_code == 200
    again = review.act(review.house.system, "submit").json()["status"]
    assert (again["state"], again["reasons"]) == ("submitted", [])


def test_notes_among_reviewers_are_theirs(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    review.act(moderator, "comment", text="À vérifier", private=True)
    review.act(moderator, "comment", text="Merci")
    reasons = [{"code": "missing_image"}]
    review.act(moderator, "request-changes", reasons=reasons, private_note="Troisième fois")
    path = f"/pages/{review.key}/fr/history"
    mine = review.house.system.get(path).json()["decisions"]
    theirs = moderator.get(path).json()["decisions"]
    assert [one["act"] for one in mine] == ["changes_requested", "commented", "submitted"]
    assert {one["private_note"] for one in mine} == {None}
    assert [one["private_note"] for one in theirs][:3] == ["Troisième fois", "", "À vérifier"]
    assert mine[0]["reasons"][0]["code"] == "missing_image"


def test_what_keeps_it_from_going_live_is_named(house: House) -> None:
    bare = Review(house, category="", texts={"fr": {"title": "Les coulisses"}})
    refused = bare.act(house.system, "submit")
    assert refused.status_code == 422, refused.content
    found = {
        ("item.category", "required"),
        ("item.texts.fr.summary", "required"),
        ("item.texts.fr.media", "required"),
    }
    assert faults(refused) == found
    told = {(one["loc"], one["code"]) for one in bare.status()["blocking"]}
    assert told == found
    assert bare.status()["state"] == "draft"


def test_an_approval_is_for_what_was_seen(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    seen = review.status(moderator)["digest"]
    colleague = System(UserFactory(group="Moderators"))
    assert colleague.patch(review.key, {"duration_minutes": 5}).status_code == 200
    stale = review.act(moderator, "approve", digest=seen)
    assert stale.status_code == 409
    assert faults(stale) == {("page", "changed")}
    assert review.status()["state"] == "submitted"


def test_nobody_approves_their_own(house: House, moderator: System) -> None:
    made = moderator.send(
        "PUT", "/items/by-external-id/portal/p-1", READY | {"institution": "marees"}
    )
    key = made.json()["id"]
    assert moderator.post(f"/pages/{key}/fr/submit", {}).status_code == 200
    status = moderator.get(f"/pages/{key}/status").json()["locales"]["fr"]
    assert "approve" not in status["allowed_actions"]
    answer = moderator.post(f"/pages/{key}/fr/approve", {"digest": status["digest"]})
    assert answer.status_code == 403


def test_a_reviewer_is_not_at_work_on_what_is_withdrawn(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    withdrawn = review.act(review.house.system, "withdraw", note="Trop tôt")
    assert withdrawn.json()["status"]["state"] == "draft"
    digest = review.status()["digest"]
    late = review.act(moderator, "approve", digest=digest)
    assert late.status_code == 409
    assert faults(late) == {("body.review", "ended")}
    assert review.act(review.house.system, "withdraw").status_code in {403, 409}


def test_the_author_does_not_edit_what_is_in_review(review: Review) -> None:
    review.act(review.house.system, "submit")
    answer = review.house.system.patch(review.key, {"duration_minutes": 5})
    assert answer.status_code == 409
    assert faults(answer) == {("body.texts.fr", "in_review")}
    again = review.act(review.house.system, "submit")
    assert (again.status_code, faults(again)) == (409, {("page", "in_review")})


def test_a_review_is_given_to_somebody_who_gives_it(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    boss = System(UserFactory(superuser=True))
    for name in (review.house.editor.username, "nobody at all"):
        refused = review.act(boss, "assign", to=name)
        assert refused.status_code == 422, refused.content
        assert {code for _loc, code in faults(refused)} == {"not_reviewer"}
    done = review.act(boss, "assign", to=moderator.user.username)
    assert done.status_code == 200, done.content
    assert review.status(moderator)["reviews"][0]["assignee"] == moderator.user.username
    assert review.status()["reviews"][0]["assignee"] is None
    assert review.act(moderator, "release").status_code == 200


@pytest.mark.parametrize(
    ("path", "sent", "expected"),
    [
        ("approve", {}, ("body.digest", "required")),
        ("approve", {"digest": "x", "surprise": 1}, ("body.surprise", "unknown")),
        ("request-changes", {}, ("body.reasons", "required")),
        ("request-changes", {"reasons": []}, ("body.reasons", "required")),
        ("reject", {"reasons": [{"code": "because"}]}, ("body.reasons.0.code", "unknown_code")),
        ("reject", {"reasons": [{"code": "other"}]}, ("body.text", "required")),
        ("comment", {"text": " "}, ("body.text", "required")),
        ("claim", {"review": "culinary"}, ("body.review", "literal_error")),
        (
            "request-changes",
            {"reasons": [{"code": "duplicate"}], "back_to": "Nowhere"},
            ("body.back_to", "unknown"),
        ),
    ],
)
def test_what_is_wrong_with_a_decision_is_named(
    review: Review, moderator: System, path: str, sent: Any, expected: tuple[str, str]
) -> None:
    review.act(review.house.system, "submit")
    answer = review.act(moderator, path, **sent)
    assert answer.status_code == 422, answer.content
    assert faults(answer) == {expected}


def test_it_is_returned_to_no_stage_that_asks_nobody(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    sent = {"reasons": [{"code": "duplicate"}], "back_to": AutomaticChecks.objects.get().name}
    answer = review.act(moderator, "request-changes", **sent)
    assert (answer.status_code, faults(answer)) == (422, {("body.back_to", "unknown")})
    assert "claim" in review.status(moderator)["allowed_actions"]


def test_who_looks_at_it_takes_it_and_a_head_moderator_gives_it_back(
    review: Review, moderator: System
) -> None:
    review.act(review.house.system, "submit")
    signed_in(moderator.user).post(reverse("desk_open", args=[Submission.objects.get().pk]))
    assert {"claim", "release"} <= set(review.status(moderator)["allowed_actions"])
    assert review.act(moderator, "claim").status_code == 200
    assert "claim" not in review.status(moderator)["allowed_actions"]
    boss = System(UserFactory(group="Head moderators"))
    assert "release" in review.status(boss)["allowed_actions"]
    assert review.act(boss, "release").status_code == 200
    assert "release" not in review.status(boss)["allowed_actions"]


def test_a_decision_sent_twice_is_taken_once(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    path = f"/pages/{review.key}/fr/comment"
    for _again in range(2):
        answer = moderator.post(path, {"text": "Merci"}, Idempotency_Key="c-1")
        assert answer.status_code == 200
    assert Decision.objects.filter(act="commented").count() == 1


def test_anothers_document_is_not_there(review: Review) -> None:
    other = House("yauza")
    review.act(review.house.system, "submit")
    for act in ACTS.values():
        assert review.act(other.system, act.path).status_code in {403, 404}, act.code
    outsider = System(other.editor)
    nowhere = "7f0c3f65-6d51-4c1c-9d8e-0d4c6d1d2b11"
    for path in (f"/pages/{review.key}/status", f"/pages/{review.key}/fr/history"):
        theirs, none = outsider.get(path), outsider.get(path.replace(review.key, nowhere))
        assert (theirs.status_code, theirs.content) == (404, none.content)
    assert review.act(outsider, "withdraw").status_code == 404
    assert review.act(outsider, "comment", text="x").status_code == 404


def test_scopes_narrow_what_one_may_do(review: Review, moderator: System) -> None:
    review.act(review.house.system, "submit")
    writer = System(moderator.user, scopes=[WRITE_SCOPE])
    reader = System(moderator.user, scopes=[READ_SCOPE])
    decider = System(moderator.user, scopes=[MODERATION_SCOPE])
    assert review.act(writer, "claim").status_code == 403
    assert set(review.status(writer)["allowed_actions"]) == {"withdraw", "comment"}
    assert review.status(reader)["allowed_actions"] == []
    assert review.act(decider, "claim").status_code == 200


def test_the_table_is_as_long_as_the_policies() -> None:
    assert set(ACTS) == set(policies.ACTS)
    assert set(get_args(Kind)) == set(ReviewKind.values)


def test_an_institutions_page_is_a_document_too(house: House, moderator: System) -> None:
    key = str(house.page.translation_key)
    told = house.system.get(f"/pages/{key}/status").json()["locales"]
    assert (set(told), told["fr"]["state"]) == ({"fr", "ru"}, "published")
    other = House("yauza")
    assert other.system.get(f"/pages/{key}/status").status_code == 404


def test_items_in_a_language_of_their_own(house: House, moderator: System) -> None:
    """Each language goes its own way."""
    texts = READY["texts"] | {"ru": {"title": "За кулисами"}}
    review = Review(house, texts=texts)
    review.act(house.system, "submit")
    told = house.system.get(f"/pages/{review.key}/status").json()["locales"]
    assert {locale: one["state"] for locale, one in told.items()} == {
        "fr": "submitted",
        "ru": "draft",
    }
    assert house.system.post(f"/pages/{review.key}/en/submit", {}).status_code == 404


# What goes live, or down, at once


def published(house: House) -> Review:
    """An item that is public, in both languages of its house."""
    facts = {"occurrences": [{"starts_at": "2035-06-01T18:00:00Z"}]}
    review = Review(house, **facts)
    go_live(ItemPage.objects.get(translation_key=review.key).get_latest_revision_as_object())
    return review


def test_an_emergency_needs_the_right_and_a_reason(review: Review, moderator: System) -> None:
    head = UserFactory(superuser=True)
    boss = System(head)
    assert review.act(moderator, "publish-emergency", reason="Ce soir").status_code == 403
    assert faults(review.act(boss, "publish-emergency")) == {("body.reason", "required")}
    done = review.act(boss, "publish-emergency", reason="Ce soir même")
    assert done.status_code == 200, done.content
    assert done.json()["status"]["state"] == "published"
    decision = Decision.objects.get(pk=done.json()["decision"])
    assert (decision.act, decision.path) == ("published_in_emergency", "api")


def test_a_date_is_cancelled_at_once(house: House) -> None:
    review = published(house)
    uid = house.system.get(f"/items/{review.key}").json()["occurrences"][0]["uid"]
    wrong = review.act(house.system, "cancel-occurrence", uid=review.key, status="cancelled")
    assert (wrong.status_code, faults(wrong)) == (422, {("body.uid", "unknown")})
    done = review.act(house.system, "cancel-occurrence", uid=uid, status="cancelled")
    assert done.status_code == 200, done.content
    page = ItemPage.objects.get(translation_key=review.key)
    assert (page.live, page.occurrences.get().status) == (True, "cancelled")
    assert done.json()["left_out"] == []


def test_a_language_in_which_a_date_cannot_be_cancelled_is_named(house: House) -> None:
    review = published(house)
    uid = house.system.get(f"/items/{review.key}").json()["occurrences"][0]["uid"]
    page = ItemPage.objects.get(translation_key=review.key)
    russian: Any = ItemFactory(
        published=True,
        locale="ru",
        translation_of=page,
        parent=house.page.get_translation(Locale.objects.get(language_code="ru")),
        occurrences=[occurrence(one.starts_at, uid=one.uid) for one in page.occurrences.all()],
    )
    clearance.revoke(russian.pk)
    done = review.act(house.system, "cancel-occurrence", uid=uid, status="cancelled")
    assert done.json()["left_out"] == ["ru"]


def test_ones_own_page_goes_off_the_portal_at_once(house: House, moderator: System) -> None:
    review = published(house)
    assert review.act(moderator, "withdraw-from-portal", reason="x").status_code == 403
    done = review.act(house.system, "withdraw-from-portal", reason="Droits échus")
    assert done.status_code == 200, done.content
    assert done.json()["status"]["state"] == "unpublished"
    assert not PublishedDocument.objects.filter(kind="item").exists()


def test_a_moderator_takes_down_with_reasons(house: House, moderator: System) -> None:
    review = published(house)
    reasons = [{"code": "media_rights", "field": "texts.fr.media"}]
    assert review.act(house.system, "take-down", reasons=reasons).status_code == 403
    done = review.act(moderator, "take-down", reasons=reasons, public_text="Sans droits")
    assert done.json()["status"]["state"] == "unpublished"
    path = f"/pages/{review.key}/fr/history"
    last = house.system.get(path).json()["decisions"][0]
    assert (last["act"], last["reasons"][0]["loc"]) == ("taken_down", "item.texts.fr.media")
