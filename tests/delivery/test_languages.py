"""Which language an answer is in: the parameter, else the header, else the default."""

import pytest

from cms.delivery.http.negotiation import preferred_locale
from content_pages.models import ItemPage
from tests.delivery.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("", "fr"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de, en-GB;q=0.7, ru;q=0.9", "ru"),
        ("en;q=0.5, ru;q=0.5", "en"),
        ("RU", "ru"),
        ("de", "fr"),
        ("*", "fr"),
        ("fr;q=0, *;q=0.1", "ru"),
        ("ru;q=0, en", "en"),
        ("ru;q=2, en;q=0.1", "en"),
        ("ru;q=x, en;q=0.1", "en"),
        (";;;,,q=", "fr"),
        ("ru;level=1;q=0.3, en;q=0.2", "ru"),
        ("x" * 10_000, "fr"),
    ],
)
def test_quality_values_are_weighed(header: str, locale: str) -> None:
    assert preferred_locale(header) == locale


def test_the_parameter_wins_over_the_header(api: Api, item: ItemPage, russian: ItemPage) -> None:
    response = api(f"items/{item.slug}", {"Accept-Language": "fr"}, locale="ru")
    assert response.json()["locale"] == response["Content-Language"] == "ru"
    assert "Vary" not in response


def test_the_header_is_used_and_caches_are_told(
    api: Api, item: ItemPage, russian: ItemPage
) -> None:
    response = api(f"items/{item.slug}", {"Accept-Language": "ru;q=0.9, de"})
    assert response.json()["locale"] == response["Content-Language"] == "ru"
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize("path", ["items", "home", "navigation", "categories"])
def test_caches_are_told_when_the_header_might_have_decided(api: Api, path: str) -> None:
    assert api(path)["Vary"] == "Accept-Language"
    assert "Vary" not in api(path, locale="fr")


def test_a_list_shows_each_document_in_its_best_language(
    api: Api, item: ItemPage, russian: ItemPage
) -> None:
    cards = {
        (card["locale"], card["fallback"]): card
        for locale in ("ru", "en")
        for card in api("items", locale=locale).json()["items"]
    }
    assert cards["ru", False]["slug"] == russian.slug
    assert cards["fr", True]["requested_locale"] == "en"
    assert api("items", locale="en", fallback="none").json()["items"] == []
