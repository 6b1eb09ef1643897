"""Every screen of ours that takes a form, posted its own fields: at their address and at one's own.

`test_leaks.py` posts to every address what any form may hold; here each gets what it asks for, so
that what refuses it is the screen's own question, not a field that is missing.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from tests.admin.conftest import signed_in
from tests.admin.leaks.addresses import Address, addresses, patterns
from tests.admin.leaks.belongings import Watch
from tests.admin.leaks.forms import FORMS, forms_of, screens
from tests.admin.leaks.trying import body
from tests.admin.leaks.world import MARK, World

pytestmark = pytest.mark.usefixtures("world", "db", "quiet")


def test_every_screen_has_a_form() -> None:
    """A new screen that takes a POST: say in `forms.py` what it is sent."""
    assert sorted(screens() - FORMS.keys()) == []
    assert sorted(FORMS.keys() - screens()) == [], "what there is no more"


def places(world: World) -> Iterator[Address]:
    """Each of these screens: at what is theirs, at what is ours, and where it names nothing."""
    for house in (world.theirs, world.ours):
        yield from (one for one in addresses(house.ids) if one.pattern in FORMS)
    for name, _route, arguments in patterns():
        if name in FORMS and not arguments:
            yield Address(name, reverse(name))


@pytest.mark.parametrize("who", ["manager", "publisher", "operator"])
def test_no_form_changes_or_tells_what_is_anothers(world: World, who: str) -> None:
    client, watch, theirs = signed_in(world.people()[who]), Watch(world.theirs), world.theirs.ids
    for place in places(world):
        for form in forms_of(place.pattern, theirs):
            with transaction.atomic(), watch.listening():
                answer = client.post(place.path, form)
                told = f"POST {place} {form} → {answer.status_code}"
                assert answer.status_code < 500, told
                assert MARK.lower() not in answer.headers.get("Location", "").lower(), told
                assert MARK.lower() not in told_by(answer, form), told
                assert watch.changed() == [], told
                transaction.set_rollback(True)
    assert watch.changed(since_ever=True) == []


def told_by(answer: object, form: dict[str, str]) -> str:
    """The answer without what was sent: a form that is refused shows what one typed."""
    said = body(answer).lower()
    for typed in form.values():
        said = said.replace(typed.lower(), "") if MARK.lower() in typed.lower() else said
    return said


def test_ones_own_forms_do_act(world: World) -> None:
    """The forms are whole: at one's own address they are refused for what they name alone."""
    client, ours = signed_in(world.ours.members["manager"]), world.ours
    watch = Watch(ours)
    for name in ("institution_records:members", "institution_records:inviting"):
        for form in forms_of(name, ours.ids):
            with transaction.atomic(), watch.listening():
                client.post(reverse(name, args=[ours.record.pk]), form)
                assert watch.changed() != [] or "person" in form, form
                transaction.set_rollback(True)
    for form in forms_of("institution_tokens", ours.ids):
        with transaction.atomic(), watch.listening():
            client.post(reverse("institution_tokens", args=[ours.record.pk]), form)
            assert "authoring.InstitutionToken" in watch.changed() or "revoke" in form, form
            assert watch.changed() != [], form
            transaction.set_rollback(True)
