"""What an item must have to go live, field by field; drafts are asked for nothing but a title."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from cms.core import gate
from content_pages.models import AccessibilityFeature, ItemPage
from tests.factories import ImageFactory, ItemFactory, occurrence, rights_window
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

EARLY, LATE = datetime(2031, 1, 1, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC)

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "T" * 141}, "title", "too_long"),
    ({"summary": ""}, "summary", "required"),
    ({"category": None}, "category", "required"),
    ({"format": ""}, "format", "required"),
    ({"media": []}, "media", "required"),
    ({"access_mode": ""}, "access_mode", "required"),
    ({"access_url": ""}, "access_url", "required"),
    ({"price_min": 5, "price_max": 4}, "price_max", "order"),
    ({"price_min": -1}, "price_min", "negative"),
    ({"on_demand_from": LATE, "on_demand_until": EARLY}, "on_demand_until", "order"),
    ({"featured_from": LATE, "featured_until": EARLY}, "featured_until", "order"),
    ({"attendance": "onsite"}, "place", "required"),
    ({"attendance": "mixed"}, "place", "required"),
    ({"age_scheme": "fr", "age_rating": "12+"}, "age_rating", "foreign_rating"),
    ({"age_scheme": "ru", "age_rating": ""}, "age_rating", "foreign_rating"),
    ({"age_scheme": "none", "age_rating": "12+"}, "age_rating", "foreign_rating"),
    ({"target_age_from": 12, "target_age_to": 6}, "target_age_to", "order"),
]
ALLOWED: list[dict[str, Any]] = [
    {"title": "T" * 140},
    {"price_min": 5, "price_max": 5},
    {"price_min": 0},
    {"on_demand_from": EARLY, "on_demand_until": LATE},
    {"on_demand_until": EARLY},
    {"attendance": "onsite", "place": "Grande salle"},
    {"age_scheme": "fr", "age_rating": "-12"},
    {"target_age_from": 6, "target_age_to": 6},
]


def refusal_of(page: ItemPage) -> dict[str, set[str]]:
    """Field → codes of what publishing says; the page must not be live afterwards."""
    with pytest.raises(ValidationError) as refusal:
        go_live(page)
    page.refresh_from_db()
    assert not page.live
    return {
        field: {error.code for error in errors}
        for field, errors in refusal.value.error_dict.items()
    }


@pytest.mark.parametrize(("values", "field", "code"), REFUSED)
def test_publishing_names_the_field(values: dict[str, Any], field: str, code: str) -> None:
    assert refusal_of(ItemFactory(**values)) == {field: {code}}


@pytest.mark.parametrize("values", ALLOWED)
def test_what_is_in_order_goes_live(values: dict[str, Any]) -> None:
    assert ItemFactory(published=True, **values).live


def test_an_item_with_nothing_but_a_title_is_told_everything_at_once() -> None:
    assert set(refusal_of(ItemFactory(bare=True))) == {
        "summary",
        "category",
        "format",
        "media",
        "access_mode",
        "access_url",
    }


def test_rows_are_asked_too() -> None:
    item = ItemFactory()
    item.occurrences = [
        occurrence(LATE, minutes=-60),
        occurrence(EARLY, time_zone="Paris"),
    ]
    item.rights_windows = [rights_window(LATE, EARLY)]
    assert refusal_of(item) == {
        "occurrences": {"order", "time_zone"},
        "rights_windows": {"order"},
    }


def test_a_picture_without_words_author_or_licence_is_not_shown() -> None:
    item = ItemFactory(image=ImageFactory(uncredited=True))
    assert refusal_of(item) == {
        "image_alt": {"image_alt"},
        "image": {"image_credit", "image_licence"},
    }


def test_the_page_may_say_what_a_picture_shows() -> None:
    image = ImageFactory(uncredited=True, credit="Anne Morel", licence="cc0")
    assert ItemFactory(image=image, image_alt="Un chat", published=True).live


def test_pictures_in_streams_are_asked_and_named() -> None:
    image = ImageFactory(uncredited=True, title="IMG_2041")
    shown = {"image": image, "alt": "Un chat", "caption": ""}
    question = {"text": "Qui ?", "image": shown, "answers": [{"text": "Lui"}, {"text": "Elle"}]}
    item = ItemFactory(
        body=[("image", shown)],
        media=[
            ("gallery", {"title": "", "images": [shown]}),
            ("quiz", {"title": "Quiz", "questions": [question]}),
        ],
    )
    found = gate.objections(item)
    assert {(one.field, one.code) for one in found} == {
        ("body", "image_credit"),
        ("body", "image_licence"),
        ("media", "image_credit"),
        ("media", "image_licence"),
    }
    assert all("IMG_2041" in str(one.message) for one in found)


def test_a_live_item_cannot_lose_what_it_needs() -> None:
    item = ItemFactory(published=True)
    item.summary = ""
    with pytest.raises(ValidationError) as refusal:
        item.save()
    assert set(refusal.value.error_dict) == {"summary"}
    assert ItemPage.objects.get(pk=item.pk).summary


def test_messages_say_how_to_mend() -> None:
    with override("en"):
        said = {one.field: str(one.message) for one in gate.objections(ItemFactory(bare=True))}
    assert set(said) >= {"summary", "category", "format", "media"}
    for field, message in said.items():
        assert re.match(r"(Add|Choose|Fill|Give|Say|Write) ", message), (field, message)


def test_claims_of_accessibility_need_no_date() -> None:
    item = ItemFactory()
    item.accessibility_features = [AccessibilityFeature(feature="captions", verified_on=None)]
    go_live(item)
    public = Client().get(f"/api/v1/items/{item.translation_key}").json()
    assert public["accessibility"] == ["captions"]
