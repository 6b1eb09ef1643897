"""“Share a preview”: links to one version, shown once, expiring, revocable."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms.core import clock
from cms.publication.models import PreviewToken
from tests.factories import ItemFactory


@pytest.fixture
def draft(home_institution: Any) -> Any:
    item = ItemFactory(parent=home_institution, title="Première version")
    item.save_revision()
    return item


def share(client: Client, page: Any, hours: str = "24") -> str:
    """The address of a new link, as the screen shows it."""
    response = client.post(f"/admin/preview-tokens/{page.pk}/", {"hours": hours})
    found = re.search(r"/preview/([\w-]+)/", response.content.decode())
    assert found
    return found[0]


def test_the_link_opens_the_version_last_saved_without_an_account(
    editor: Client, draft: Any
) -> None:
    address = share(editor, draft)
    draft.title = "Deuxième version"
    draft.save_revision()
    response = Client().get(address)
    assert "<h1>Première version</h1>" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_it_is_shown_once_and_only_a_digest_is_kept(editor: Client, draft: Any) -> None:
    plain = share(editor, draft).split("/")[2]
    screen = editor.get(f"/admin/preview-tokens/{draft.pk}/").content.decode()
    assert plain not in screen
    assert "Revoke" in screen
    assert plain not in str(PreviewToken.objects.values().get())


def test_a_revoked_link_opens_nothing(editor: Client, draft: Any) -> None:
    address = share(editor, draft)
    token = PreviewToken.objects.get()
    editor.post(f"/admin/preview-tokens/{draft.pk}/{token.pk}/revoke/")
    assert Client().get(address).status_code == 404
    assert "Revoke" not in editor.get(f"/admin/preview-tokens/{draft.pk}/").content.decode()


def test_an_expired_link_opens_nothing(editor: Client, draft: Any) -> None:
    address = share(editor, draft, hours="1")
    PreviewToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert Client().get(address).status_code == 404


def test_a_token_of_another_page_is_not_revoked_from_here(
    editor: Client, draft: Any, home_institution: Any
) -> None:
    share(editor, draft)
    other = ItemFactory(parent=home_institution)
    token = PreviewToken.objects.get()
    response = editor.post(f"/admin/preview-tokens/{other.pk}/{token.pk}/revoke/")
    assert response.status_code == 404
    assert PreviewToken.objects.get().revoked_at is None


@pytest.mark.parametrize("hours", ["", "8760", "x"])
def test_no_other_lifetime_than_those_offered(editor: Client, draft: Any, hours: str) -> None:
    editor.post(f"/admin/preview-tokens/{draft.pk}/", {"hours": hours})
    assert not PreviewToken.objects.exists()


def test_a_page_never_saved_has_nothing_to_share(editor: Client, home_institution: Any) -> None:
    item = ItemFactory(parent=home_institution)
    editor.post(f"/admin/preview-tokens/{item.pk}/", {"hours": "24"})
    assert not PreviewToken.objects.exists()


def test_the_pages_header_offers_it_to_who_may_edit(editor: Client, draft: Any) -> None:
    assert (
        f"/admin/preview-tokens/{draft.pk}/"
        in editor.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    )


def test_a_made_up_token_opens_nothing(db: None, client: Client) -> None:
    assert client.get("/preview/no-such-token/").status_code == 404


def test_a_preview_is_only_looked_at(editor: Client, draft: Any) -> None:
    assert Client().post(share(editor, draft)).status_code == 405
