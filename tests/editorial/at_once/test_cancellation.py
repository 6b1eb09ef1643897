"""A date is cancelled: the public knows at once, and nothing else goes live with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.releases import services as releases
from cms.editorial.workflow import services
from cms.publication import clearance
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import done, posts, refused
from tests.editorial.people import Desk
from tests.factories.items import ItemFactory, occurrence
from tests.factories.pages import InstitutionFactory


@pytest.fixture
def concert(desk: Desk) -> Any:
    """Public, with two dates."""
    now = clock.now()
    dates = [occurrence(now + timedelta(days=days)) for days in (5, 9)]
    return desk.public(title="Deux soirs", summary="Le texte public.", occurrences=dates)


def uids(page: Any) -> list[str]:
    return [str(one.uid) for one in page.occurrences.all()]


def cancel(person: Any, page: Any, status: str = "cancelled", **typed: Any) -> Any:
    return posts(
        person, "change_occurrence", page, **{"uid": uids(page)[0], "status": status, **typed}
    )


def statuses(page: Any) -> list[str]:
    page = type(page).objects.get(pk=page.pk)
    return [one.status for one in page.occurrences.all()]


def draft_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def test_an_editor_cancels_a_date(desk: Desk, concert: Any) -> None:
    response = cancel(desk.editor, concert, note="Artiste souffrante")
    assert done(response)
    assert statuses(concert) == ["cancelled", "scheduled"]
    assert [one.status for one in draft_of(concert).occurrences.all()] == ["cancelled", "scheduled"]
    decision = Decision.objects.get(act="cancelled")
    assert (decision.data["before"], decision.data["after"]) == ("scheduled", "cancelled")
    assert decision.public_text == "Artiste souffrante"
    concert.refresh_from_db()
    assert not concert.has_unpublished_changes


@pytest.mark.parametrize("status", ["postponed", "moved_online"])
def test_or_postpones_it_or_moves_it(desk: Desk, concert: Any, status: str) -> None:
    cancel(desk.editor, concert, status)
    assert statuses(concert)[0] == status


def test_a_draft_stays_a_draft_and_knows_of_it(desk: Desk, concert: Any) -> None:
    concert.summary = "Le texte que personne n'a approuvé."
    concert.save_revision(user=desk.moderator)
    cancel(desk.editor, concert)
    now = type(concert).objects.get(pk=concert.pk)
    assert now.summary == "Le texte public."
    assert now.has_unpublished_changes
    draft = draft_of(concert)
    assert draft.summary == "Le texte que personne n'a approuvé."
    assert [one.status for one in draft.occurrences.all()] == ["cancelled", "scheduled"]
    assert now.latest_revision.user == desk.moderator  # whose words they are


def test_a_review_goes_on_and_asks_anew(desk: Desk, concert: Any) -> None:
    concert.summary = "En relecture."
    concert.save_revision(user=desk.editor)
    services.submit(page=concert, user=desk.editor)
    seen = services.current_digest(type(concert).objects.get(pk=concert.pk))
    cancel(desk.editor, concert)
    assert statuses(concert) == ["cancelled", "scheduled"]
    page = type(concert).objects.get(pk=concert.pk)
    (review,) = policies.open_reviews(page)
    assert services.current_digest(page) != seen
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(page))
    page.refresh_from_db()
    assert page.summary == "En relecture."
    assert statuses(page) == ["cancelled", "scheduled"]


def test_what_is_scheduled_stays_scheduled(desk: Desk, concert: Any) -> None:
    later = clock.now().replace(microsecond=0) + timedelta(days=2)
    concert.summary, concert.go_live_at = "Bientôt.", later
    concert.save_revision(user=desk.editor)
    services.submit(page=concert, user=desk.editor)
    (review,) = policies.open_reviews(concert)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(concert))
    cancel(desk.editor, type(concert).objects.get(pk=concert.pk))
    page = type(concert).objects.get(pk=concert.pk)
    assert page.summary == "Le texte public."
    scheduled = page.scheduled_revision
    assert scheduled is not None
    assert scheduled.approved_go_live_at == later
    content = scheduled.as_object()
    assert content.summary == "Bientôt."
    assert [one.status for one in content.occurrences.all()] == ["cancelled", "scheduled"]


def test_a_cancelled_date_may_be_as_it_was_approved(desk: Desk, concert: Any) -> None:
    cancel(desk.editor, concert)
    cancel(desk.editor, concert, "scheduled")
    assert statuses(concert) == ["scheduled", "scheduled"]


def test_but_nothing_that_nobody_approved(desk: Desk) -> None:
    date = occurrence(clock.now() + timedelta(days=5), status="cancelled")
    item = desk.public(title="Annulé d'avance", occurrences=[date])
    assert cancel(desk.editor, item, "scheduled").status_code == 422
    assert statuses(item) == ["cancelled"]


@pytest.mark.parametrize("typed", [{"status": "sold_out"}, {"uid": "x"}, {"status": ""}])
def test_unknown_dates_and_states_are_refused(
    desk: Desk, concert: Any, typed: dict[str, str]
) -> None:
    assert cancel(desk.editor, concert, **typed).status_code == 422
    assert statuses(concert) == ["scheduled", "scheduled"]


@pytest.mark.parametrize("who", ["contributor", "stranger"])
def test_nobody_else_does(desk: Desk, concert: Any, who: str) -> None:
    person = getattr(desk, who)
    assert refused(cancel(person, concert))
    assert refused(signed_in(person).get(reverse("change_occurrence", args=[concert.pk])))
    assert statuses(concert) == ["scheduled", "scheduled"]


def test_not_of_another_institution(desk: Desk, concert: Any) -> None:
    assert refused(cancel(Desk().editor, concert))
    assert statuses(concert) == ["scheduled", "scheduled"]


def russian(desk: Desk, concert: Any, **values: Any) -> Any:
    """The same evenings in another language."""
    dates = [occurrence(one.starts_at, uid=one.uid) for one in concert.occurrences.all()]
    house = InstitutionFactory(translation_of=desk.house, locale="ru", published=True)
    said = {"translation_of": concert, "locale": "ru", "parent": house, "occurrences": dates}
    return ItemFactory(**said, **values)


def test_other_languages_follow(desk: Desk, concert: Any) -> None:
    other = russian(desk, concert, published=True)
    cancel(desk.editor, concert)
    assert statuses(other)[0] == "cancelled"


def test_also_what_is_not_public_yet(desk: Desk, concert: Any) -> None:
    later = clock.now().replace(microsecond=0) + timedelta(days=2)
    other = russian(desk, concert)
    other.go_live_at = later
    other.save_revision(user=desk.editor)
    send(desk, other)
    for review in policies.open_reviews(other):
        services.approve(review=review, user=desk.moderator, digest=services.current_digest(other))
    cancel(desk.editor, concert)
    other = type(other).objects.get(pk=other.pk)
    scheduled = other.scheduled_revision
    assert (other.live, scheduled.approved_go_live_at) == (False, later)
    assert scheduled.pk == other.latest_revision_id
    assert [one.status for one in draft_of(other).occurrences.all()] == ["cancelled", "scheduled"]
    assert clearance.is_cleared(scheduled.as_object())


def test_one_that_is_not_cleared_keeps_no_other_from_it_and_is_named(
    desk: Desk, concert: Any
) -> None:
    other = russian(desk, concert, published=True)
    clearance.revoke(other.pk)
    client = signed_in(desk.editor)
    sent = {"uid": uids(concert)[0], "status": "cancelled"}
    address = reverse("change_occurrence", args=[concert.pk])
    told = client.post(address, sent, follow=True).content.decode()
    assert "Not changed: Russian." in told
    assert (statuses(concert)[0], statuses(other)[0]) == ("cancelled", "scheduled")


def test_what_waits_for_a_release_says_so_too(desk: Desk, concert: Any) -> None:
    release = releases.create(title="Saison", user=desk.moderator, pages=[concert])
    concert.summary = "La saison."
    concert.save_revision(user=desk.editor)
    send(desk, concert)
    (review,) = policies.open_reviews(concert)
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(concert))
    concert.refresh_from_db()
    draft = concert.get_latest_revision_as_object()
    draft.summary = "Encore autre chose."
    draft.save_revision(user=desk.editor)
    cancel(desk.editor, concert)
    releases.publish(release=release, user=desk.moderator)
    page = type(concert).objects.get(pk=concert.pk)
    assert (page.summary, statuses(page)) == ("La saison.", ["cancelled", "scheduled"])
    assert draft_of(page).summary == "Encore autre chose."


def test_a_review_asks_for_nothing_that_the_draft_does_not_call_for(desk: Desk) -> None:
    dates = [occurrence(clock.now() + timedelta(days=days)) for days in (5, 9)]
    item = desk.public(occurrences=dates, access_mode="paid")
    item.access_mode = "free"
    item.save_revision(user=desk.editor)
    send(desk, item)
    before = {review.kind for review in policies.open_reviews(item)}
    cancel(desk.editor, item)
    assert {review.kind for review in policies.open_reviews(item)} == before


def test_nobody_approves_their_own_words_because_a_date_was_cancelled(
    desk: Desk, concert: Any
) -> None:
    concert.summary = "Les mots de la modération."
    concert.save_revision(user=desk.moderator)
    concert.refresh_from_db()
    concert.get_latest_revision_as_object().save_revision(user=desk.editor)
    send(desk, concert)
    cancel(desk.editor, concert)
    page = type(concert).objects.get(pk=concert.pk)
    (review,) = policies.open_reviews(page)
    digest = services.current_digest(page)
    with pytest.raises(PermissionDenied):
        services.approve(review=review, user=desk.moderator, digest=digest)
    services.approve(review=review, user=desk.other_moderator, digest=digest)


def send(desk: Desk, page: Any) -> None:
    services.submit(page=type(page).objects.get(pk=page.pk), user=desk.editor)


def test_a_draft_and_a_page_without_dates_have_nothing_to_cancel(desk: Desk) -> None:
    date = occurrence(clock.now() + timedelta(days=5))
    draft = desk.draft(title="Pas encore", occurrences=[date])
    plain = desk.public(title="Sans date")
    for page in (draft, plain):
        address = reverse("change_occurrence", args=[page.pk])
        assert refused(signed_in(desk.editor).get(address))


def test_a_draft_that_has_left_the_date_out_is_still_what_is_reviewed(
    desk: Desk, concert: Any
) -> None:
    draft = draft_of(concert)
    draft.summary, draft.occurrences = "En relecture.", list(draft.occurrences.all())[1:]
    draft.save_revision(user=desk.editor)
    services.submit(page=concert, user=desk.editor)
    seen = services.current_digest(type(concert).objects.get(pk=concert.pk))
    assert done(cancel(desk.editor, type(concert).objects.get(pk=concert.pk)))
    assert statuses(concert) == ["cancelled", "scheduled"]
    assert draft_of(concert).summary == "En relecture."
    page = type(concert).objects.get(pk=concert.pk)
    (review,) = policies.open_reviews(page)
    services.approve(review=review, user=desk.moderator, digest=seen)
    page.refresh_from_db()
    assert page.summary == "En relecture."
    assert statuses(page) == ["scheduled"]


def test_what_was_approved_of_a_draft_without_the_date_stays_approved(
    desk: Desk, concert: Any
) -> None:
    draft = draft_of(concert)
    draft.access_mode, draft.occurrences = "paid", list(draft.occurrences.all())[1:]
    draft.save_revision(user=desk.editor)
    services.submit(page=concert, user=desk.editor)
    page = type(concert).objects.get(pk=concert.pk)
    first, second = policies.open_reviews(page)
    services.approve(review=first, user=desk.moderator, digest=services.current_digest(page))
    assert done(cancel(desk.editor, page))
    page = type(concert).objects.get(pk=concert.pk)
    assert policies.open_reviews(page) == [second]
    services.approve(review=second, user=desk.moderator, digest=services.current_digest(page))
    assert statuses(concert) == ["scheduled"]
