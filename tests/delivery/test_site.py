"""The built-in pages, as a citizen meets them: menus, trail, languages, what is missing."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils.html import escape
from django.utils.translation import override

from cms.core.codes import code_list
from cms.delivery.site.views import not_found
from content_pages.models import InstitutionPage
from tests.delivery.looking import links, look, part, titles
from tests.factories import (
    CategoryFactory,
    InstitutionFactory,
    ItemFactory,
    home_page,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def menus() -> None:
    """A French home page that leads to an institution's page and out of the portal."""
    home = home_page()
    museum = InstitutionFactory(published=True, title="Le musée du seuil", slug="seuil")
    home.main_menu = [("entry", {"label": "Au seuil", "page": museum, "url": ""})]
    home.footer_menu = [
        ("entry", {"label": "Ailleurs", "page": None, "url": "https://example.org/"})
    ]
    go_live(home)


def test_every_page_has_the_menus_of_its_languages_home(client: Client, menus: None) -> None:
    museum = InstitutionPage.objects.get(slug="seuil")
    for path in ("/fr/", museum.public_path, "/fr/items/"):
        page = look(client, path)
        assert links(part(page, '<nav class="site__menu"', "</nav>")) == {
            "Au seuil": museum.public_path
        }
        assert links(part(page, '<footer class="foot"', "</footer>"))["Ailleurs"] == (
            "https://example.org/"
        )
        assert part(page, '<a class="site__name" href="', '"') == "/fr/"


def test_the_menu_says_where_one_is(client: Client, menus: None) -> None:
    item = ItemFactory(published=True, parent=InstitutionPage.objects.get(slug="seuil"))
    menu = part(look(client, item.public_path), '<nav class="site__menu"', "</nav>")
    assert 'aria-current="true"' in menu
    assert "aria-current" not in part(
        look(client, "/fr/news/"), '<nav class="site__menu"', "</nav>"
    )


def test_the_trail_leads_back_to_the_home_page(client: Client, menus: None) -> None:
    museum = InstitutionPage.objects.get(slug="seuil")
    item = ItemFactory(published=True, parent=museum, title="La salle des marées")
    trail = part(look(client, item.public_path), '<nav class="trail"', "</nav>")
    assert list(links(trail).values()) == ["/fr/", "/fr/institutions/", museum.public_path]
    assert '<li aria-current="page">La salle des marées</li>' in trail
    assert '<nav class="trail"' not in look(client, "/fr/")


def test_languages_lead_to_the_translation_else_to_that_languages_home(client: Client) -> None:
    item = ItemFactory(published=True)
    russian = ItemFactory(published=True, translation_of=item, locale="ru", slug="po-russki")
    for locale in ("fr", "en", "ru"):
        go_live(home_page(locale))
    page = look(client, item.public_path)
    languages = links(part(page, '<nav class="site__languages"', "</nav>"))
    assert list(languages.values()) == [item.public_path, russian.public_path, "/en/"]


def test_chips_lead_to_the_lists_they_filter(client: Client) -> None:
    """What it is, for whom, its themes and its institution; each list holds the item."""
    item = ItemFactory(
        published=True,
        title="Le phare",
        format="recording",
        audiences=["families"],
        themes=["mer"],
    )
    other = ItemFactory(published=True, title="Autre", format="quiz", parent=item.get_parent())
    museum = item.get_parent().specific
    found = links(part(look(client, item.public_path), "<main", "</main>"))
    assert found[escape(museum.title)] == museum.public_path
    assert found["Familles"] == "/fr/items/?audience=families"
    assert found["mer"] == "/fr/items/?theme=mer"
    assert titles(look(client, found["mer"])) == ["Le phare"]
    recording = next(way for way in found.values() if way == "/fr/items/?format=recording")
    assert titles(look(client, recording)) == ["Le phare"]
    category = next(way for way in found.values() if way.startswith("/fr/categories/"))
    assert set(titles(look(client, category))) == {"Le phare", other.title}


def test_chips_of_an_institution_lead_to_its_section(client: Client) -> None:
    go_live(home_page())
    section = home_page().get_children().get(slug="institutions").specific
    go_live(section)
    museum = InstitutionFactory(published=True)
    found = links(look(client, museum.public_path))
    assert "/fr/institutions/?institution_kind=museum" in found.values()
    assert "/fr/institutions/?territory=fr_52" in found.values()


def test_what_is_missing_is_said_in_the_language_of_the_path(client: Client, menus: None) -> None:
    go_live(home_page("ru"))
    answer = client.get("/ru/nigde/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer["Content-Language"] == "ru"
    assert answer["Content-Type"].startswith("text/html")
    assert 'href="/ru/"' in answer.content.decode()


def test_elsewhere_it_is_said_in_the_readers_language(client: Client, menus: None) -> None:
    for path in ("/nowhere/", "/preview/no-such-token/", "/images/1/nothing/"):
        answer = client.get(path, headers={"Accept-Language": "fr"})
        assert answer.status_code == 404
        assert answer["Content-Language"] == "fr"
        assert "Accept-Language" in answer["Vary"]
        assert "Au seuil" in answer.content.decode()


def test_it_is_not_found_in_a_failed_transaction_too(rf: RequestFactory) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        answer = not_found(rf.get("/fr/nowhere/"))
    assert answer.status_code == 404
    assert answer["Content-Language"] == "fr"


def test_the_home_pages_own_entry_is_current_there_alone(client: Client) -> None:
    home = home_page()
    home.main_menu = [("entry", {"label": "Accueil", "page": home, "url": ""})]
    go_live(home)
    go_live(home)  # now its own page is public, and the entry leads there
    museum = InstitutionFactory(published=True)
    current = {
        path: "aria-current" in part(look(client, path), '<nav class="site__menu"', "</nav>")
        for path in ("/fr/", museum.public_path)
    }
    assert current == {"/fr/": True, museum.public_path: False}


def test_what_was_withdrawn_is_gone_and_the_menus_are_there(client: Client, menus: None) -> None:
    item = ItemFactory(published=True)
    item.unpublish()
    page = look(client, item.public_path, 410)
    assert "Au seuil" in page
    assert "noindex" in page


def test_a_withdrawn_page_is_listed_nowhere(client: Client) -> None:
    home = home_page()
    latest = {"title": "Les derniers", "kind": "item", "format": "", "category": None, "limit": 3}
    home.sections = [("latest", latest)]
    go_live(home)
    item = ItemFactory(published=True, title="Retirée")
    museum = item.get_parent().specific
    ItemFactory(parent=museum, title="Brouillon")
    paths = ("/fr/", "/fr/items/", museum.public_path)
    assert all("Retirée" in look(client, path) for path in paths)
    item.unpublish()
    for path in paths:
        page = look(client, path)
        assert "Retirée" not in page
        assert "Brouillon" not in page


def test_nothing_of_a_page_comes_from_elsewhere_or_runs(client: Client) -> None:
    category = CategoryFactory(published=True, complete=True)
    answer = client.get(category.public_path)
    policy, page = answer["Content-Security-Policy"], answer.content.decode()
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert "<script" not in page
    assert "style-src 'self' 'sha256-" in policy
    # What a browser fetches by itself is ours: pictures, styles, icons.
    for address in re.findall(r'(?:src|srcset|<link [^>]*href)="([^" ]+)', page):
        assert address.startswith(("/", "http://testserver", "http://127.0.0.1")), address


def test_titles_are_text_in_trails_menus_and_cards(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    museum = InstitutionFactory(published=True, title=evil)
    item = ItemFactory(published=True, parent=museum, title=evil)
    for path in (museum.public_path, item.public_path, "/fr/items/"):
        assert "<script" not in look(client, path)


def test_a_slash_that_is_missing_keeps_the_query(client: Client) -> None:
    answer = client.get("/fr/items?format=quiz")
    assert (answer.status_code, answer["Location"]) == (301, "/fr/items/?format=quiz")


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/fr/items/").status_code == 405
    assert client.head("/fr/items/").status_code == 200


def test_without_built_in_pages_there_is_the_api_alone(client: Client, settings: Any) -> None:
    item = ItemFactory(published=True)
    settings.PUBLIC_PAGES = False
    for path in ("/", "/fr/", item.public_path, "/fr/items/"):
        page = look(client, path, 404)
        assert "site__menu" not in page
    assert client.get("/api/v1/items").json()["items"][0]["title"] == item.title


def test_a_preview_is_drawn_without_the_site_too(admin_client: Client, settings: Any) -> None:
    item = ItemFactory(title="Un brouillon", audiences=["families"])
    item.save_revision()
    settings.PUBLIC_PAGES = False
    page = look(admin_client, f"/admin/pages/{item.pk}/view_draft/")
    assert "<h1>Un brouillon</h1>" in page
    assert "Familles" in page
    assert "/fr/items/" not in page


def test_cards_in_another_language_say_so(client: Client) -> None:
    """On Russian lists an English document stands in where there is no Russian one."""
    ItemFactory(published=True, locale="en", title="Only in English")
    page = look(client, "/ru/items/")
    assert '<article class="card" lang="en">' in page
    marks = part(page, 'class="card__language" lang="ru">', "</p>")
    assert marks == name_of_language("en", "ru")
    assert 'class="card__language"' not in look(client, "/en/items/")


def name_of_language(code: str, reader: str) -> str:
    with override(reader):
        return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES)[code])


def test_a_card_in_another_language_says_all_in_that_language(client: Client) -> None:
    ItemFactory(published=True, locale="fr", title="Visite", format="virtual_visit")
    words = part(look(client, "/ru/items/"), 'class="card__meta">', "</p>")
    with override("fr"):
        french = code_list("formats").label("virtual_visit")
    assert french in words
    with override("ru"):
        assert code_list("formats").label("virtual_visit") not in words


def test_the_menus_are_folded_without_a_script(client: Client, menus: None) -> None:
    page = look(client, "/fr/")
    fold = part(page, '<details class="site__fold">', "</details>")
    assert "<summary>" in fold
    assert 'class="site__languages"' in fold
    assert "<script" not in page


def test_english_dates_are_british(client: Client) -> None:
    showing = occurrence(datetime(2031, 5, 17, 19, tzinfo=UTC))
    item = ItemFactory(published=True, locale="en", occurrences=[showing])
    page = look(client, item.public_path)
    assert "17 May 2031" in page
    assert "21:00" in page
