"""What an author's page says of their reviews and of what is public: once each, whatever there is
of it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import UserFactory
from tests.factories.clearing import go_live
from tests.factories.items import occurrence

SOON = timedelta(days=5)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def sent(desk: Desk, **values: Any) -> Any:
    item = desk.draft(**values)
    services.submit(page=item, user=desk.editor)
    return item


def sent_back(desk: Desk, code: str = "broken_link", **values: Any) -> Any:
    item = sent(desk, **values)
    (review,) = policies.open_reviews(item)
    services.request_changes(review=review, user=desk.moderator, reasons=[services.Reason(code)])
    return item


def panel(person: Any, name: str) -> Tag | None:
    page = BeautifulSoup(signed_in(person).get("/admin/").content, "html.parser")
    return page.select_one(f"#{name}-section")


def told(person: Any, name: str) -> str:
    found = panel(person, name)
    return found.get_text(" ", strip=True) if found else ""


def in_russian(page: Any, title: str) -> Any:
    russian = page.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.title = title
    russian.save()
    return russian


def test_what_is_in_review_says_its_place_and_when_an_answer_is_due(desk: Desk) -> None:
    sent(desk, title="La première")
    sent(desk, title="La seconde")
    said = told(desk.editor, "in-review")
    assert "La première" in said
    assert "number 2 in the queue" in said.split("La seconde")[1]
    assert "an answer is due on" in said
    assert told(desk.stranger, "in-review") == ""


def test_what_is_in_review_stands_in_no_list_of_wagtails_beside_ours(desk: Desk) -> None:
    sent(desk)
    page = BeautifulSoup(signed_in(desk.editor).get("/admin/").content, "html.parser")
    headings = [one.get_text(strip=True) for one in page.select("section h2")]
    assert len([one for one in headings if "review" in one or "workflow" in one]) == 1


def test_languages_in_review_are_one_row(desk: Desk) -> None:
    owner = UserFactory(superuser=True, language="en")
    item = desk.draft(title="La nuit", owner=owner)
    russian = in_russian(item, "Ночь")
    russian.save_revision(user=owner)
    for page in (item, russian):
        services.submit(page=page, user=owner)
    rows = panel(owner, "in-review").select("tbody tr")  # type: ignore[union-attr]
    assert len(rows) == 1
    assert {"FR", "RU"} <= set(rows[0].get_text(" ", strip=True).split())


def test_of_many_answers_the_oldest_come_first_and_all_are_one_click_away(desk: Desk) -> None:
    for number in range(23):
        item = sent_back(desk, title=f"Renvoyé {number:02}")
        since = clock.now() - timedelta(days=30 - number)
        Submission.objects.filter(page=item).update(stopped_at=since)
    found = panel(desk.editor, "answers")
    assert found is not None
    assert [one.get_text(strip=True) for one in found.select("h3 a")][:2] == [
        "Renvoyé 00",
        "Renvoyé 01",
    ]
    link = found.select_one("a[href*='state=sent_back']")
    assert link is not None
    assert "23" in link.get_text()


def test_what_a_reviewer_says_waits_for_an_answer_until_it_is_given(desk: Desk) -> None:
    item = sent(desk, title="La nuit")
    services.comment(page=item, user=desk.moderator, text="Combien de temps dure-t-il ?")
    services.comment(page=item, user=desk.moderator, text="Entre nous", private=True)
    assert "Combien de temps dure-t-il ?" in told(desk.editor, "answers")
    assert "Entre nous" not in told(desk.editor, "answers")
    address = reverse("answer_reviewers", args=[item.pk])
    answered = signed_in(desk.editor).post(address, {"text": "Une heure et demie."})
    assert answered.status_code == 302
    assert told(desk.editor, "answers") == ""
    at_the_desk = signed_in(desk.moderator).get(f"/admin/desk/{Submission.objects.get().pk}/")
    assert "Une heure et demie." in at_the_desk.content.decode()


def test_a_stranger_says_nothing_to_the_reviewers(desk: Desk) -> None:
    item = sent(desk)
    address = reverse("answer_reviewers", args=[item.pk])
    signed_in(desk.stranger).post(address, {"text": "Moi aussi"})
    assert not Decision.objects.filter(act="commented").exists()


def test_public_items_stand_once_with_how_far_they_reach(desk: Desk) -> None:
    item = desk.public(title="La nuit")
    russian = in_russian(item, "Ночь")
    russian.save_revision(user=desk.editor)
    go_live(russian)
    rows = panel(desk.editor, "published").select("tbody tr")  # type: ignore[union-attr]
    assert len(rows) == 1
    assert "in 2 languages" in rows[0].get_text(" ", strip=True)
    assert "shown on no other page" in rows[0].get_text(" ", strip=True)
    assert told(desk.stranger, "published") == ""


def test_what_ends_soon_is_told_of_ones_own_by_date_or_by_rights(desk: Desk) -> None:
    dated, rights = desk.public(title="Par sa date"), desk.public(title="Par ses droits")
    desk.public(title="Toujours")
    elsewhere = Desk().public(title="Ailleurs")
    ItemPage.objects.filter(pk=dated.pk).update(expire_at=clock.now() + SOON)
    windows = PublishedDocument.objects.filter(page_id__in=[rights.pk, elsewhere.pk])
    windows.update(public_until=clock.now() + SOON)
    said = told(desk.editor, "expiring")
    assert "Par sa date" in said
    assert "Par ses droits" in said
    assert "Toujours" not in said
    assert "Ailleurs" not in said


def test_what_ends_soon_is_looked_for_among_ones_own(desk: Desk) -> None:
    """Not among everybody's, page by page."""
    elsewhere = Desk()
    for _number in range(3):
        elsewhere.public()
    PublishedDocument.objects.update(public_until=clock.now() + SOON)
    client = signed_in(desk.editor)
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/")
    (asked,) = [one["sql"] for one in queries if '"public_until" FROM' in one["sql"]]
    assert 'page_id" IN (SELECT' in asked


def test_a_date_in_several_languages_stands_in_the_calendar_once(desk: Desk) -> None:
    item = desk.public(title="La nuit", occurrences=[occurrence(clock.now() + SOON)])
    in_russian(item, "Ночь")
    (row,) = panel(desk.editor, "calendar").select("dd")  # type: ignore[union-attr]
    assert "La nuit" in row.get_text() or "Ночь" in row.get_text()
    assert told(desk.stranger, "calendar") == ""


def test_a_day_of_the_calendar_is_said_as_its_language_says_it(desk: Desk) -> None:
    starts = (clock.now() + SOON).replace(month=12, day=3, hour=12)
    starts = starts if starts > clock.now() else starts.replace(year=starts.year + 1)
    desk.public(occurrences=[occurrence(starts)])
    desk.editor.wagtail_userprofile.preferred_language = "ru"
    desk.editor.wagtail_userprofile.save()
    assert ", 3 декабря" in told(desk.editor, "calendar")


def test_a_calendar_that_is_cut_says_so(desk: Desk) -> None:
    days = [occurrence(clock.now() + timedelta(days=1, hours=n)) for n in range(41)]
    desk.public(occurrences=days)
    found = panel(desk.editor, "calendar")
    assert found is not None
    assert len(found.select("dd")) == 40
    assert "The first 40 are shown." in found.get_text()


def test_drafts_are_of_every_kind(desk: Desk) -> None:
    desk.house.summary = "Ce que nous faisons maintenant."
    desk.house.save_revision(user=desk.editor)
    desk.draft(title="Un contenu")
    said = told(desk.editor, "drafts")
    assert said.startswith("Drafts")
    assert "Un contenu" in said
    assert desk.house.title in said.split("live + draft")[1]


def test_the_page_asks_as_much_of_the_database_however_much_waits(desk: Desk) -> None:
    client = signed_in(desk.editor)

    def asked(address: str, of: str = "") -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len([one for one in queries if of in one["sql"]])

    below = reverse("wagtailadmin_explore", args=[desk.house.pk])
    sent_back(desk, title="Renvoyé")
    sent(desk, title="Envoyé")
    few = asked("/admin/"), asked(below, "editorial_submission")
    for number in range(7):
        sent_back(desk, title=f"Renvoyé {number}")
        sent(desk, title=f"Envoyé {number}")
    assert (asked("/admin/"), asked(below, "editorial_submission")) == few
