"""What an item's document says, and that it follows what it shows of others."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from cms.core import clock
from cms.core.codes import code_list
from cms.publication.copies.building import Building
from content_pages.models import RelatedItem
from tests.content_pages.builders.documents import card_of, detail_of, facts_of
from tests.factories import (
    CategoryFactory,
    InstitutionFactory,
    InstitutionRecordFactory,
    ItemFactory,
    ProgrammeFactory,
    occurrence,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


def test_the_card_is_the_contract() -> None:
    record = InstitutionRecordFactory(territory="fr_53")
    institution = InstitutionFactory(published=True, institution=record, title="Bolchoï")
    item = ItemFactory(
        published=True,
        parent=institution,
        category=CategoryFactory.found("fr", code="theatre", title="Théâtre"),
        duration_minutes=95,
        age_scheme="ru",
        age_rating="12+",
        audiences=["families"],
        spoken_languages=["ru"],
        subtitle_languages=["fr"],
    )
    card = card_of(item)
    assert card["id"] == str(item.translation_key)
    assert card["path"] == f"/fr/institutions/{institution.slug}/{item.slug}/"
    assert card["category"] == {"code": "theatre", "label": "Théâtre", "title": "Théâtre"}
    assert card["format"] == {"code": "recording", "label": "Captation"}
    assert card["institution"] == {
        "id": str(institution.translation_key),
        "slug": institution.slug,
        "title": "Bolchoï",
    }
    assert card["age"] == {"scheme": "ru", "rating": "12+"}
    assert card["languages"] == {"spoken": ["ru"], "subtitles": ["fr"], "sign": []}
    assert (card["is_free"], card["duration_minutes"]) == (True, 95)


def test_unknown_is_null_and_never_no() -> None:
    detail = detail_of(ItemFactory(published=True))
    for field in ("image", "age", "duration_minutes", "available_until", "place", "level"):
        assert detail[field] is None, field
    rights = detail["rights"]
    assert (rights["embed_allowed"], rights["download_allowed"]) == (None, None)
    assert (rights["licence"], detail["access"]["price"]) == (None, None)


def test_labels_speak_the_documents_language_whoever_publishes() -> None:
    with translation.override("en"):
        item = ItemFactory(published=True, locale="ru")
    assert card_of(item)["format"]["label"] == code_list("formats").label("recording", "ru")


FACTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"access_mode": "registration"}, {"free": True, "access_mode": "registration"}),
    ({"access_mode": "paid"}, {"free": False}),
    ({"spoken_languages": ["ru"], "subtitle_languages": ["fr", "ru"]}, {"language": ["fr", "ru"]}),
    ({}, {"age_min": None, "age_max": None, "duration": None, "featured": False}),
    ({"age_scheme": "ru", "age_rating": "12+"}, {"age_min": 12, "age_max": None}),
    ({"age_scheme": "ru", "age_rating": "0+"}, {"age_min": 0}),
    ({"target_age_from": 7, "target_age_to": 9}, {"age_min": 7, "age_max": 9}),
    ({"age_scheme": "fr", "age_rating": "-12", "target_age_from": 8}, {"age_min": 12}),
    ({"duration_minutes": 40}, {"duration": 40}),
    ({"featured_from": datetime(2020, 1, 1, tzinfo=UTC)}, {"featured": True}),
    ({"featured_until": datetime(2020, 1, 1, tzinfo=UTC)}, {"featured": False}),
    ({"themes": ["Art urbain"]}, {"theme": ["art-urbain"]}),
    ({"audiences": ["teens"]}, {"audience": ["teens"]}),
]


@pytest.mark.parametrize(("values", "facts"), FACTS)
def test_facts_are_what_lists_filter_on(values: dict[str, Any], facts: dict[str, Any]) -> None:
    found = facts_of(ItemFactory(published=True, **values))
    assert {name: found[name] for name in facts} == facts


def test_facts_of_ties() -> None:
    art = CategoryFactory(published=True, code="art")
    street = CategoryFactory(published=True, code="street_art", parent=art)
    tours = CategoryFactory(published=True, code="tours")
    programme = ProgrammeFactory(published=True)
    record = InstitutionRecordFactory(territory="fr_53")
    institution = InstitutionFactory(published=True, institution=record)
    item = ItemFactory(
        published=True,
        parent=institution,
        category=street,
        more_categories=[tours],
        programmes=[programme],
    )
    facts = facts_of(item)
    assert facts["category"] == ["art", "street_art", "tours"]
    assert facts["programme"] == [str(programme.translation_key)]
    assert facts["institution"] == str(institution.translation_key)
    assert facts["territory"] == "fr_53"


def test_it_follows_the_names_it_shows() -> None:
    item = ItemFactory(published=True)
    institution, category = item.get_parent().specific, item.category
    for page, title in ((institution, "Musée rebaptisé"), (category, "Scène")):
        page.title = title
        go_live(page)
    card = card_of(item)
    assert card["institution"]["title"] == "Musée rebaptisé"
    assert card["category"]["title"] == "Scène"


def test_it_follows_the_category_that_moves_below_another() -> None:
    item = ItemFactory(published=True, category=CategoryFactory(published=True, code="puppets"))
    theatre = CategoryFactory(published=True, code="stage")
    item.category.move(theatre, pos="last-child")
    assert facts_of(item)["category"] == ["puppets", "stage"]


def test_it_follows_the_territory_of_its_institution() -> None:
    item = ItemFactory(published=True)
    record = item.get_parent().specific.institution
    record.territory = "fr_11"
    record.save()
    assert facts_of(item)["territory"] == "fr_11"


def test_only_what_is_public_is_shown() -> None:
    other, hidden = ItemFactory(published=True), ItemFactory()
    item = ItemFactory()
    item.related_items = [RelatedItem(item=other), RelatedItem(item=hidden)]
    go_live(item)
    assert [card["title"] for card in detail_of(item)["related"]] == [other.title]
    go_live(hidden)
    assert [card["title"] for card in detail_of(item)["related"]] == [other.title, hidden.title]
    other.unpublish()
    assert [card["title"] for card in detail_of(item)["related"]] == [hidden.title]


def test_a_link_in_the_text_follows_its_page() -> None:
    other = ItemFactory(published=True)
    text = f'<p><a linktype="page" id="{other.pk}">Voir</a></p>'
    item = ItemFactory(published=True, body=[("paragraph", text)])
    other.slug = "ailleurs"
    go_live(other)
    shown = detail_of(item)["body"][0]["value"]
    assert f'href="http://127.0.0.1:8000{card_of(other)["path"]}"' in shown
    assert card_of(other)["path"].endswith("/ailleurs/")


def test_a_rich_item_costs_few_statements(django_assert_max_num_queries: Any) -> None:
    item = ItemFactory(published=True, complete=True)
    item.related_items = [RelatedItem(item=ItemFactory(published=True)) for _ in range(5)]
    go_live(item)
    building = Building(clock.now())
    page = building.load([item.pk])[item.pk]
    with django_assert_max_num_queries(30):
        building.copy(page)


def test_occurrences_stand_in_the_order_of_time() -> None:
    item = ItemFactory()
    item.occurrences = [occurrence(datetime(2031, month, 1, 18, tzinfo=UTC)) for month in (5, 3, 4)]
    go_live(item)
    starts = [one["starts_at"] for one in detail_of(item)["occurrences"]]
    assert starts == ["2031-03-01T18:00:00Z", "2031-04-01T18:00:00Z", "2031-05-01T18:00:00Z"]
