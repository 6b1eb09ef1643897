"""schemathesis asks what the OpenAPI document allows and forbids, and checks every answer."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cms.delivery.openapi import openapi_document
from cms.wsgi import application
from tests.factories import (
    GuideFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
)

load_all_checks()
schema = schemathesis.openapi.from_dict(openapi_document())
schema.app = application


@pytest.fixture
def published(db: None) -> None:
    """Something of every kind, one item with every field."""
    ItemFactory(published=True, complete=True, slug="complete")
    for factory in (GuideFactory, NewsFactory, ProgrammeFactory):
        factory(published=True, complete=True)


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case: Any, published: None) -> None:
    # A cursor is signed and a category must exist: no schema can say that, and the answer is 400.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
