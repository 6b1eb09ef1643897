"""What is live without a clearance is named; a site that was public before keeps what it has."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.scheduling import run_whole_schedule
from cms.publication.copies.projector import rebuild
from cms.publication.models import Clearance, PublishedBody, PublishedDocument
from content_pages.models import ItemPage
from tests.editorial.people import Desk
from tests.factories.clearing import go_live
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def reconciled(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("reconcile", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_what_was_written_past_everything_is_named_and_stays_out_of_public() -> None:
    item = Desk().public(summary="Le texte approuvé.")
    ItemPage.objects.filter(pk=item.pk).update(summary="Un texte que personne n'a lu.")
    assert "nobody has cleared" in reconciled()
    assert "nobody has cleared" in reconciled("--repair")
    rebuild([item.pk])
    document = PublishedDocument.objects.get(page_id=item.pk)
    assert "Le texte approuvé." in bytes(document.body.detail).decode()
    assert not PublishedBody.objects.filter(detail__contains=b"personne").exists()


def test_what_was_public_before_approvals_is_cleared_once_by_name() -> None:
    item = Desk().public()
    Clearance.objects.filter(page_id=item.pk).delete()
    assert "nobody has cleared" in reconciled()
    boss = UserFactory(superuser=True)
    said = {"user": boss.username, "reason": "Mise à jour."}
    out = StringIO()
    with override("en"):
        call_command("clear_public_pages", **said, dry_run=True, stdout=out)
    assert out.getvalue() == "1 page would be cleared.\n"
    assert not Clearance.objects.filter(page_id=item.pk).exists()
    call_command("clear_public_pages", **said, stdout=StringIO())
    assert Clearance.objects.get(page_id=item.pk).kind == Clearance.Kind.INHERITED
    decision = Decision.objects.get(act="cleared_as_public", page_id=item.pk)
    assert decision.actor_name == boss.username
    assert decision.data == {"reason": "Mise à jour."}


def test_what_was_scheduled_by_then_goes_live_at_its_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = Desk().public(summary="Aujourd'hui.")
    item.go_live_at = clock.now() + timedelta(days=1)
    go_live(item, summary="Demain.")
    Clearance.objects.filter(page_id=item.pk).delete()
    boss, out = UserFactory(superuser=True), StringIO()
    with override("en"):
        call_command("clear_public_pages", user=boss.username, reason="Mise à jour.", stdout=out)
    assert out.getvalue() == "1 page was cleared.\n"
    moment = clock.now() + timedelta(days=2)
    for now in ("cms.core.clock.now", "django.utils.timezone.now"):
        monkeypatch.setattr(now, lambda: moment)
    assert run_whole_schedule().refused == []
    assert ItemPage.objects.get(pk=item.pk).summary == "Demain."


def test_a_page_that_has_known_approvals_is_not_cleared_by_the_way() -> None:
    item = Desk().public()
    ItemPage.objects.filter(pk=item.pk).update(summary="Autre chose.")
    boss = UserFactory(superuser=True)
    call_command("clear_public_pages", user=boss.username, reason="Non.", stdout=StringIO())
    assert "nobody has cleared" in reconciled()


@pytest.mark.parametrize(("name", "reason"), [("nobody", "Oui."), ("staff", "Oui."), ("boss", " ")])
def test_who_may_not_and_who_says_nothing_clears_nothing(name: str, reason: str) -> None:
    item = Desk().public()
    Clearance.objects.filter(page_id=item.pk).delete()
    UserFactory(username="staff")
    UserFactory(username="boss", superuser=True)
    with pytest.raises(CommandError):
        call_command("clear_public_pages", user=name, reason=reason, stdout=StringIO())
    assert not Clearance.objects.filter(page_id=item.pk).exists()
