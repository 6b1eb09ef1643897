"""What the forms say in words: menus, counters, buttons, addresses."""

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.test import Client
from wagtail.models import Task, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.editorial import policies
from cms.editorial.workflow import services
from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.factories import ItemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(home_institution: Any, member: Any) -> Any:
    return ItemFactory(parent=home_institution, format="", category=None, owner=member)


def edit(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def soup_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


@pytest.mark.parametrize("name", ["format", "category", "level", "licence"])
def test_a_menu_in_which_nothing_is_chosen_says_so(editor: Client, draft: Any, name: str) -> None:
    soup = soup_of(editor, edit(draft))
    assert one(soup, f"select[name={name}] option[value='']").get_text() == "Not chosen yet"
    assert "---------" not in soup.get_text()


@pytest.mark.parametrize("language", ["ru", "fr", "en"])
def test_a_tabs_address_is_the_same_in_every_language(
    home_institution: Any, draft: Any, language: str
) -> None:
    ItemPage.get_edit_handler.cache_clear()
    staff = signed_in(UserFactory(superuser=True, language=language))
    for address in (edit(draft), edit(home_institution)):
        tabs = [str(tab["href"]) for tab in soup_of(staff, address).select("a[role=tab]")]
        assert "#tab-content" in tabs
        assert all(tab.isascii() for tab in tabs)


@pytest.mark.parametrize(("name", "limit"), [("title", "140"), ("summary", "200")])
def test_what_is_typed_is_counted_against_its_limit(
    editor: Client, draft: Any, name: str, limit: str
) -> None:
    field = one(soup_of(editor, edit(draft)), f"[name={name}]")
    assert field["data-coulisses-length-limit-value"] == limit
    assert "coulisses-length" in field["data-controller"].split()
    assert "input->coulisses-length#count" in field["data-action"].split()


def test_the_title_still_makes_the_address(editor: Client, draft: Any) -> None:
    field = one(soup_of(editor, edit(draft)), "[name=title]")
    assert "w-sync" in field["data-controller"].split()
    assert "keyup->w-sync#apply" in field["data-action"].split()


def test_the_address_is_explained_without_an_example_in_english(editor: Client, draft: Any) -> None:
    text = soup_of(editor, edit(draft)).get_text()
    assert "The last part of the page's address" in text
    assert "my-slug" not in text


def test_sending_for_review_is_called_so_whatever_the_workflow_is(
    editor: Client, draft: Any, home_institution: Any
) -> None:
    adding = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    for address in (edit(draft), adding):
        assert (
            one(soup_of(editor, address), "[name=action-submit]").get_text(strip=True)
            == "Submit for review"
        )


def test_what_came_back_is_sent_again(editor: Client, draft: Any, member: Any) -> None:
    whole = ItemFactory(parent=draft.get_parent())
    whole.save_revision(user=member)
    services.submit(page=whole, user=member)
    services.request_changes(
        review=policies.open_reviews(whole)[0],
        user=UserFactory(group="Moderators"),
        reasons=[services.Reason("duplicate")],
    )
    assert (
        one(soup_of(editor, edit(whole)), "[name=action-submit]").get_text(strip=True)
        == "Submit for review again"
    )


def test_the_stock_workflow_is_named_in_the_sites_language_and_others_stay() -> None:
    Workflow.objects.create(name="Moderators approval")
    Task.objects.create(name="Moderators approval")
    own = Workflow.objects.create(name="Comité")
    migration = import_module(
        "content_pages.migrations.0005_default_workflow_in_the_sites_language"
    )
    migration.rename(apps, None)
    for model in (Workflow, Task):
        assert not model.objects.filter(name="Moderators approval").exists()
        assert model.objects.filter(name="Moderation").exists()
    own.refresh_from_db()
    assert own.name == "Comité"


@pytest.mark.parametrize(
    ("url", "said", "provider"),
    [
        ("https://youtu.be/aqz-KE-bpKQ", "other", "youtube"),
        ("https://youtu.be/aqz-KE-bpKQ", "own", "youtube"),
        ("https://musee.example.org/film", "own", "own"),
    ],
)
def test_a_saved_address_has_its_provider(
    editor: Client, draft: Any, url: str, said: str, provider: str
) -> None:
    video = {
        "provider": said,
        "url": url,
        "title": "",
        "duration_seconds": "",
        "thumbnail_url": "https://i.ytimg.com/vi/a/hqdefault.jpg",
        "tracks": streamfield([]),
    }
    data = form_of(editor, edit(draft))
    data |= nested_form_data({"media": streamfield([("video", video)])})
    assert editor.post(edit(draft), data).status_code == 302
    saved = ItemPage.objects.get(pk=draft.pk).get_latest_revision_as_object().media[0].value
    assert (saved["provider"], saved["url"]) == (provider, url)
    assert saved["thumbnail_url"] == "https://i.ytimg.com/vi/a/hqdefault.jpg"
