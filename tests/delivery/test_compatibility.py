"""The rule itself: it sees what it is there to see."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from cms.delivery.openapi.document import openapi_document
from tests.delivery.compatibility import losses

ITEMS = "/api/v1/items"


def _parameter(document: dict[str, Any], name: str) -> dict[str, Any]:
    parameters = document["paths"][ITEMS]["get"]["parameters"]
    return next(one for one in parameters if one["name"] == name)


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        (lambda d: d["paths"].pop(ITEMS), f"get {ITEMS} is gone"),
        (
            lambda d: d["paths"][ITEMS]["get"]["parameters"].remove(_parameter(d, "theme")),
            f"get {ITEMS}: parameter theme is gone",
        ),
        (
            lambda d: _parameter(d, "format")["schema"]["items"]["enum"].remove("quiz"),
            f"get {ITEMS}: format no longer takes quiz",
        ),
        (
            lambda d: _parameter(d, "theme").update(required=True),
            f"get {ITEMS}: parameter theme is now required",
        ),
        (
            lambda d: d["components"]["schemas"]["FacetValue"]["properties"].pop("count"),
            "FacetValue.count is gone",
        ),
        (
            lambda d: d["components"]["schemas"]["ItemCard"]["required"].remove("title"),
            "ItemCard.title may now be missing",
        ),
        (lambda d: d["components"]["schemas"].pop("Quiz"), "Quiz is gone"),
        (
            lambda d: d["paths"][ITEMS]["get"]["responses"].pop("304"),
            f"get {ITEMS} no longer answers 304",
        ),
    ],
)
def test_what_is_taken_away_is_named(change: Callable[[Any], Any], loss: str) -> None:
    later = deepcopy(openapi_document())
    change(later)
    assert losses(openapi_document(), later) == [loss]


def test_what_is_added_is_no_loss() -> None:
    earlier = deepcopy(openapi_document())
    earlier["paths"].pop(ITEMS)
    earlier["components"]["schemas"]["ItemCard"]["properties"].pop("image")
    assert losses(earlier, openapi_document()) == []
