"""Lists on the built-in pages: the API's own, thinned by its filters and turned by its cursors."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from content_pages.models import NewsIndexPage
from tests.admin.conftest import form_of
from tests.delivery.looking import links, look, part, titles
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    home_page,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def news_section() -> NewsIndexPage:
    section: NewsIndexPage = NewsIndexPage.objects.get(locale__language_code="fr")
    go_live(section)
    return section


def test_a_section_lists_what_is_in_it_page_by_page(
    client: Client, news_section: NewsIndexPage
) -> None:
    for _number in range(25):
        NewsFactory(published=True)
    first = look(client, news_section.public_path)
    assert len(titles(first)) == 24
    following = links(part(first, '<p class="more">', "</p>"))
    second = look(client, next(iter(following.values())))
    assert len(titles(second)) == 1
    assert set(titles(first)) & set(titles(second)) == set()
    assert list(links(part(second, '<p class="more">', "</p>")).values()) == [
        news_section.public_path
    ]


@pytest.mark.usefixtures("no_workflow")
def test_no_page_takes_the_address_of_all_items(
    admin_client: Client, news_section: NewsIndexPage, no_workflow: None
) -> None:
    item = ItemFactory(published=True)
    address = f"/admin/pages/{news_section.pk}/edit/"
    data = form_of(admin_client, address) | {"slug": "items", "action-publish": "action-publish"}
    response = admin_client.post(address, data)
    assert set(response.context["form"].errors) == {"slug"}
    draft = NewsIndexPage.objects.get(pk=news_section.pk)
    draft.slug = "items"
    with pytest.raises(ValidationError, match="list of all items"):
        go_live(draft)
    below = NewsFactory(published=True, slug="items")  # further down it is nobody's
    assert below.public_path != "/fr/items/"
    assert titles(look(admin_client, "/fr/items/")) == [item.title]


def test_an_empty_section_says_so(client: Client, news_section: NewsIndexPage) -> None:
    assert 'class="nothing"' in look(client, news_section.public_path)


def test_the_list_is_the_apis(client: Client) -> None:
    for number in range(3):
        ItemFactory(published=True, title=f"Numéro {number}", format="quiz")
    ItemFactory(published=True, title="Autre", format="podcast_episode")
    answered = client.get("/api/v1/items?locale=fr&format=quiz").json()["items"]
    page = look(client, "/fr/items/?format=quiz")
    assert titles(page) == [one["title"] for one in answered]


def test_a_choice_can_be_taken_back_and_made_narrower(client: Client) -> None:
    for number in range(10):
        ItemFactory(published=True, format="quiz" if number else "reading", audiences=["families"])
    page = look(client, "/fr/items/?audience=families")
    chosen = links(part(page, 'class="chips chips--chosen"', "</ul>"))
    assert list(chosen.values()) == ["/fr/items/"]
    narrower = links(part(page, '<details class="narrower">', "</details>"))
    assert narrower["Quiz (9)"] == "/fr/items/?audience=families&format=quiz"
    assert len(titles(look(client, narrower["Quiz (9)"]))) == 9


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("format=film", ["Film"]),
        ("format=quiz,quiz", ["Quiz"]),
        ("format=quiz&format=film,quiz", ["Quiz", "Film"]),
        ("audience=families", ["Families"]),
        ("accessibility=captions", ["Captions"]),
        ("language=ru", ["Russian"]),
        ("category=theatre", ["Stage"]),
        ("institution=seuil", ["The threshold"]),
        ("free=false", ["With a charge"]),
        ("age=7", ["Age: 7"]),
        ("duration_min=5&duration_max=10", ["At least 5 minutes", "At most 10 minutes"]),
        ("theme=zzz", ["Theme: zzz"]),
        ("when=today", ["Today"]),
        ("when=2030-05-17", ["17 May 2030"]),
        ("when=2030-05-17..2030-05-18", ["17 May 2030 – 18 May 2030"]),
        ("when=2030-05-17..", ["From 17 May 2030"]),
        ("when=..2030-05-17", ["Until 17 May 2030"]),
        ("updated_since=2026-05-01", ["Updated since 1 May 2026"]),
    ],
)
def test_a_choice_is_called_by_its_name_whatever_is_left(
    client: Client, query: str, said: list[str]
) -> None:
    CategoryFactory(published=True, locale="en", code="theatre", title="Stage")
    InstitutionFactory(published=True, locale="en", slug="seuil", title="The threshold")
    page = look(client, f"/en/items/?{query}")
    chosen = links(part(page, 'class="chips chips--chosen"', "</ul>"))
    assert [words.removesuffix(" · remove") for words in chosen] == said


@pytest.mark.parametrize(
    "query",
    ["format=nonsense", "cursor=1", "institution=nobody", "order=sideways", "%ff=1"],
)
def test_a_list_there_is_not_is_not_found(client: Client, query: str) -> None:
    ItemFactory(published=True)
    look(client, f"/fr/items/?{query}", 404)


@pytest.mark.parametrize("query", ["format=nonsense", "cursor=1"])
def test_a_wrong_filter_leads_to_the_whole_list(client: Client, query: str) -> None:
    item = ItemFactory(published=True)
    page = look(client, f"/fr/items/?{query}", 404)
    assert "/fr/items/" in links(part(page, "<main", "</main>")).values()
    assert titles(look(client, "/fr/items/")) == [item.title]
    # What is not there at all has no list to lead to.
    nowhere = look(client, "/fr/nowhere/", 404)
    assert "/fr/nowhere/" not in nowhere


def test_filters_are_no_addresses_to_follow(client: Client) -> None:
    for number in range(10):
        ItemFactory(published=True, format="quiz" if number else "reading", audiences=["families"])
    page = look(client, "/fr/items/?audience=families")
    for start, end in (
        ('class="chips chips--chosen"', "</ul>"),
        ('<details class="narrower">', "</details>"),
    ):
        found = re.findall("<a [^>]*>", part(page, start, end))
        assert found
        assert all('rel="nofollow"' in one for one in found)


def test_what_is_no_filter_is_left_aside(client: Client) -> None:
    item = ItemFactory(published=True)
    page = look(client, "/fr/items/?utm_source=letter&limit=1&fields=id&count=maybe&q=%3Cscript%3E")
    assert titles(page) == [item.title]
    assert "utm_source" not in page


def test_a_cursor_of_another_list_is_not_found(client: Client, news_section: NewsIndexPage) -> None:
    for _number in range(25):
        NewsFactory(published=True)
    first = look(client, news_section.public_path)
    address = next(iter(links(part(first, '<p class="more">', "</p>")).values()))
    look(client, address.replace(news_section.public_path, "/fr/items/"), 404)


def test_an_institution_lists_its_own_items(client: Client) -> None:
    here, there = InstitutionFactory(published=True), InstitutionFactory(published=True)
    ItemFactory(published=True, parent=here, title="Ici")
    ItemFactory(published=True, parent=there, title="Là-bas")
    assert titles(look(client, here.public_path)) == ["Ici"]


def test_a_category_lists_those_below_it_and_their_items(client: Client) -> None:
    music = CategoryFactory(published=True, code="music", title="Musique")
    opera = CategoryFactory(published=True, code="opera", title="Opéra", parent=music)
    ItemFactory(published=True, category=opera, title="Une création")
    CategoryFactory(published=True, code="cinema", title="Cinéma")
    assert titles(look(client, music.public_path)) == ["Opéra", "Une création"]
    assert titles(look(client, opera.public_path)) == ["Une création"]


def latest(**asked: Any) -> tuple[str, dict[str, Any]]:
    return "latest", {"title": "Les derniers", "kind": "item", "limit": 2} | asked


def test_the_home_page_is_filled_from_the_catalogue(client: Client) -> None:
    for number in range(3):
        ItemFactory(published=True, title=f"Quiz {number}", format="quiz")
    GuideFactory(published=True, title="Un guide")
    home = home_page()
    home.sections = [
        latest(format="quiz"),
        latest(kind="guide", title="Les guides"),
        latest(category="unheard_of", title="Rien de tel"),
        latest(kind="news", title="Pas de nouvelles"),
        latest(kind="guide", format="quiz", title="Mal posée"),
    ]
    go_live(home)
    page = look(client, "/fr/")
    assert titles(page) == ["Quiz 2", "Quiz 1", "Un guide"]
    assert "/fr/items/?format=quiz" in links(page).values()
    for absent in ("Rien de tel", "Pas de nouvelles", "Mal posée"):
        assert absent not in page
    ItemFactory(published=True, title="Quiz 3", format="quiz")
    assert titles(look(client, "/fr/"))[0] == "Quiz 3"


def test_a_home_section_in_the_order_of_dates(client: Client) -> None:
    for day in (18, 16, 17):
        showing = occurrence(datetime(2031, 5, day, 18, tzinfo=UTC))
        ItemFactory(published=True, title=f"Le {day}", format="live_stream", occurrences=[showing])
    home = home_page()
    home.sections = [latest(format="live_stream", order="next_occurrence", limit=2)]
    go_live(home)
    page = look(client, "/fr/")
    assert titles(page) == ["Le 16", "Le 17"]
    more = "/fr/items/?format=live_stream&order=next_occurrence"
    assert more in links(page).values()
    section = client.get("/api/v1/home?locale=fr").json()["sections"][0]
    assert section["value"]["order"] == "next_occurrence"


def test_a_home_section_of_what_has_no_dates_to_come_shows_the_newest(client: Client) -> None:
    NewsFactory(published=True, title="Une nouvelle")
    home = home_page()
    home.sections = [latest(kind="news", order="next_occurrence", title="Nouvelles")]
    go_live(home)
    section = client.get("/api/v1/home?locale=fr").json()["sections"][0]
    assert section["value"]["order"] is None
    assert titles(look(client, "/fr/")) == ["Une nouvelle"]


def test_a_home_section_names_an_audience_by_what_it_is_called_now(client: Client) -> None:
    home = home_page()
    home.sections = [latest(audience="psychic")]
    go_live(home)
    section = client.get("/api/v1/home?locale=fr").json()["sections"][0]
    assert section["value"]["audience"] == "psychosocial"
    assert home_page().sections[0].block.clean(home_page().sections[0].value)


def test_a_draft_of_the_home_page_is_filled_too(admin_client: Client) -> None:
    ItemFactory(published=True, title="Un quiz", format="quiz")
    home = home_page()
    home.sections = [latest(format="quiz")]
    home.save_revision()
    assert titles(look(admin_client, f"/admin/pages/{home.pk}/view_draft/")) == ["Un quiz"]
