"""API tokens: shown once, scoped, expiring, revocable; superusers see all, operators their own."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from cms.accounts.models import ApiToken
from cms.accounts.tokens import IMPORT_SCOPE, present_token
from tests.admin.conftest import signed_in
from tests.factories import UserFactory

LIST = "/admin/api_tokens/"
ASKED = {"name": "Import nocturne", "scopes": [IMPORT_SCOPE], "days": "90"}


@pytest.fixture
def operator(db: None) -> Any:
    person = UserFactory(language="en")
    person.user_permissions.add(
        *Permission.objects.filter(
            content_type__app_label="accounts", codename__endswith="_apitoken"
        ),
        Permission.objects.get(codename="access_admin"),
    )
    return person


def make(client: Client, **asked: Any) -> str | None:
    page = client.post(f"{LIST}new/", ASKED | asked)
    found = re.search(r"cou_[\w-]{40,}", page.content.decode())
    return found[0] if found else None


def test_it_is_shown_once_and_opens_what_it_may(operator: Any) -> None:
    client = signed_in(operator)
    plain = make(client)
    assert plain
    token = present_token(plain, scope=IMPORT_SCOPE)
    assert token
    assert token.user == operator
    assert token.expires_at is not None
    listing = client.get(LIST).content.decode()
    assert plain not in listing
    assert token.prefix in listing


def test_a_revoked_token_opens_nothing(operator: Any) -> None:
    client = signed_in(operator)
    plain = make(client)
    assert plain
    client.post(f"{LIST}{ApiToken.objects.get().pk}/revoke/")
    assert present_token(plain, scope=IMPORT_SCOPE) is None
    assert "revoked" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "100000"}, {"days": ""}],
)
def test_what_is_not_offered_is_not_made(operator: Any, asked: dict[str, Any]) -> None:
    assert make(signed_in(operator), **asked) is None
    assert not ApiToken.objects.exists()


def test_an_operator_makes_tokens_for_nobody_else(operator: Any, superuser: Any) -> None:
    make(signed_in(operator), user=str(superuser.pk))
    assert ApiToken.objects.get().user == operator


def test_a_superuser_does(admin: Client, operator: Any) -> None:
    assert make(admin, user=str(operator.pk))
    assert ApiToken.objects.get().user == operator


def test_an_operator_sees_and_revokes_their_own_alone(
    operator: Any, superuser: Any, admin: Client
) -> None:
    make(admin, user=str(superuser.pk), name="Du patron")
    client = signed_in(operator)
    assert "Du patron" not in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_editors_have_none(editor: Client) -> None:
    for response in (editor.get(LIST), editor.post(f"{LIST}new/", ASKED)):
        assert response["Location"] == "/admin/"
        assert response["Location"] == "/admin/"
    assert not ApiToken.objects.exists()
