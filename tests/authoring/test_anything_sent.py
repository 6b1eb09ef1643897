"""Whatever stands in an item, the answer says what is wrong with it, or takes it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_pages.models import ItemPage
from tests.authoring.systems import House
from tests.authoring.test_items_api import WHOLE
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db

TEXTS = st.text(max_size=40) | st.sampled_from(["", "\x00", "x" * 1001, "<b>", "2030-01-01", "fr"])
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """Where something stands in an item."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for name, inner in pairs:
        yield (*above, name)
        yield from places(inner, *above, name)


PLACES = list(places(WHOLE))


def with_other(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    sent: dict[str, Any] = deepcopy(WHOLE)
    here: Any = sent
    for name in place[:-1]:
        here = here[name]
    here[place[-1]] = value
    return sent


@pytest.fixture
def house() -> House:
    CategoryFactory(published=True, code="theatre")
    return House()


@settings(max_examples=60)
@given(
    place=st.sampled_from(PLACES), value=ANYTHING, how=st.sampled_from(["put", "patch", "batch"])
)
def test_whatever_an_item_holds(house: House, place: tuple[Any, ...], value: Any, how: str) -> None:
    sent = with_other(place, value)
    if how == "batch":
        (line,) = house.system.batch(sent | {"source": "marees-cms", "external_id": "a-1"})
        status, told = line["status"], line
    else:
        answer = house.system.put("a-1", sent)
        if how == "patch" and answer.status_code in {200, 201}:
            key = answer.json()["id"]
            answer = house.system.patch(key, {place[0]: sent[place[0]]})
        status, told = answer.status_code, json.loads(answer.content)
    assert status in {200, 201, 400, 422}, told
    if status >= 400:
        assert all(one["loc"].startswith("body") for one in told["errors"]), told
        assert told["errors"], told
    else:
        assert ItemPage.objects.exists()
