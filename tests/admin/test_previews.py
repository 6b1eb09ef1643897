"""The admin's preview: the draft as a citizen would meet it, unsaved changes included."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from cms.publication.models import FrontendSettings, PreviewToken
from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    home_page,
)

FRONTEND = "https://culture.example.org"


@pytest.fixture
def frontend(db: None) -> None:
    settings = FrontendSettings.for_site(Site.objects.get())
    settings.frontend_url = FRONTEND + "/"
    settings.save()


def edit(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def preview(client: Client, page: Any, **changes: str) -> Any:
    """Types `changes` into the page's form and looks at the preview panel."""
    address = edit(page) + "preview/"
    answer = client.post(address, form_of(client, edit(page)) | changes).json()
    assert answer["is_available"], answer
    return client.get(address + "?in_preview_panel=true")


def test_it_shows_what_is_typed_and_not_saved(editor: Client, home_institution: Any) -> None:
    item = ItemFactory(parent=home_institution, title="Avant")
    response = preview(editor, item, title="Pas encore enregistré", summary="Une phrase neuve.")
    page = response.content.decode()
    assert "<h1>Pas encore enregistré</h1>" in page
    assert "Une phrase neuve." in page
    assert ItemPage.objects.get(pk=item.pk).title == "Avant"


def test_a_new_page_is_shown_before_it_exists(editor: Client, home_institution: Any) -> None:
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    data = form_of(editor, address) | {"title": "Toute neuve"}
    assert editor.post(address + "preview/", data).json()["is_available"]
    page = editor.get(address + "preview/").content.decode()
    assert "<h1>Toute neuve</h1>" in page
    assert home_institution.title.split("'")[0] in page
    assert not ItemPage.objects.filter(title="Toute neuve").exists()


@pytest.mark.parametrize(
    "factory",
    [
        ItemFactory,
        CategoryFactory,
        InstitutionFactory,
        GuideFactory,
        ProgrammeFactory,
        NewsFactory,
    ],
)
@pytest.mark.parametrize("trait", ["bare", "complete"])
def test_every_kind_from_a_bare_title_to_every_field(
    admin: Client, factory: Any, trait: str
) -> None:
    page = factory(title="Un titre", **{trait: True})
    page.save_revision()
    response = admin.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "<h1>Un titre</h1>" in response.content.decode()


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_a_recording_without_an_address_is_drawn_without_it(admin: Client, kind: str) -> None:
    """As a script or an import may leave it: a form leaves an empty text."""
    item = ItemFactory(media=[(kind, {"title": "Sans adresse", "provider": "own", "tracks": []})])
    item.save_revision()
    page = admin.get(f"/admin/pages/{item.pk}/view_draft/")
    assert page.status_code == 200
    assert "Sans adresse" in page.content.decode()


def test_the_home_page(admin: Client) -> None:
    """As typed and saved, not as it is public."""
    home = home_page()
    home.sections = [("text", {"title": "Ce soir", "text": "<p>Chez vous.</p>"})]
    home.save_revision()
    page = admin.get(f"/admin/pages/{home.pk}/view_draft/").content.decode()
    assert f"<h1>{home.title}</h1>" in page
    assert "Ce soir" in page


def test_another_institutions_draft_is_refused(editor: Client) -> None:
    item = ItemFactory(title="À eux", parent=InstitutionFactory(title="Autre"))
    item.save_revision()
    for response in (
        editor.get(f"/admin/pages/{item.pk}/view_draft/"),
        editor.get(edit(item) + "preview/"),
        editor.post(edit(item) + "preview/", {"title": "x"}),
        editor.get(f"/admin/preview-tokens/{item.pk}/"),
        editor.post(f"/admin/preview-tokens/{item.pk}/", {"hours": "24"}),
    ):
        assert response.status_code == 404
    assert not PreviewToken.objects.exists()


def test_with_a_frontend_the_saved_version_opens_there(
    editor: Client, home_institution: Any, frontend: None
) -> None:
    item = ItemFactory(parent=home_institution, title="Enregistrée")
    item.save_revision()
    response = editor.get(f"/admin/pages/{item.pk}/view_draft/")
    assert response["Location"].startswith(f"{FRONTEND}/preview?token=")
    token = response["Location"].partition("token=")[2]
    shown = Client().get(f"/preview/{token}/")
    assert "Enregistrée" in shown.content.decode()
    again = editor.get(f"/admin/pages/{item.pk}/view_draft/")
    assert again["Location"] == response["Location"]
    assert PreviewToken.objects.count() == 1


def test_with_a_frontend_unsaved_changes_are_still_shown_here(
    editor: Client, home_institution: Any, frontend: None
) -> None:
    item = ItemFactory(parent=home_institution)
    address = edit(item) + "preview/"
    editor.post(address, form_of(editor, edit(item)) | {"title": "Pas enregistré"})
    page = editor.get(address + "?mode=here")
    assert "<h1>Pas enregistré</h1>" in page.content.decode()


def test_with_a_frontend_a_page_never_saved_says_so(
    editor: Client, home_institution: Any, frontend: None
) -> None:
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    data = form_of(editor, address) | {"title": "Toute neuve"}
    editor.post(address + "preview/", data)
    response = editor.get(address + "preview/")
    assert response.status_code == 200
    assert 'class="notice"' in response.content.decode()


def test_view_live_opens_the_frontend(home_institution: Any, frontend: None) -> None:
    assert home_institution.url == FRONTEND + home_institution.public_path


def test_without_a_frontend_view_live_opens_the_published_copy(
    client: Client, home_institution: Any
) -> None:
    response = client.get(home_institution.public_path)
    assert "Musée de l&#x27;Écluse" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    home_institution.unpublish()
    assert client.get(home_institution.public_path).status_code == 410
