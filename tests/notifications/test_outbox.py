"""What is written to the outbox, and what is not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from cms.notifications.models import Message
from cms.notifications.outbox import notify
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def waiting() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("created_at")
    return [(row.event, row.context["title"]) for row in rows]


def test_a_mail_is_written_with_what_it_tells_of_or_not_at_all() -> None:
    user = UserFactory()
    with transaction.atomic():
        notify(event="told", to=[user], context={"title": "A"})
        transaction.set_rollback(True)
    assert waiting() == []
    assert notify(event="told", to=[user], context={"title": "B"}) == 1
    assert waiting() == [("told", "B")]


def test_the_newest_of_a_series_takes_the_place_of_what_waits() -> None:
    user, other = UserFactory(), UserFactory()
    notify(event="told", to=[user, other], context={"title": "A"}, series="page:1")
    notify(event="again", to=[user], context={"title": "B"}, series="page:1")
    notify(event="told", to=[user], context={"title": "C"}, series="page:2")
    notify(event="told", to=[user], context={"title": "D"})
    notify(event="told", to=[user], context={"title": "E"})
    assert waiting() == [("told", "A"), ("again", "B"), ("told", "C"), ("told", "D"), ("told", "E")]
    assert Message.objects.get(series="page:1", user=user).event == "again"


def test_each_is_written_to_once() -> None:
    user = UserFactory(email="Irina@Example.org")
    to = [user, user, "irina@example.org", "guest@example.org", "Guest@example.org"]
    assert notify(event="told", to=to, context={"title": "A"}, series="x") == 2


def test_closed_accounts_and_those_without_an_address_are_left_out() -> None:
    to = [UserFactory(is_active=False), UserFactory(email="")]
    assert notify(event="told", to=to, context={"title": "A"}) == 0


@pytest.mark.parametrize("address", ["nobody", "a@example.org\nBcc: b@example.org", "", "a@b"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        notify(event="told", to=[address], context={"title": "A"})


@pytest.mark.parametrize("context", [{}, {"title": "A", "more": "B"}])
def test_a_context_is_that_of_the_event(context: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="title"):
        notify(event="told", to=["a@example.org"], context=context)


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(LookupError):
        notify(event="unheard", to=["a@example.org"])


def test_things_are_no_words() -> None:
    with pytest.raises(TypeError):
        notify(event="told", to=["a@example.org"], context={"title": UserFactory()})
