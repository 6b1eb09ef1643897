"""When an item is public by time alone, and what time changes of its document."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cms.core import clock
from cms.publication.copies.due import project_due
from cms.publication.documents.contract import Window
from content_pages.builders.item import ItemBuilder
from content_pages.builders.windows import rights
from content_pages.models import ItemPage, RightsWindow
from tests.content_pages.builders.documents import card_of, facts_of, is_public
from tests.factories import ItemFactory, occurrence, rights_window
from tests.factories.clearing import go_live

NOW = datetime(2031, 5, 17, 12, tzinfo=UTC)
Span = tuple[int | None, int | None]


def at(hours: int | None) -> datetime | None:
    return None if hours is None else NOW + timedelta(hours=hours)


# Spans in hours from now → (open, closes at, next moment).
WINDOWS: list[tuple[list[Span], tuple[bool, int | None, int | None]]] = [
    ([], (True, None, None)),
    ([(-1, 1)], (True, 1, 1)),
    ([(None, 1)], (True, 1, 1)),
    ([(-1, None)], (True, None, None)),
    ([(None, None)], (True, None, None)),
    ([(1, 2)], (False, None, 1)),
    ([(-2, -1)], (False, None, None)),
    ([(0, 1)], (True, 1, 1)),
    ([(-1, 0)], (False, None, None)),
    ([(-1, 1), (3, 4)], (True, 1, 1)),
    ([(-1, 2), (1, 4)], (True, 4, 1)),
    ([(-1, 2), (2, None)], (True, None, 2)),
    ([(-3, 1), (-1, None)], (True, None, 1)),
    ([(-4, -3), (2, 3)], (False, None, 2)),
]


@pytest.mark.parametrize(("spans", "expected"), WINDOWS)
def test_rights(spans: list[Span], expected: tuple[bool, int | None, int | None]) -> None:
    windows = [RightsWindow(opens_at=at(opens), closes_at=at(closes)) for opens, closes in spans]
    is_open, closes_at, moment = expected
    assert rights(windows, NOW) == (is_open, at(closes_at), at(moment))
    assert rights(reversed(windows), NOW) == (is_open, at(closes_at), at(moment))


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock to so many hours after NOW."""

    def move(hours: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=hours))

    move(0)
    return move


def window_of(item: ItemPage) -> Window:
    return ItemBuilder().window(item, NOW)


@pytest.mark.django_db
def test_outside_its_windows_an_item_is_not_public(at_noon: Callable[[int], None]) -> None:
    item = ItemFactory()
    item.rights_windows = [rights_window(at(1), at(2))]
    go_live(item)
    assert not is_public(item)
    at_noon(1)
    assert project_due() == 1
    assert is_public(item)
    assert card_of(item)["available_until"] == "2031-05-17T14:00:00Z"
    at_noon(2)
    assert project_due() == 1
    assert not is_public(item)


@pytest.mark.django_db
def test_the_end_on_demand_is_told_and_does_not_withdraw(at_noon: Callable[[int], None]) -> None:
    item = ItemFactory(published=True, on_demand_until=at(-5))
    assert is_public(item)
    assert card_of(item)["available_until"] == "2031-05-17T07:00:00Z"


@pytest.mark.django_db
def test_the_next_occurrence_moves_on(at_noon: Callable[[int], None]) -> None:
    item = ItemFactory(duration_minutes=60)
    item.occurrences = [
        occurrence(NOW - timedelta(days=1)),
        occurrence(NOW + timedelta(hours=1), status="cancelled"),
        occurrence(NOW - timedelta(minutes=30), minutes=None),
        occurrence(NOW + timedelta(hours=5), minutes=90),
    ]
    go_live(item)
    assert card_of(item)["next_occurrence"]["starts_at"] == "2031-05-17T11:30:00Z"
    assert window_of(item).next_moment == NOW + timedelta(minutes=30)
    at_noon(1)
    assert project_due() == 1
    assert card_of(item)["next_occurrence"]["starts_at"] == "2031-05-17T17:00:00Z"
    at_noon(7)
    assert project_due() == 1
    assert card_of(item)["next_occurrence"] is None


@pytest.mark.django_db
def test_being_featured_ends(at_noon: Callable[[int], None]) -> None:
    item = ItemFactory(published=True, featured_from=at(2), featured_until=at(3))
    assert (facts_of(item)["featured"], window_of(item).next_moment) == (False, at(2))
    at_noon(2)
    assert project_due() == 1
    assert facts_of(item)["featured"] is True


@pytest.mark.django_db
def test_the_soonest_moment_counts(at_noon: Callable[[int], None]) -> None:
    item = ItemFactory(featured_until=at(9))
    item.rights_windows = [rights_window(None, at(8))]
    item.occurrences = [occurrence(NOW + timedelta(hours=2), minutes=60)]
    go_live(item)
    assert window_of(item) == Window(open=True, closes_at=at(8), next_moment=at(3))
