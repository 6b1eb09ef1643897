"""A manager makes and revokes tokens of their institution, for its own systems."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.accounts.models import ApiToken
from cms.authoring.models import InstitutionSource
from tests.admin.conftest import signed_in
from tests.authoring.systems import BASE, House, System, item
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASKED = {"name": "Billetterie", "source": "billetterie", "scopes": ["items:write"], "days": "90"}


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def manager(house: House) -> Client:
    return signed_in(
        UserFactory(
            member_of=house.institution, member_of__role="manager", language="en", username="anne"
        )
    )


def address(house: House) -> str:
    return f"/admin/institution-tokens/{house.institution.pk}/"


def make(client: Client, house: House, **asked: Any) -> str | None:
    page = client.post(address(house), ASKED | asked)
    found = re.search(r"cou_[\w-]{40,}", page.content.decode())
    return found[0] if found else None


def test_it_is_shown_once_and_opens_the_institutions_affairs(house: House, manager: Client) -> None:
    plain = make(manager, house)
    assert plain
    system = Client(headers={"Authorization": f"Bearer {plain}"})
    told = system.get(f"{BASE}/").json()
    assert (told["user"], told["scopes"]) == ("anne", ["items:write"])
    assert told["sources"] == ["billetterie", "marees-cms"]
    path = f"{BASE}/items/by-external-id/billetterie/1"
    assert system.put(path, item(), content_type="application/json").status_code == 201
    page = manager.get(address(house)).content.decode()
    assert plain not in page
    assert "Billetterie" in page


def test_the_heir_goes_on_under_the_names_of_what_was_handed_over() -> None:
    former, heir = House("phare"), House("marees")
    key = former.system.put("1", item()).json()["id"]
    moderator = signed_in(UserFactory(group="Moderators", language="en"))
    moderator.post(
        f"/admin/institution_records/standing/{former.institution.pk}/",
        {
            "verification_state": "closed",
            "trust_level": "known",
            "content": "hand_over",
            "successor": heir.institution.pk,
        },
    )
    assert heir.system.get("/items/by-external-id/phare-cms/1").status_code == 404
    call_command("worker", once=True)
    system = System(heir.editor, heir.institution, source="marees-cms")
    system.source = "phare-cms"
    answer = system.put("1", item("Les coulisses, encore"))
    assert (answer.status_code, answer.json()["id"]) == (200, key)
    assert former.system.put("1", item()).status_code == 404


def test_a_revoked_one_opens_nothing(house: House, manager: Client) -> None:
    plain = make(manager, house)
    token = ApiToken.objects.get(name="Billetterie")
    manager.post(address(house), {"revoke": str(token.pk)})
    system = Client(headers={"Authorization": f"Bearer {plain}"})
    assert system.get(f"{BASE}/").status_code == 401
    acts = ModelLogEntry.objects.filter(action__startswith="authoring.").order_by("pk")
    assert [one.action for one in acts] == ["authoring.token", "authoring.token_revoked"]
    assert "API token “Billetterie” revoked" in [one.message for one in acts]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["moderation:write"]},
        {"days": "100000"},
        {"source": "Billetterie !"},
        {"source": "yauza-cms"},
        {"source": "culture_gouv"},
    ],
)
def test_what_is_not_offered_is_not_made(
    house: House, manager: Client, asked: dict[str, Any]
) -> None:
    House("yauza")
    before = ApiToken.objects.count()
    assert make(manager, house, **asked) is None
    assert ApiToken.objects.count() == before
    assert not InstitutionSource.objects.filter(name="billetterie").exists()


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_only_managers_do(house: House, role: str) -> None:
    client = signed_in(house.member(role))
    assert make(client, house) is None
    assert client.get(address(house)).status_code in {302, 403}
    assert client.get("/admin/institution-tokens/").status_code in {302, 403}


def test_a_manager_reaches_no_other_institutions(house: House, manager: Client) -> None:
    other = House("yauza")
    assert manager.get(address(other)).status_code == 404
    assert make(manager, other) is None
    token = other.system.token
    assert manager.post(address(house), {"revoke": str(token.pk)}).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_moderator_revokes_and_makes_none(house: House) -> None:
    moderator = signed_in(UserFactory(group="Moderators", language="en"))
    assert moderator.get(address(house)).status_code == 200
    assert make(moderator, house) is None
    moderator.post(address(house), {"revoke": str(house.system.token.pk)})
    house.system.token.refresh_from_db()
    assert house.system.token.revoked_at is not None


def test_a_name_under_which_others_numbered_items_is_taken(house: House, manager: Client) -> None:
    portal = System(UserFactory(group="Moderators"), source="portal")
    assert portal.put("1", item(institution="marees")).status_code == 201
    assert make(manager, house, source="portal") is None
    assert not InstitutionSource.objects.filter(name="portal").exists()


def test_no_token_outlives_the_institution_it_is_bound_to(house: House) -> None:
    """Bound to none, it would open all that its user may."""
    with pytest.raises(ProtectedError):
        house.institution.delete()
    assert house.system.get("/").json()["institution"]["key"] == str(house.institution.key)


def test_a_suspended_institution_makes_none(house: House, manager: Client) -> None:
    house.institution.verification_state = "suspended"
    house.institution.save(update_fields=["verification_state"])
    assert make(manager, house) is None


def test_the_menu_leads_there(house: House, manager: Client) -> None:
    assert manager.get("/admin/institution-tokens/")["Location"] == address(house)
    assert "/admin/institution-tokens/" in manager.get("/admin/").content.decode()
