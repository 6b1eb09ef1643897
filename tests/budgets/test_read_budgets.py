"""What a read may cost, in SQL statements: docs/api.md, "Speed"."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.catalogue.catalogue import forget
from cms.core import clock
from cms.publication.models import Change, ChangeNumber, PublishedBody, PublishedDocument
from content_pages.models import ItemPage
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db

DETAIL, LIST, FILTERED, NOT_MODIFIED = 2, 2, 4, 1

DETAILS = ["items/{slug}", "items/{id}", "items/{slug}?locale=ru", "home", "navigation"]
UNFILTERED = ["items", "items?limit=100", "items?order=title", "categories", "guides?locale=ru"]
FILTERS = [
    "items?category=theatre&count=true&facets=category,format,institution,language",
    "items?institution={institution}&format=recording&limit=100",
    "items?age=8&free=true&duration_max=120&audience=families&theme=paris",
]
OTHERS = ["documents?ids={id}", "changes", "changes?limit=100", "resolve?path={path}"]


@pytest.fixture
def named() -> Iterator[dict[str, str]]:
    """A published item, and a catalogue that has been asked before."""
    forget()
    item: ItemPage = ItemFactory(published=True, slug="les-coulisses")
    Client().get("/api/v1/items")
    yield {
        "slug": item.slug,
        "id": str(item.translation_key),
        "path": item.public_path,
        "institution": item.get_parent().slug,
    }
    forget()


def _statements(path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(f"/api/v1/{path}", headers=headers)
    assert answer.status_code in {200, 304}, answer.content
    return len(captured)


@pytest.mark.parametrize("path", DETAILS)
def test_a_detail(named: dict[str, str], path: str) -> None:
    assert _statements(path.format(**named)) <= DETAIL


@pytest.mark.parametrize("path", UNFILTERED)
def test_a_list(named: dict[str, str], path: str) -> None:
    assert _statements(path.format(**named)) <= LIST


@pytest.mark.parametrize("path", FILTERS)
def test_a_filtered_list_with_total_and_facets(named: dict[str, str], path: str) -> None:
    assert _statements(path.format(**named)) <= FILTERED


@pytest.mark.parametrize("path", OTHERS)
def test_documents_changes_and_paths(named: dict[str, str], path: str) -> None:
    assert _statements(path.format(**named)) <= DETAIL


@pytest.mark.parametrize("path", [*DETAILS, *UNFILTERED, *FILTERS, *OTHERS, "", "openapi.json"])
def test_a_304(named: dict[str, str], path: str) -> None:
    asked = path.format(**named)
    tag = Client().get(f"/api/v1/{asked}")["ETag"]
    assert _statements(asked, **{"If-None-Match": tag}) <= NOT_MODIFIED


def test_a_detail_that_is_not_read_is_not_fetched(named: dict[str, str]) -> None:
    """The database compares the tag; the wide JSON does not travel."""
    tag = Client().get(f"/api/v1/items/{named['slug']}")["ETag"]
    PublishedBody.objects.update(detail=b"never looked at")
    answer = Client().get(f"/api/v1/items/{named['slug']}", headers={"If-None-Match": tag})
    assert answer.status_code == 304


def test_a_list_right_after_a_publication(named: dict[str, str]) -> None:
    """The one list that finds the catalogue behind brings it up to date."""
    ItemFactory(published=True, parent=ItemPage.objects.first().get_parent())
    assert _statements("items") <= 6
    assert _statements("items") <= LIST


def test_nothing_depends_on_the_size_of_the_page_or_of_the_catalogue(
    named: dict[str, str],
) -> None:
    asked = ["items?limit=1", "items?limit=100", "items?category=theatre&count=true", "changes"]
    before = [_statements(path) for path in asked]
    _publish_copies(500)
    for path in asked:
        _statements(path)
    assert [_statements(path) for path in asked] == before
    assert Client().get("/api/v1/items?count=true").json()["total"] == 501


def _publish_copies(count: int) -> None:
    """Copies of the item's published copy, under ids of their own."""
    pattern = PublishedDocument.objects.select_related("body").get(kind="item", locale="fr")
    number = ChangeNumber.objects.get()
    for place in range(1, count + 1):
        key = uuid4()
        card = bytes(pattern.body.card).replace(str(pattern.key).encode(), str(key).encode())
        document = PublishedDocument.objects.get(pk=pattern.pk)
        document.pk, document.key, document.page_id = None, key, 1_000_000 + place
        document.slug, document.path = f"copy-{place}", f"/fr/copy-{place}/"
        document.version = number.value + place
        document.save()
        PublishedBody.objects.create(document=document, detail=card, card=card, ref=card)
    Change.objects.bulk_create(
        Change(
            seq=document.version,
            op="upsert",
            kind="item",
            key=document.key,
            locale="fr",
            at=clock.now(),
        )
        for document in PublishedDocument.objects.filter(page_id__gt=1_000_000)
    )
    number.value += count
    number.save()
