"""Lists that move with time: `when=`, `order=next_occurrence`, and what a walk makes of it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cms.catalogue import catalogue
from cms.core import clock
from cms.core.problems import BadParameter
from cms.publication.models import PublishedDocument
from tests.catalogue.documents import ask, publish, titles, withdraw

# A Friday, 22:00 in Paris.
NOW = datetime(2026, 11, 27, 21, tzinfo=UTC)
Move = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Move:
    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


def show(title: str, *hours: tuple[float, float], locale: str = "fr") -> None:
    """An item with occurrences, each from and until so many hours after NOW."""
    spans = [[(NOW + timedelta(hours=hour)).isoformat() for hour in one] for one in hours]
    publish(title=title, occurrences=["/".join(span) for span in spans], locale=locale)


def test_days_are_those_of_the_sites_zone(at: Move) -> None:
    show("before midnight in Paris", (1, 1.5))
    show("after it", (2.5, 3))
    show("over it", (1, 3))
    assert sorted(titles("when=today")) == ["before midnight in Paris", "over it"]
    assert sorted(titles("when=2026-11-28")) == ["after it", "over it"]


def test_the_weekend_is_this_weeks_or_what_is_left_of_it(at: Move) -> None:
    show("Saturday", (12, 13))
    show("Sunday", (36, 37))
    show("Monday", (60, 61))
    assert sorted(titles("when=weekend")) == ["Saturday", "Sunday"]
    at(NOW + timedelta(days=1, hours=12))
    assert titles("when=weekend") == ["Sunday"]
    at(NOW + timedelta(days=2, hours=12))
    assert titles("when=weekend") == []


def test_a_range_has_both_its_days_and_may_be_open(at: Move) -> None:
    for day in (1, 3, 4):
        show(f"{27 + day} November", (24 * day - 2, 24 * day - 1))
    assert sorted(titles("when=2026-11-28..2026-11-30")) == ["28 November", "30 November"]
    assert sorted(titles("when=2026-11-30..")) == ["30 November", "31 November"]
    assert titles("when=..2026-11-29") == ["28 November"]
    assert titles("when=0001-01-01..9999-12-31&count=true&limit=1") != []


def test_the_day_the_clocks_change_has_its_25_hours(at: Move) -> None:
    at(datetime(2026, 10, 25, 5, tzinfo=UTC))
    last = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    publish(title="at half past eleven", occurrences=[f"{last.isoformat()}/{last.isoformat()}"])
    assert titles("when=today") == ["at half past eleven"]
    assert titles("when=2026-10-26") == []


def test_what_is_over_is_not_found(at: Move) -> None:
    show("over", (-2, -1))
    show("ends now", (-1, 0))
    show("under way", (-1, 1))
    show("at this very moment, and no longer", (0, 0))
    assert titles("when=today") == ["under way"]
    assert titles("when=upcoming") == ["under way"]


def test_the_next_comes_first_and_what_has_none_last(at: Move) -> None:
    show("none")
    show("over", (-2, -1))
    show("tomorrow", (-30, -29), (20, 21))
    show("now", (-1, 1), (40, 41))
    show("next week", (170, 171))
    assert titles("order=next_occurrence") == ["now", "tomorrow", "next week", "none", "over"]
    at(NOW + timedelta(hours=2))
    assert titles("order=next_occurrence") == ["tomorrow", "now", "next week", "none", "over"]
    show("at once", (3, 4))
    assert titles("order=next_occurrence")[0] == "at once"


def test_time_that_passes_repeats_and_loses_nothing(at: Move) -> None:
    for number in range(6):
        show(f"{number}", (number, number + 1), (100 - number, 101 - number))
    seen, cursor = [], ""
    for page in range(6):
        at(NOW + timedelta(hours=page))
        answer = ask(f"order=next_occurrence&when=upcoming&limit=1{cursor}")
        seen += answer.document_ids
        cursor = f"&cursor={answer.next}"
    assert answer.next is None
    assert len(set(seen)) == 6


def test_an_answer_changes_only_when_something_is_over_or_a_day_begins(at: Move) -> None:
    show("long", (-1, 10))
    show("short", (-1, 1))
    before = ask("when=today&limit=1")
    at(NOW + timedelta(minutes=59))
    assert ask("when=today&limit=1").fingerprint == before.fingerprint
    at(NOW + timedelta(minutes=60))
    assert ask("when=today&limit=1").fingerprint != before.fingerprint
    assert titles("when=today") == ["long"]
    at(NOW + timedelta(hours=2))
    assert titles("when=2026-11-27") == ["long"]
    at(NOW + timedelta(hours=11))
    assert titles("when=2026-11-27") == []


def test_ones_own_language_first_then_the_newest(at: Move) -> None:
    for title, locales in (("a", "fr"), ("b", "fr ru"), ("c", "fr en"), ("d", "fr en ru")):
        key = uuid4()
        for locale in locales.split():
            publish(key=key, title=f"{title} {locale}", locale=locale)
    assert titles("order=language", locale="ru") == ["d ru", "b ru", "c en", "a fr"]
    assert titles("order=language", locale="fr") == ["d fr", "c fr", "b fr", "a fr"]
    first = ask("order=language&limit=3", locale="ru")
    assert titles(f"order=language&limit=3&cursor={first.next}", locale="ru") == ["a fr"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tomorow", "bad_date"),
        ("..", "bad_date"),
        ("", "bad_date"),
        ("2026-13-01", "bad_date"),
        ("2026-02-30", "bad_date"),
        ("20261128", "bad_date"),
        ("2026-11-28..2026-11-27", "bad_range"),
        ("2026-11-28...2026-11-29", "bad_date"),
        ("0000-01-01", "bad_date"),
        ("today&when=today", "repeated"),
    ],
)
def test_what_is_no_time_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadParameter) as caught:
        ask(f"when={text}")
    assert caught.value.errors[0].code == code


def test_a_time_that_is_none_is_named() -> None:
    with pytest.raises(BadParameter) as caught:
        ask("when=tonight")
    assert caught.value.errors[0].msg.startswith("'tonight' is not a known time; one of: today,")


def test_a_cursor_of_another_time_is_another_lists(at: Move) -> None:
    for title in "ab":
        show(title, (1, 2))
    cursor = ask("when=2026-11-27&limit=1").next
    with pytest.raises(BadParameter):
        ask(f"when=2026-11-28&limit=1&cursor={cursor}")


def test_what_is_next_follows_changes_as_if_read_anew(at: Move) -> None:
    """What is known of a moment is mended with each change, at several moments at once."""
    numbers = random.Random(8)
    keys = [uuid4() for _ in range(9)]
    for step in range(60):
        key = numbers.choice(keys)
        former = PublishedDocument.objects.filter(key=key).first()
        if former is not None and step % 3 == 0:
            withdraw(former)
        else:
            hours = [numbers.randint(-30, 60) for _ in range(step % 3)]
            begins = [NOW + timedelta(hours=one) for one in hours]
            spans = [
                f"{one.isoformat()}/{(one + timedelta(hours=2)).isoformat()}" for one in begins
            ]
            publish(key=key, title=f"{keys.index(key)}", occurrences=spans)
        at(NOW + timedelta(hours=step % 4))
        followed = [titles("order=next_occurrence"), titles("when=upcoming")]
        catalogue.forget()
        assert [titles("order=next_occurrence"), titles("when=upcoming")] == followed, step
        for hour in range(4):  # the new snapshot knows of all moments before the next change
            at(NOW + timedelta(hours=hour))
            titles("order=next_occurrence")
