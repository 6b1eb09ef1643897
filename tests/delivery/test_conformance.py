"""schemathesis asks what the OpenAPI document allows and forbids, and checks every answer."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cms.delivery.openapi.document import openapi_document
from cms.delivery.routes import ENDPOINTS
from cms.wsgi import application
from tests.factories import (
    GuideFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
)
from tests.seed import SEED

load_all_checks()
schema = schemathesis.openapi.from_dict(openapi_document(), config=schemathesis.Config(seed=SEED))
schema.app = application


@pytest.fixture
def published(db: None) -> None:
    """Something of every kind, one item with every field."""
    ItemFactory(published=True, complete=True, slug="complete")
    for factory in (GuideFactory, NewsFactory, ProgrammeFactory):
        factory(published=True, complete=True)


def answers_as_documented(path: str) -> Callable[..., None]:
    # A cursor is signed and a category must exist: no schema can say that, and it is 400.
    parameters = openapi_document()["paths"][path]["get"]["parameters"]
    signed = any(one["name"] == "cursor" for one in parameters)
    excluded = [positive_data_acceptance] if signed else []

    @schema.include(path=path).parametrize()
    @settings(
        max_examples=10,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test(case: Any, published: None) -> None:
        case.call_and_validate(excluded_checks=excluded)

    return test


# A function per path: tests parametrized by schemathesis all have one id in pytest 9.2, and of
# several tests with one id pytest-xdist runs one.
for path in (f"/api/v1/{one.path}" for one in ENDPOINTS):
    globals()[f"test_answers_of_{path}"] = answers_as_documented(path)
