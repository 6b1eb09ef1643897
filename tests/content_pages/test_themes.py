"""Themes in the reader's language: named in the admin, said in the API, in each public copy."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from taggit.models import Tag

from cms.accounts.groups import keep_portal_groups
from content_pages.models import ItemPage, ThemeName
from tests.factories import ImageFactory, ItemFactory, UserFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client) -> Client:
    keep_portal_groups()
    client.force_login(UserFactory(group="Moderators", language="en"))
    return client


@pytest.fixture
def sea(db: None) -> Any:
    return Tag.objects.create(name="mer", slug="sea")


def item(locale: str, *tags: Tag) -> ItemPage:
    page: ItemPage = ItemFactory(locale=locale, themes=[tag.name for tag in tags])
    go_live(page)
    return page


def name(client: Client, tag: Tag, **names: str) -> Any:
    posted = {"name": tag.name} | {f"name_{code}": said for code, said in names.items()}
    return client.post(f"/admin/themes/edit/{tag.pk}/", posted)


def detail(page: ItemPage) -> Any:
    """As the API serves it; stale copies have had their turn."""
    locale = page.locale.language_code
    return Client().get(f"/api/v1/items/{page.translation_key}?locale={locale}").json()


def test_a_theme_is_called_by_its_name_in_the_language_of_the_document(
    moderator: Client, sea: Tag
) -> None:
    pages = {code: item(code, sea) for code in ("fr", "ru", "en")}
    assert name(moderator, sea, fr="la mer", ru="море").status_code == 302
    said = {code: detail(page)["themes"] for code, page in pages.items()}
    assert said == {
        "fr": [{"slug": "sea", "name": "mer", "label": "la mer"}],
        "ru": [{"slug": "sea", "name": "mer", "label": "море"}],
        # English falls back along its chain.
        "en": [{"slug": "sea", "name": "mer", "label": "la mer"}],
    }
    assert detail(pages["ru"])["jsonld"]["keywords"] == ["море"]


def test_a_name_taken_away_is_the_tags_own_again(moderator: Client, sea: Tag) -> None:
    page = item("ru", sea)
    name(moderator, sea, ru="море")
    name(moderator, sea, ru="")
    assert not ThemeName.objects.exists()
    assert detail(page)["themes"] == [{"slug": "sea", "name": "mer", "label": "mer"}]


def test_a_theme_that_is_deleted_leaves_public_items(client: Client, sea: Tag) -> None:
    page = item("fr", sea)
    client.force_login(UserFactory(superuser=True, language="en"))
    assert client.post(f"/admin/themes/delete/{sea.pk}/").status_code == 302
    assert detail(page)["themes"] == []


def test_deleting_says_first_who_loses_the_theme(client: Client, sea: Tag) -> None:
    item("fr", sea)
    ItemFactory(themes=["mer"])
    client.force_login(UserFactory(superuser=True, language="en"))
    address = f"/admin/themes/delete/{sea.pk}/"
    text = client.get(address).content.decode()
    assert "2 items have this theme and will lose it" in text
    assert "0 times" not in text
    assert "0 times" not in client.get(f"/admin/themes/edit/{sea.pk}/").content.decode()


def test_a_tag_files_have_is_not_deleted_with_the_theme(client: Client, sea: Tag) -> None:
    page, image = item("fr", sea), ImageFactory()
    image.tags.add(sea)
    client.force_login(UserFactory(superuser=True, language="en"))
    address = f"/admin/themes/delete/{sea.pk}/"
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    assert "1 file has this tag" in shown.get_text()
    assert shown.select(f"form[action='{address}']") == []
    client.post(address)
    assert [tag["slug"] for tag in detail(page)["themes"]] == ["sea"]
    assert list(image.tags.all()) == [sea]


@pytest.mark.parametrize(
    ("known", "said"), [("mer", "mer"), ("mer", "Mer"), ("été", "ÉTÉ"), ("море", "Море")]
)
def test_no_two_themes_differ_in_case_alone(moderator: Client, known: str, said: str) -> None:
    tag, other = Tag.objects.create(name=known), Tag.objects.create(name="océan")
    response = moderator.post(f"/admin/themes/edit/{other.pk}/", {"name": said})
    assert "name" in response.context["form"].errors
    assert moderator.post(f"/admin/themes/edit/{tag.pk}/", {"name": said}).status_code == 302


def test_the_form_shows_what_is_known_and_refuses_what_cannot_be_kept(
    moderator: Client, sea: Tag
) -> None:
    ThemeName.objects.create(tag=sea, language="ru", name="море")
    soup = BeautifulSoup(moderator.get(f"/admin/themes/edit/{sea.pk}/").content, "html.parser")
    assert soup.select_one("[name=name_ru]")["value"] == "море"  # type: ignore[index]
    response = name(moderator, sea, ru="м" * 101)
    assert "name_ru" in response.context["form"].errors
    assert ThemeName.objects.get().name == "море"


def test_a_twin_in_another_case_keeps_nobody_from_naming(moderator: Client, sea: Tag) -> None:
    """Tags made by hand or by older imports: the name stays, its translations may be given."""
    Tag.objects.create(name="МОРЕ")
    twin = Tag.objects.create(name="море")
    item("ru", twin)
    response = moderator.post(f"/admin/themes/edit/{twin.pk}/", {"name": "море", "name_en": "Sea"})
    assert response.status_code == 302
    assert ThemeName.objects.get(tag=twin).name == "Sea"


def test_only_tags_of_items_are_listed(moderator: Client, sea: Tag) -> None:
    item("fr", sea)
    Tag.objects.create(name="affiche")
    text = moderator.get("/admin/themes/").content.decode()
    assert f"/admin/themes/edit/{sea.pk}/" in text
    assert "affiche" not in text


@pytest.mark.parametrize("role", ["contributor", "editor", "manager"])
def test_members_name_no_themes(client: Client, sea: Tag, role: str) -> None:
    house = ItemFactory(published=True).get_parent().specific.institution
    client.force_login(UserFactory(member_of=house, member_of__role=role, language="en"))
    assert name(client, sea, ru="море").status_code in {302, 404}
    assert client.get("/admin/themes/").status_code == 302
    assert not ThemeName.objects.exists()
