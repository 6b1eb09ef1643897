"""What head moderators see in figures: of work that was really done."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial import policies
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk

# A Monday, at nine in the site's time zone (Paris, in winter).
MONDAY = datetime(2031, 1, 13, 8, 0, tzinfo=UTC)


class Stopped:
    """A `datetime` whose clock stands still: rows that are written take their moment from it."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self, zone: Any) -> datetime:
        return self._moment.astimezone(zone)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "datetime", Stopped(moment))
        yield


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def decide(desk: Desk, title: str, act: str = "approve", *, after: timedelta, **values: Any) -> Any:
    """An item that was submitted on Monday at nine and decided so much later."""
    with at(MONDAY):
        item = desk.draft(title=title, **values)
        services.submit(page=item, user=desk.editor)
        (review,) = policies.open_reviews(item)
    with at(MONDAY + after):
        if act == "approve":
            digest = services.current_digest(item)
            services.approve(review=review, user=desk.moderator, digest=digest)
        else:
            reasons = [services.Reason("broken_link")]
            getattr(services, act)(review=review, user=desk.moderator, reasons=reasons)
    return item


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Three decided (one too late), one waiting in the moderator's hands."""
    decide(desk, "Vite fait", after=timedelta(hours=2))
    decide(desk, "Renvoyé", "request_changes", after=timedelta(hours=4))
    decide(desk, "Trop tard", "reject", after=timedelta(days=9))
    with at(MONDAY):
        item = desk.draft(title="En attente")
        services.submit(page=item, user=desk.editor)
        (review,) = policies.open_reviews(item)
        services.claim(review=review, user=desk.moderator)
    return desk


def table(desk: Desk, code: str, **query: str) -> list[list[str]]:
    asked = {"csv": code, "first": "2031-01-10", "last": "2031-01-31"} | query
    with at(MONDAY + timedelta(hours=6)):
        response = signed_in(desk.head).get(reverse("moderation_figures"), asked)
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(response.content.decode())))


def row(desk: Desk, code: str, first: str) -> list[str]:
    (found,) = [one for one in table(desk, code) if one[0] == first]
    return found[1:]


def test_load_per_moderator(worked: Desk) -> None:
    assert row(worked, "load", worked.moderator.display_name) == ["1", "1", "1", "1"]


def test_age_of_the_queue(worked: Desk) -> None:
    rows = {one[0]: one[1:] for one in table(worked, "age")[1:]}
    assert rows["up to 1 day"] == ["1", "0"]
    assert sum(int(one) for values in rows.values() for one in values) == 1


def test_on_time(worked: Desk) -> None:
    assert row(worked, "punctuality", "others") == ["2", "1", "67"]
    figures = signed_in(worked.head).get(
        reverse("moderation_figures"), {"first": "2031-01-10", "last": "2031-01-31"}
    )
    assert "in time, %" in figures.content.decode()


def test_what_was_sent_back_late_stays_late_when_it_is_sent_again(desk: Desk) -> None:
    item = decide(desk, "Renvoyé tard", "request_changes", after=timedelta(days=9))
    assert row(desk, "punctuality", "others") == ["0", "1", "0"]
    with at(MONDAY + timedelta(days=10)):
        services.submit(page=item, user=desk.editor)
    assert row(desk, "punctuality", "others") == ["0", "1", "0"]


def test_a_download_has_all_of_them(desk: Desk) -> None:
    count = 30
    for number in range(count):
        Decision.objects.create(
            act="approved", at=MONDAY, institution_id=1000 + number, title=f"Maison {number}"
        )
    assert len(table(desk, "institutions")) == 1 + count
    figures = signed_in(desk.head).get(
        reverse("moderation_figures"), {"first": "2031-01-10", "last": "2031-01-31"}
    )
    soup = BeautifulSoup(figures.content, "html.parser")
    shown = soup.select_one("section[aria-labelledby=figure-institutions]")
    assert len(shown.select("tbody tr")) == 25  # type: ignore[union-attr]
    assert "The first 25 of 30; the CSV has them all." in shown.text  # type: ignore[union-attr]


def test_reasons(worked: Desk) -> None:
    assert row(worked, "reasons", "Broken link") == ["2"]


def test_outcomes_by_institution(worked: Desk) -> None:
    assert row(worked, "institutions", worked.institution.legal_name) == ["1", "1", "1"]


def test_median_of_working_hours(worked: Desk) -> None:
    """Two hours, four, and seven working days and the nine hours of each."""
    assert row(worked, "hours", "all") == ["4.0"]
    assert row(worked, "hours", "approved") == ["2.0"]


def test_another_time_holds_nothing_of_it(worked: Desk) -> None:
    other = {"first": "2030-01-01", "last": "2030-02-01"}
    assert len(table(worked, "institutions", **other)) == 1
    assert len(table(worked, "reasons", **other)) == 1


def test_the_charts_say_their_numbers_in_words(worked: Desk) -> None:
    response = signed_in(worked.head).get(
        reverse("moderation_figures"), {"first": "2031-01-10", "last": "2031-01-31"}
    )
    soup = BeautifulSoup(response.content, "html.parser")
    assert len(soup.select("section.figures__one")) == 6
    for drawn in soup.select(".figures__drawn"):
        assert drawn["aria-hidden"] == "true"  # the numbers stand beside it
    assert worked.institution.legal_name in soup.text


def test_a_name_is_no_formula(desk: Desk) -> None:
    desk.institution.legal_name = "=HYPERLINK()"
    desk.institution.save()
    decide(desk, "Vite fait", after=timedelta(hours=2))
    assert table(desk, "institutions")[1][0] == "'=HYPERLINK()"


@pytest.mark.parametrize(
    "asked",
    [{"first": "2031-02-30", "last": "x"}, {"first": "2031-03-01", "last": "2031-02-01"}],
)
def test_a_time_that_is_none_is_told(desk: Desk, asked: dict[str, str]) -> None:
    response = signed_in(desk.head).get(reverse("moderation_figures"), asked)
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".w-field__errors .error-message")


def test_a_table_that_is_none(desk: Desk) -> None:
    assert signed_in(desk.head).get(reverse("moderation_figures"), {"csv": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["moderator", "editor", "contributor"])
def test_nobody_else_sees_them(desk: Desk, who: str) -> None:
    response = signed_in(getattr(desk, who)).get(reverse("moderation_figures"))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
