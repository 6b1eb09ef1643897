"""The tier of an item, step by step, and how its editor and the public are told."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content_pages.models import AccessibilityFeature, Contribution, ItemPage
from content_pages.quality import CRITERIA, HIGHEST, quality_of
from tests.content_pages.builders.documents import detail_of, facts_of
from tests.factories import ImageFactory, ItemFactory, UserFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

LONG = [("paragraph", "<p>" + "Derrière le rideau. " * 16 + "</p>")]


def second_tier() -> dict[str, Any]:
    return {
        "image": ImageFactory(),
        "duration_minutes": 40,
        "audiences": ["adults"],
        "spoken_languages": ["fr"],
    }


def well_told(**values: Any) -> ItemPage:
    item: ItemPage = ItemFactory(**second_tier(), body=LONG, **values)
    item.accessibility_features = [AccessibilityFeature(feature="captions")]
    item.contributions = [Contribution(name="Anne Morel", role="director")]
    return item


def codes(item: ItemPage, tier: int) -> set[str]:
    return {one.code for one in quality_of(item).missing if one.tier == tier}


def test_a_title_alone_is_tier_0_and_everything_is_missing() -> None:
    quality = quality_of(ItemFactory(bare=True))
    assert quality.tier == 0
    asked = {"summary", "category", "format", "media", "access_mode", "access_url"}
    assert {one.field for one in quality.next_steps} == asked
    assert {one.code for one in quality.next_steps} == {"not_publishable"}
    better = {one.code for one in quality.missing if one.tier > 1}
    assert better == {one.code for one in CRITERIA}


def test_what_may_go_live_is_tier_1() -> None:
    item = ItemFactory()
    assert quality_of(item).tier == 1
    assert codes(item, 2) == {"image", "time", "audience", "language"}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("image", "image"),
        ("duration_minutes", "time"),
        ("audiences", "audience"),
        ("spoken_languages", "language"),
    ],
)
def test_tier_2_asks_for_each_of_its_criteria(field: str, code: str) -> None:
    values = second_tier()
    assert quality_of(ItemFactory(**values)).tier == 2
    del values[field]
    item = ItemFactory(**values)
    assert (quality_of(item).tier, codes(item, 2)) == (1, {code})


def test_no_language_needed_is_an_answer() -> None:
    values = second_tier() | {"spoken_languages": [], "no_language_needed": True}
    assert quality_of(ItemFactory(**values)).tier == 2


def test_tiers_are_steps_and_not_points() -> None:
    item = well_told()
    assert quality_of(item).tier == 3
    item.image = None
    assert quality_of(item).tier == 1


@pytest.mark.parametrize(("length", "missing"), [(299, {"body"}), (300, set())])
def test_a_text_has_300_characters_without_its_tags(length: int, missing: set[str]) -> None:
    item = well_told()
    item.body = [("paragraph", f"<p><b>{'a' * length}</b></p>")]
    assert codes(item, 3) == missing


def test_rights_stand_in_for_people() -> None:
    item = well_told(rights_holder="Musée", licence="cc_by")
    item.contributions = []
    assert codes(item, 3) == set()
    item.licence = ""
    assert codes(item, 3) == {"people_or_rights"}


def test_the_highest_tier_is_for_everyone() -> None:
    item = well_told()
    item.accessibility_features = [
        AccessibilityFeature(feature="captions", verified_on=date(2026, 1, 2))
    ]
    assert codes(item, 4) == {"translated"}
    go_live(item)
    assert detail_of(item)["quality"] == {"tier": 3, "missing": ["translated"]}
    ItemFactory(published=True, locale="en", translation_of=item)
    assert detail_of(item)["quality"] == {"tier": HIGHEST, "missing": []}
    assert facts_of(item)["quality"] == HIGHEST


def test_what_makes_no_sound_needs_no_captions() -> None:
    item = well_told(format="article")
    item.accessibility_features = [AccessibilityFeature(feature="large_print")]
    assert "without_sound" not in codes(item, 4)
    item.format = "recording"
    assert "without_sound" in codes(item, 4)


def test_the_form_tells_what_comes_next(client: Client) -> None:
    client.force_login(UserFactory(superuser=True, language="en"))
    item = ItemFactory()
    item.save_revision()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "1 of 4" in html
    for code in ("image", "time", "audience", "language"):
        assert f'data-quality="{code}"' in html
