"""Institutions, categories, guides, programmes, news and the home page as documents."""

from datetime import UTC, datetime

import pytest

from content_pages.models import InstitutionIndexPage
from tests.content_pages.builders.documents import card_of, detail_of, facts_of, is_public
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    InstitutionRecordFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    home_page,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


def test_an_institution_shows_its_record_and_only_its_public_contact() -> None:
    record = InstitutionRecordFactory(complete=True)
    detail = detail_of(InstitutionFactory(published=True, institution=record))
    assert detail["institution_kind"] == {"code": "museum", "label": "Musée"}
    assert detail["contact"] == {"email": record.public_email, "phone": record.public_phone}
    said = str(detail)
    for private in (
        record.editorial_email,
        record.technical_email,
        record.registration_number,
        record.trust_level,
    ):
        assert private not in said


def test_an_institution_follows_its_record() -> None:
    record = InstitutionRecordFactory(town="Nantes")
    page = InstitutionFactory(published=True, institution=record)
    record.town = "Rezé"
    record.save()
    assert card_of(page)["town"] == "Rezé"


def test_a_category_knows_what_leads_to_it() -> None:
    top = CategoryFactory(published=True, code="art", title="Art")
    middle = CategoryFactory(published=True, code="street_art", parent=top)
    leaf = CategoryFactory(published=True, code="mural", parent=middle)
    detail = detail_of(leaf)
    assert [one["code"] for one in detail["ancestors"]] == ["art", "street_art"]
    assert detail["parent"]["code"] == "street_art"
    assert facts_of(leaf) == {"code": "mural", "ancestors": ["art", "street_art"]}
    assert card_of(top)["parent"] is None
    top.title = "Arts"
    go_live(top)
    assert detail_of(leaf)["ancestors"][0]["title"] == "Arts"


def test_picks_stand_in_their_order_and_without_what_is_not_public() -> None:
    first, second, hidden = (
        ItemFactory(published=True),
        ItemFactory(published=True),
        ItemFactory(),
    )
    category = CategoryFactory(
        published=True, picks=[("item", second), ("item", hidden), ("item", first)]
    )
    assert [card["id"] for card in detail_of(category)["picks"]] == [
        str(second.translation_key),
        str(first.translation_key),
    ]


def test_facts_of_a_guide_a_programme_and_news() -> None:
    guide = GuideFactory(published=True, complete=True)
    assert facts_of(guide) == {
        "guide_kind": "how_to",
        "topic": "podcast",
        "level": "discover",
        "role": ["communication", "mediator"],
        "output": ["podcast_episode", "audio_walk"],
    }
    programme = ProgrammeFactory(published=True)
    assert facts_of(programme)["starts_at"] == "2031-05-17T16:00:00+00:00"
    assert facts_of(NewsFactory(published=True)) == {"date": "2030-09-01"}


def test_who_reviews_a_guide_is_nobodys_business() -> None:
    guide = GuideFactory(published=True, complete=True)
    assert guide.review_owner.username not in str(detail_of(guide))


def test_a_programme_follows_the_occurrence_it_names() -> None:
    item = ItemFactory()
    item.occurrences = [occurrence(datetime(2031, 5, day, 18, tzinfo=UTC)) for day in (17, 18)]
    go_live(item)
    item.refresh_from_db()
    meant = item.occurrences.all()[1]
    entry = {"item": item, "occurrence": str(meant.uid), "note": ""}
    programme = ProgrammeFactory(
        published=True,
        sections=[("section", {"title": "La nuit", "intro": "", "entries": [entry]})],
    )

    def shown() -> list[dict]:
        entries: list[dict] = detail_of(programme)["sections"][0]["value"]["entries"]
        return entries

    assert shown()[0]["occurrence"]["status"] == "scheduled"
    meant.status = "cancelled"
    item.occurrences.add(meant)
    go_live(item)
    assert shown()[0]["occurrence"]["status"] == "cancelled"
    item.unpublish()
    assert shown() == []


def test_a_menu_loses_the_entry_whose_page_is_not_public() -> None:
    index = InstitutionIndexPage.objects.get(locale__language_code="fr")
    item = ItemFactory(published=True)
    home = home_page()
    home.main_menu = [
        ("entry", {"label": "Qui", "page": index, "url": ""}),
        ("entry", {"label": "Quoi", "page": item, "url": ""}),
        ("entry", {"label": "Ailleurs", "page": None, "url": "https://example.org/"}),
    ]
    go_live(home)
    main = detail_of(home)["navigation"]["main"]
    assert main[0] == {
        "label": "Qui",
        "path": "/fr/institutions/",
        "url": "http://127.0.0.1:8000/fr/institutions/",
    }
    assert [entry["label"] for entry in main] == ["Qui", "Quoi", "Ailleurs"]
    item.unpublish()
    assert not is_public(item)
    labels = [entry["label"] for entry in detail_of(home)["navigation"]["main"]]
    assert labels == ["Qui", "Ailleurs"]


def test_an_index_page_says_what_it_lists() -> None:
    index = InstitutionIndexPage.objects.get(locale__language_code="ru")
    assert detail_of(index)["lists"] == "institution"
