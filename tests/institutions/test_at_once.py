"""Two who decide at once, and two workers: one after the other, and nothing twice."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.test import Client
from wagtail.models import PageLogEntry

from cms.accounts.models import User
from cms.core import clock
from cms.institutions.closing.carrying_out import carry_on
from cms.institutions.closing.services import Fate, change_standing
from cms.institutions.locking import held
from cms.institutions.members.invitations import accept_invitation, digest_of
from cms.institutions.models import Application, DisposedPage, Disposition, Institution, Invitation
from cms.institutions.onboarding.taking_in import accept
from content_pages.models import InstitutionPage
from tests.factories import InstitutionFactory, InstitutionRecordFactory, ItemFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*acts: Callable[[], Any]) -> list[BaseException | None]:
    """What each raised; all begin together, each over a connection of its own."""
    start, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            act()
        except BaseException as error:
            raised[number] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return list(raised)


def application() -> Application:
    return Application.objects.create(
        legal_name="Phare",
        kind="museum",
        town="Brest",
        language="fr",
        contact_name="A",
        contact_email="a@example.org",
        state="waiting",
        confirmed_at=clock.now(),
    )


def test_accepted_twice_at_once_it_is_taken_in_once() -> None:
    people = [UserFactory(group="Moderators") for _ in range(2)]
    waiting = application()
    raised = at_once(*(lambda by=by: accept(waiting, by=by) for by in people))
    assert sorted(type(one).__name__ for one in raised) == ["NoneType", "NotOpen"]
    assert Institution.objects.count() == 1
    assert InstitutionPage.objects.count() == 3


def test_two_namesakes_at_once_are_both_taken_in() -> None:
    people = [UserFactory(group="Moderators") for _ in range(2)]
    both = [application(), application()]
    raised = at_once(
        *(lambda one=one, by=by: accept(one, by=by) for one, by in zip(both, people, strict=True))
    )
    assert raised == [None, None]
    assert Institution.objects.count() == 2
    slugs = InstitutionPage.objects.filter(locale__language_code="fr")
    assert len(set(slugs.values_list("slug", flat=True))) == 2


def test_a_link_followed_twice_at_once_opens_once() -> None:
    record = InstitutionRecordFactory()
    invitation = Invitation.objects.create(
        institution=record,
        email="a@example.org",
        role="editor",
        language="fr",
        digest=digest_of("x"),
    )
    people = [UserFactory(email="a@example.org") for _ in range(2)]
    raised = at_once(
        *(lambda user=user: accept_invitation(invitation, user=user) for user in people)
    )
    assert sum(isinstance(one, ValidationError) for one in raised) == 1
    assert record.memberships.count() == 1


def test_two_invitations_to_one_address_at_once_make_one_account() -> None:
    for token in ("x", "y"):
        Invitation.objects.create(
            institution=InstitutionRecordFactory(),
            email="a@example.org",
            role="editor",
            language="fr",
            digest=digest_of(token),
        )
    account = {
        "first_name": "Anne",
        "last_name": "Morel",
        "password": "quatre ponts et une écluse",
        "password_again": "quatre ponts et une écluse",
    }
    answers: dict[str, int] = {}

    def follow(token: str) -> None:
        said = {**account, "username": f"anne-{token}"}
        answers[token] = Client().post(f"/invitations/{token}/", said).status_code

    assert at_once(*(lambda token=token: follow(token) for token in "xy")) == [None, None]
    assert User.objects.filter(email="a@example.org").count() == 1
    assert sorted(answers.values())[0] == 302


def test_a_standing_and_the_worker_wait_in_no_circle() -> None:
    record, moderator = InstitutionFactory(published=True).institution, UserFactory(superuser=True)
    told = {"trust_level": "known", "by": moderator}
    fate = Fate(content="take_down")
    change_standing(record, verification_state="suspended", fate=fate, **told)
    is_at_it = threading.Event()

    def bite() -> None:
        """What the worker locks, in its order: the decision's row, then the record."""
        with transaction.atomic():
            Disposition.objects.select_for_update().get()
            is_at_it.set()
            time.sleep(1)
            held(Institution.objects.filter(pk=record.pk))

    def validate() -> None:
        is_at_it.wait(10)
        change_standing(record, verification_state="validated", fate=Fate(bring_back=True), **told)

    assert at_once(bite, validate) == [None, None]
    assert Disposition.objects.get().state == "returning"


def test_two_workers_take_nothing_down_twice() -> None:
    house = InstitutionFactory(published=True)
    for _ in range(4):
        ItemFactory(parent=house, published=True)
    moderator = UserFactory(group="Moderators")
    change_standing(
        house.institution,
        verification_state="closed",
        trust_level="known",
        by=moderator,
        fate=Fate(content="take_down"),
    )
    assert at_once(carry_on, carry_on) == [None, None]
    while carry_on():
        pass
    assert DisposedPage.objects.count() == 5
    assert not house.get_descendants(inclusive=True).filter(live=True).exists()
    assert Disposition.objects.get().state == "done"
    log = PageLogEntry.objects.filter(page__in=house.get_descendants(inclusive=True))
    assert log.filter(action="wagtail.unpublish").count() == 5
