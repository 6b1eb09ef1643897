"""What the other kinds of page must have to go live."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.factories import (
    CategoryFactory,
    GuideFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

EARLY, LATE = datetime(2031, 1, 1, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC)
FACTORIES = [CategoryFactory, GuideFactory, InstitutionFactory, NewsFactory, ProgrammeFactory]

REFUSED: list[tuple[Any, dict[str, Any], set[str]]] = [
    (InstitutionFactory, {"institution": None}, {"institution"}),
    (InstitutionFactory, {"summary": ""}, {"summary"}),
    (CategoryFactory, {"code": ""}, {"code"}),
    (GuideFactory, {"topic": ""}, {"topic"}),
    (GuideFactory, {"summary": ""}, {"summary"}),
    (ProgrammeFactory, {"starts_at": None, "ends_at": None}, {"starts_at", "ends_at"}),
    (ProgrammeFactory, {"starts_at": LATE, "ends_at": EARLY}, {"ends_at"}),
    (ProgrammeFactory, {"proposals_from": LATE, "proposals_until": EARLY}, {"proposals_until"}),
    (ProgrammeFactory, {"time_zone": "Mars/Olympus"}, {"time_zone"}),
    (ProgrammeFactory, {"time_zone": "../etc/passwd"}, {"time_zone"}),
    (NewsFactory, {"date": None}, {"date"}),
    (NewsFactory, {"lead": ""}, {"lead"}),
]


@pytest.mark.parametrize(("factory", "values", "fields"), REFUSED)
def test_publishing_names_the_field(factory: Any, values: dict[str, Any], fields: set[str]) -> None:
    page = factory(**values)
    with pytest.raises(ValidationError) as refusal:
        go_live(page)
    assert set(refusal.value.error_dict) == fields


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_picture_without_author_is_not_shown(factory: Any) -> None:
    page = factory(image=ImageFactory(uncredited=True))
    with pytest.raises(ValidationError) as refusal:
        go_live(page)
    assert set(refusal.value.error_dict) == {"image", "image_alt"}


@pytest.mark.parametrize("factory", [*FACTORIES, ItemFactory])
def test_a_title_is_enough_for_a_draft(factory: Any) -> None:
    page = factory(bare=True)
    revision = page.save_revision()
    assert revision.as_object().title == page.title


def test_a_draft_in_another_script_gets_an_address() -> None:
    page = NewsFactory(bare=True, title="Ночь музеев", slug="", locale="ru")
    twin = NewsFactory(bare=True, title="Ночь музеев", slug="", locale="ru")
    assert (page.slug, twin.slug) == ("noch-muzeev", "noch-muzeev-2")
