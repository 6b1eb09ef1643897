"""The table of leaks of what is behind no login: mailed pages, previews, files, the public site.

The addresses are read from the resolver; what is asked of each is said in `leaks/links.py`. Who
holds a link may what it opens: everybody else finds nothing there, members of another house too.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cms.core import clock
from cms.delivery.endpoints.health import VIEWS
from cms.editorial.models import ReviewLink
from cms.institutions.models import Invitation
from cms.publication.models import PreviewToken
from cms.throttling import counters
from tests.admin.conftest import signed_in
from tests.admin.leaks.belongings import Watch
from tests.admin.leaks.links import CASES, Try, reads, routes, tries
from tests.admin.leaks.trying import body
from tests.admin.leaks.world import MARK, World

pytestmark = pytest.mark.usefixtures("world", "db", "quiet")
# What an address says that does not depend on who asks, and holds nothing of theirs.
PUBLIC = {"", "api/v1/", "api/v1/applications"}


def client_of(world: World, who: str) -> Client:
    return Client() if who == "nobody" else signed_in(world.people()[who])


def asked(client: Client, found: Iterator[Try] | list[Try], world: World) -> Iterator[Any]:
    """(try, status) of each; raises AssertionError where it tells or changes something."""
    watch = Watch(world.theirs)
    for one in found:
        counters.forget()
        with transaction.atomic(), watch.listening():
            answer = one.answered(client)
            said = body(answer)
            assert answer.status_code < 500 or one.path in VIEWS, one  # a worker is missing
            assert MARK.lower() not in said.lower(), f"{one} → {answer.status_code}: {said[:300]}"
            assert watch.changed() == [], str(one)
            transaction.set_rollback(True)
        yield one, answer.status_code
    assert watch.changed(since_ever=True) == []


def test_every_address_has_a_case() -> None:
    """A new page outside the admin: say in `links.py` what is asked of it."""
    assert set(routes()) == set(CASES)


@pytest.mark.parametrize("who", ["nobody", "manager", "publisher"])
@pytest.mark.parametrize("route", CASES)
def test_nothing_of_theirs_is_behind_it(world: World, route: str, who: str) -> None:
    found = tries(route, world.theirs, world.ours)
    assert found
    for one, status in asked(client_of(world, who), found, world):
        refused = {404} if one.sent is None else {404, 405}
        if "authenticate_with_password" in route:
            refused = {200, 404}  # the form again
        assert route in PUBLIC or status in refused | {301}, f"{one} → {status}"


def test_the_read_api_tells_what_is_public_and_no_more(world: World) -> None:
    statuses = {status for _one, status in asked(Client(), reads(world.theirs, world.ours), world)}
    assert 200 in statuses


LINKS = ("review", "review_draft", "invitation", "application", "preview", "preview_api")


def link(house: Any, kind: str) -> str:
    return {
        "review": f"/review/{house.held.review}/",
        "review_draft": f"/review/{house.held.review}/draft/",
        "invitation": f"/invitations/{house.held.invitation}/",
        "application": f"/applications/{house.held.application}/",
        "preview": f"/preview/{house.preview}/",
        "preview_api": f"/api/v1/preview/{house.preview}",
    }[kind]


@pytest.mark.parametrize("kind", LINKS)
def test_ones_own_link_tells_of_oneself_alone(world: World, kind: str) -> None:
    ours, theirs = world.ours, world.theirs
    forms = (
        {"act": "approve", "digest": theirs.more.digest, "text": "x"},
        {"act": "withdraw", "submission": theirs.more.submission, "text": "x"},
        {
            "username": "x",
            "user": theirs.members["editor"].pk,
            "invitation": theirs.more.invitation,
        },
    )
    found = [Try(link(ours, kind)), *(Try(link(ours, kind), form) for form in forms)]
    statuses = [status for _one, status in asked(Client(), found, world)]
    assert statuses[0] == 200
    with transaction.atomic():
        assert ours.word.lower() in body(Client().get(link(ours, kind))).lower()
        assert MARK.lower() in body(Client().get(link(theirs, kind))).lower(), "the test can fail"
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", [one for one in LINKS if one not in ("invitation", "application")])
def test_a_link_that_was_taken_back_opens_nothing(world: World, kind: str) -> None:
    ReviewLink.objects.update(revoked_at=clock.now())
    PreviewToken.objects.update(expires_at=clock.now() - timedelta(hours=1))
    found = [Try(link(world.theirs, kind)), Try(link(world.theirs, kind), {"text": "x"})]
    for one, status in asked(signed_in(world.publisher), found, world):
        assert status == 404 or (one.sent is not None and status == 405)


@pytest.mark.parametrize("who", ["manager", "publisher", "reader"])
def test_an_invitation_makes_nobody_a_member_whom_it_does_not_invite(
    world: World, who: str
) -> None:
    """It was forwarded: who holds it reads whom it is for, and joins only as that person."""
    watch = Watch(world.theirs)
    client = signed_in(world.people()[who])
    assert client.post(link(world.theirs, "invitation"), {}).status_code == 403
    assert watch.changed(since_ever=True) == []
    assert Invitation.objects.get(pk=world.theirs.more.invitation).accepted_at is None
