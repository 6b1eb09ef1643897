"""When a review is due: days of rest do not count, nor the time its author has it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import Holiday, Submission, WorkingDay
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import UserFactory
from tests.factories.items import occurrence

pytestmark = pytest.mark.django_db

# A Thursday and a Friday in Paris, at ten in the morning (UTC + 1).
THURSDAY = datetime(2030, 1, 10, 9, tzinfo=UTC)
FRIDAY = datetime(2030, 1, 11, 9, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def travel(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return travel


def submitted(desk: Desk, **values: Any) -> Submission:
    return services.submit(page=desk.draft(**values), user=desk.editor)


def test_a_weekend_does_not_count(at: Any) -> None:
    desk = Desk()
    at(THURSDAY)
    # Thursday from ten, Friday, Monday, Tuesday until ten.
    assert submitted(desk).due_at == THURSDAY + timedelta(days=5)


def test_a_holiday_does_not_count(at: Any) -> None:
    desk = Desk()
    Holiday.objects.create(day=date(2030, 1, 14), name="Fête de la ville")
    at(THURSDAY)
    assert submitted(desk).due_at == THURSDAY + timedelta(days=6)


def test_what_begins_soon_is_due_within_four_hours_of_work(at: Any) -> None:
    desk = Desk()
    for weekday in range(6):
        WorkingDay.objects.create(weekday=weekday, opens=time(9), closes=time(12))
    at(FRIDAY)
    soon = occurrence(FRIDAY + timedelta(days=2))
    submission = submitted(desk, occurrences=[soon])
    assert submission.urgent
    # Two hours on Friday, from ten to twelve; two on Saturday, from nine.
    assert submission.due_at == datetime(2030, 1, 12, 10, tzinfo=UTC)


def test_what_begins_later_is_not_urgent(at: Any) -> None:
    desk = Desk()
    at(FRIDAY)
    submission = submitted(desk, occurrences=[occurrence(FRIDAY + timedelta(hours=73))])
    assert not submission.urgent


def test_the_clock_stands_still_while_changes_are_requested(at: Any) -> None:
    desk = Desk()
    at(THURSDAY)
    submission = submitted(desk)
    (review,) = policies.open_reviews(submission.page)
    at(FRIDAY)  # a day of the three is gone
    services.request_changes(review=review, user=desk.moderator, reasons=[Reason("duplicate")])
    monday = FRIDAY + timedelta(days=10)
    at(monday)
    page = submission.page.specific
    page.title = "Tout autre chose"
    page.save_revision(user=desk.editor)
    services.submit(page=page, user=desk.editor)
    submission.refresh_from_db()
    assert submission.due_at == monday + timedelta(days=2)
    assert submission.remind_at == monday + timedelta(days=1)


def test_the_queue_has_what_is_urgent_first_then_the_oldest(at: Any) -> None:
    desk = Desk()
    at(THURSDAY)
    old = submitted(desk)
    at(FRIDAY)
    newer = submitted(desk)
    urgent = submitted(desk, occurrences=[occurrence(FRIDAY + timedelta(days=1))])
    assert list(Submission.objects.waiting().in_order()) == [urgent, old, newer]


def test_without_working_days_their_list_says_when_people_work() -> None:
    client = signed_in(UserFactory(group="Head moderators", language="en"))
    says = "from Monday to Friday, 9:00 to 18:00"
    assert says in client.get(reverse("working_days:index")).content.decode()
    WorkingDay.objects.create(weekday=0, opens=time(10), closes=time(16))
    assert says not in client.get(reverse("working_days:index")).content.decode()
