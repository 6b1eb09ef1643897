"""Every kind of document is what its schema says: no field more, none less, no type astray."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import ValidationError
from wagtail.models import Page

from cms.publication.documents.kinds import KINDS
from cms.publication.documents.page_types import page_types
from cms.publication.models import PublishedBody
from cms.publication.preview.drafts import draft_document
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    home_page,
)
from tests.factories.whole import WHOLE

pytestmark = pytest.mark.django_db

NEGOTIATED = {"requested_locale": "ru", "fallback": True}
FACTORIES = {
    "category": CategoryFactory,
    "institution": InstitutionFactory,
    "item": ItemFactory,
    "guide": GuideFactory,
    "programme": ProgrammeFactory,
    "news": NewsFactory,
}


def stored(page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """(detail, card) as the API would find them."""
    body = PublishedBody.objects.get(document__page_id=page.pk)
    return orjson.loads(bytes(body.detail)), orjson.loads(bytes(body.card))


def check(kind: str, detail: dict[str, Any], card: dict[str, Any] | None = None) -> None:
    KINDS[kind].detail.model_validate_json(orjson.dumps(NEGOTIATED | detail), strict=True)
    if card is not None:
        KINDS[kind].card.model_validate_json(orjson.dumps(NEGOTIATED | card), strict=True)


def test_every_kind_has_its_schemas() -> None:
    registered = {page_type.kind for page_type in page_types()}
    assert set(KINDS) == registered == set(WHOLE)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_document_keeps_its_contract(kind: str) -> None:
    detail, card = stored(WHOLE[kind]())
    check(kind, detail, card)
    empty = {name for name, value in detail.items() if value in (None, "", [], {})}
    assert empty == set(), "the factory leaves a field unproven"


@pytest.mark.parametrize("kind", WHOLE)
def test_a_card_is_a_part_of_its_detail(kind: str) -> None:
    detail, card = stored(WHOLE[kind]())
    assert {name: detail[name] for name in card} == card
    assert len(card) < len(detail)


@pytest.mark.parametrize("kind", FACTORIES)
def test_a_document_with_the_least_keeps_its_contract(kind: str) -> None:
    check(kind, *stored(FACTORIES[kind](published=True)))


@pytest.mark.parametrize("kind", FACTORIES)
def test_a_draft_with_nothing_but_a_title_can_be_previewed(kind: str) -> None:
    document = draft_document(FACTORIES[kind](bare=True))
    KINDS[kind].detail.model_validate_json(orjson.dumps(document), strict=True)


def test_schemas_refuse_what_they_do_not_know() -> None:
    detail, _card = stored(ItemFactory(published=True))
    with pytest.raises(ValidationError, match="surprise"):
        check("item", detail | {"surprise": 1})
    del detail["rights"]
    with pytest.raises(ValidationError, match="rights"):
        check("item", detail)


def test_an_empty_home_keeps_its_contract() -> None:
    check("home", *stored(home_page("ru")))


def _any_types(schema: Any, where: str = "") -> Iterator[str]:
    """Places in a JSON schema where anything goes."""
    if isinstance(schema, list):
        for index, one in enumerate(schema):
            yield from _any_types(one, f"{where}[{index}]")
    elif isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            if not {"type", "$ref", "anyOf", "oneOf", "allOf", "const", "enum"} & one.keys():
                yield f"{where}.{name}"
        for name, one in schema.items():
            yield from _any_types(one, f"{where}.{name}")


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_may_hold_anything(kind: str) -> None:
    schema = KINDS[kind].detail.model_json_schema()
    assert list(_any_types(schema)) == []
    assert "additionalProperties" not in str(schema), "a client must accept new fields"
