"""The authoring API is the one its OpenAPI document tells of, whatever it is sent."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.authoring.rest.api import authoring_api
from cms.delivery.openapi.document import openapi_document
from tests.authoring.systems import House, item
from tests.factories import CategoryFactory
from tests.seed import SEED

# As a reader gets it: numbers of answers are names there.
document: dict[str, Any] = json.loads(json.dumps(authoring_api().get_openapi_schema()))
load_all_checks()
schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config(seed=SEED))


def test_the_sites_one_document_tells_of_it() -> None:
    assert document["paths"].keys() <= openapi_document()["paths"].keys()


def test_everything_it_refers_to_is_there() -> None:
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= document["components"]["schemas"].keys()


def test_every_operation_says_what_it_refuses() -> None:
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert {"401", "403", "429"} <= one["responses"].keys(), one["operationId"]
        refusals = [told for status, told in one["responses"].items() if status >= "400"]
        assert all(list(told["content"]) == ["application/problem+json"] for told in refusals)


@pytest.fixture
def house(db: None) -> House:
    CategoryFactory(published=True, code="theatre")
    return House()


@pytest.fixture(autouse=True)
def _unlimited(settings: Any) -> Iterator[None]:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"authoring": "100000 per minute"}
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def answered(house: House, case: Any) -> schemathesis.Response:
    """By the test's own client: the server's handler would hang up on the test's database."""
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {house.system.plain}"}
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://localhost")).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    headers = {name: value for name, value in sent.headers.items() if name != "Content-Length"}
    type = headers.pop("Content-Type", "application/octet-stream")
    answer = house.system.client.generic(
        sent.method, sent.path_url, body, content_type=type, headers=headers
    )
    return schemathesis.Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=answer.content,
        request=sent,
        elapsed=0.0,
        verify=False,
    )


CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def answers_in_words(path: str, method: str) -> Callable[..., None]:
    @schema.include(path=path, method=method.upper()).parametrize()
    @settings(
        max_examples=5,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test(case: Any, house: House) -> None:
        """Of something that is there, so that more than its address is looked at."""
        known = {"source": house.system.source, "locale": "fr"}
        if "items" in path or "pages" in path:
            known["key"] = house.system.put("a-1", item()).json()["id"]
        names = case.path_parameters or {}
        names.update({name: value for name, value in known.items() if name in names})
        case.validate_response(answered(house, case), checks=CHECKS)

    return test


# What is sent to these is too large to be drawn from its schema: `test_whatever_an_item_holds`.
DRAWN_ELSEWHERE = {"putItemByExternalId", "patchItem", "postBatch"}
# A function per operation, as in tests/delivery/test_conformance.py.
for path, operations in document["paths"].items():
    for method, operation in operations.items():
        if operation["operationId"] not in DRAWN_ELSEWHERE:
            name = f"test_answers_of_{operation['operationId']}"
            globals()[name] = answers_in_words(path, method)
