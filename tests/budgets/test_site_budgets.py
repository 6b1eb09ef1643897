"""What a built-in page may cost, in SQL statements: a handful, whatever is on it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import ItemFactory
from tests.factories.whole import WHOLE

pytestmark = pytest.mark.django_db

# The document, the home page with the menus, what is near it; and the cards of all its lists.
DOCUMENT, WITH_LISTS, MISSING = 3, 4, 8


def statements(path: str, status: int = 200) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(path)
    assert answer.status_code == status, answer.content
    return len(captured)


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_page_of_every_kind(kind: str) -> None:
    page = WHOLE[kind]()
    Client().get(page.public_path)  # reads the catalogue into memory
    listing = kind in {"section", "category", "institution", "home"}
    assert statements(page.public_path) <= (WITH_LISTS if listing else DOCUMENT)


def test_a_thinned_list_costs_the_same_however_long_it_is() -> None:
    for _number in range(3):
        ItemFactory(published=True, format="quiz")
    path = "/fr/items/?format=quiz"
    Client().get(path)
    before = statements(path)
    assert before <= WITH_LISTS
    for _number in range(12):
        ItemFactory(published=True, format="quiz")
    Client().get(path)
    assert statements(path) == before


def test_what_is_missing() -> None:
    assert statements("/fr/nowhere/", 404) <= MISSING
