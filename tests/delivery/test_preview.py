"""A draft, shown to a frontend that has a token."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cms.core import clock
from cms.institutions.services import set_standing
from cms.publication.preview.drafts import issue_preview_token, revoke_preview_token
from content_pages.models import ItemPage
from tests.delivery.conftest import Api
from tests.factories import InstitutionRecordFactory, ItemFactory, UserFactory

pytestmark = pytest.mark.django_db


def _token(page: ItemPage, user: Any = None) -> Any:
    maker = user or UserFactory(superuser=True)
    return issue_preview_token(revision=page.save_revision(), user=maker)


def test_a_token_opens_its_revision_and_no_other(api: Api, item: ItemPage) -> None:
    item.title = "Un brouillon"
    _, plain = _token(item)
    item.title = "Plus tard"
    item.save_revision()
    answer = api(f"preview/{plain}")
    assert answer.status_code == 200
    assert answer.json()["title"] == "Un brouillon"
    assert answer["Cache-Control"] == "no-store"
    assert api(f"items/{item.slug}").json()["title"] == "Le Bolchoï"


def test_a_page_that_was_never_public_can_be_shown(api: Api) -> None:
    _, plain = _token(ItemFactory(bare=True, slug="nothing-but-a-title"))
    document = api(f"preview/{plain}").json()
    assert (document["slug"], document["locale"]) == ("nothing-but-a-title", "fr")


def test_a_revoked_token_opens_nothing(api: Api, item: ItemPage) -> None:
    token, plain = _token(item)
    revoke_preview_token(token)
    _refused(api, plain)


def test_an_expired_token_opens_nothing(api: Api, item: ItemPage, at: Any) -> None:
    token, plain = _token(item)
    at(token.expires_at + timedelta(seconds=1))
    _refused(api, plain)
    at(clock.now() - timedelta(minutes=1))
    assert api(f"preview/{plain}").status_code == 200


@pytest.mark.parametrize("plain", ["unknown", "a" * 5000, "жетон", "%00"])
def test_an_unknown_token_opens_nothing(api: Api, plain: str) -> None:
    _refused(api, plain)


def _refused(api: Api, plain: str) -> None:
    answer = api(f"preview/{plain}")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "application/problem+json"


def _gone(user: Any) -> None:
    user.delete()


def _inactive(user: Any) -> None:
    type(user).objects.filter(pk=user.pk).update(is_active=False)


def _left(user: Any) -> None:
    user.memberships.all().delete()


def _demoted(user: Any) -> None:
    """A contributor edits their own pages: this one is not."""
    membership = user.memberships.get()
    membership.role = "contributor"
    membership.save()


def _suspended(user: Any) -> None:
    set_standing(
        user.memberships.get().institution, verification_state="suspended", trust_level="new"
    )


def _elsewhere(user: Any) -> None:
    """The page is given to another institution."""
    page = user.memberships.get().institution.pages.get()
    page.give_to(InstitutionRecordFactory())


@pytest.mark.parametrize("lose", [_gone, _inactive, _left, _demoted, _suspended, _elsewhere])
@pytest.mark.parametrize("address", ["/api/v1/preview/{}", "/preview/{}/"])
def test_a_token_dies_with_the_rights_of_who_made_it(
    client: Any, item: ItemPage, lose: Callable[[Any], None], address: str
) -> None:
    maker = UserFactory(member_of=item.get_parent().specific.institution)
    _, plain = _token(item, maker)
    assert client.get(address.format(plain)).status_code == 200
    lose(maker)
    assert client.get(address.format(plain)).status_code == 404


def test_and_opens_again_with_them(api: Api, item: ItemPage) -> None:
    institution = item.get_parent().specific.institution
    _, plain = _token(item, UserFactory(member_of=institution))
    set_standing(institution, verification_state="suspended", trust_level="new")
    _refused(api, plain)
    set_standing(institution, verification_state="validated", trust_level="new")
    assert api(f"preview/{plain}").status_code == 200
