"""The table of roles and actions, cell by cell through the front door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from cms.accounts.roles import ACTIONS, MEMBERS, Action, Role, file_permissions, markdown
from cms.accounts.roles import page_permissions as pages
from cms.institutions.models import Membership
from tests.admin.conftest import signed_in
from tests.admin.roles_ground import TRIALS, Ground
from tests.factories import InstitutionFactory, UserFactory


@pytest.fixture(scope="module")
def grounds(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[Role, Ground]]:
    """Laid once; each trial undoes what it has done to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {role: Ground(role) for role in Role}
        transaction.set_rollback(True)


CELLS = [(role, action) for action in ACTIONS for role in Role]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "action"), CELLS, ids=[f"{action.code}-{role}" for role, action in CELLS]
)
def test_a_role_does_what_the_table_says_and_nothing_else(
    grounds: dict[Role, Ground], role: Role, action: Action
) -> None:
    assert TRIALS[action.code](grounds[role]) == (role in action.roles)


def test_every_action_is_tried() -> None:
    assert set(TRIALS) == {action.code for action in ACTIONS}


def test_the_docs_show_the_table() -> None:
    shown = (Path(settings.BASE_DIR) / "docs" / "roles.md").read_text(encoding="utf-8")
    with override("en"):
        assert markdown() in shown, "docs/roles.md: put the output of `manage.py roles` in"


def test_members_are_of_the_roles_members_have() -> None:
    assert set(Membership.Role.values) == {role.value for role in MEMBERS}


def test_two_groups_of_an_institution_are_enough() -> None:
    """A manager holds on pages and files what an editor does, an editor what a contributor does."""
    assert pages(Role.MANAGER) == pages(Role.EDITOR) > pages(Role.CONTRIBUTOR)
    assert file_permissions(Role.MANAGER) == file_permissions(Role.EDITOR)
    assert file_permissions(Role.EDITOR) > file_permissions(Role.CONTRIBUTOR)


@pytest.mark.django_db
class TestSubmitting:
    @pytest.fixture
    def house(self) -> object:
        return InstitutionFactory(published=True)

    def client(self, house: object, role: str) -> Client:
        member = UserFactory(member_of=house.institution, member_of__role=role, language="en")
        return signed_in(member)

    def test_a_new_page_is_not_sent_for_review_by_a_contributor(self, house: object) -> None:
        client = self.client(house, "contributor")
        address = f"/admin/pages/add/content_pages/itempage/{house.pk}/"
        assert "action-submit" not in client.get(address).content.decode()
        answer = client.post(address, {"title": "Une nuit", "action-submit": "1"})
        assert answer["Location"] == "/admin/"
        assert not house.get_children().exists()

    def test_an_editor_is_offered_it(self, house: object) -> None:
        client = self.client(house, "editor")
        address = f"/admin/pages/add/content_pages/itempage/{house.pk}/"
        assert "action-submit" in client.get(address).content.decode()
