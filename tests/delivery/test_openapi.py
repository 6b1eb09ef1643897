"""The OpenAPI document: the one in git, complete, and never less than it was."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cms.delivery.openapi.document import openapi_document
from cms.delivery.routes import ENDPOINTS
from cms.publication.documents.kinds import KINDS
from content_pages.models import ItemPage
from tests.architecture.table import ROOT
from tests.delivery.compatibility import losses
from tests.delivery.conftest import Api
from tests.factories import ItemFactory

KEPT = Path(ROOT / "docs" / "openapi.json")


def _kept() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return document


def test_the_command_prints_the_document_that_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("openapi")
    assert json.loads(capsys.readouterr().out) == _kept(), "make openapi-update"


def test_nothing_was_removed_since_it_was_kept() -> None:
    assert losses(_kept(), openapi_document()) == []


@pytest.mark.django_db
def test_the_server_serves_it(api: Api) -> None:
    answer = api("openapi.json")
    assert answer.json() == json.loads(json.dumps(openapi_document()))
    assert answer.json()["openapi"].startswith("3.1")


def test_every_block_has_a_shape() -> None:
    """No schema says "anything": an object names its properties or the type of its values."""
    vague = [
        where
        for where, schema in _schemas(openapi_document()["components"]["schemas"])
        if not {"type", "$ref", "anyOf", "oneOf", "enum", "const"} & schema.keys()
        or (schema.get("type") == "object" and not _is_typed(schema))
        or (schema.get("type") == "array" and not schema.get("items"))
    ]
    assert vague == []


def _is_typed(schema: dict[str, Any]) -> bool:
    values = schema.get("additionalProperties")
    return bool(schema.get("properties")) or (isinstance(values, dict) and bool(values))


def _schemas(components: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in components.items():
        yield name, schema
        for property_name, inner in schema.get("properties", {}).items():
            yield from _nested(f"{name}.{property_name}", inner)


def _nested(where: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield where, schema
    for union in ("anyOf", "oneOf"):
        for one in schema.get(union, []):
            yield from _nested(where, one)
    if isinstance(schema.get("items"), dict):
        yield from _nested(f"{where}[]", schema["items"])


def test_every_kind_of_document_is_described() -> None:
    components = openapi_document()["components"]["schemas"]
    assert {kind.detail.__name__ for kind in KINDS.values()} <= components.keys()


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.path or "index")
def test_every_answer_is_documented(endpoint: Any) -> None:
    responses = openapi_document()["paths"][f"/api/v1/{endpoint.path}"]["get"]["responses"]
    expected = {"200", "405", "503", *map(str, endpoint.problems)}
    assert responses.keys() == (expected | {"304"} if endpoint.conditional else expected)
    for status, response in responses.items():
        if int(status) >= 400:
            assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.django_db
def test_the_page_for_people_names_every_address(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    for path in openapi_document()["paths"]:
        assert path in page
    assert not re.search(r"<(script|img|iframe|link)\b[^>]*\s(src|href)=.(?!data:)", page)
    assert 'id="gone"' in page
    assert 'id="too-many-requests"' in page
    assert "`" not in page
    assert "<code>Accept-Language</code>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["items", "changes"])
def test_a_cursor_is_described_by_its_pattern(api: Api, item: ItemPage, path: str) -> None:
    ItemFactory(published=True)
    parameters = openapi_document()["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    pattern = next(one for one in parameters if one["name"] == "cursor")["schema"]["pattern"]
    assert re.fullmatch(pattern, api(path, limit=1).json()["next"])
    assert not re.fullmatch(pattern, "0")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nowhere", "items//", "items/a/b", "nowhere/", "changes/1", "//"])
def test_an_unknown_address_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("items/", "/api/v1/items"),
        (
            "items/?category=a,b&theme=%C3%A9t%C3%A9",
            "/api/v1/items?category=a,b&theme=%C3%A9t%C3%A9",
        ),
        ("items/le-bolcho%C3%AF/", "/api/v1/items/le-bolcho%C3%AF"),
        ("openapi.json/", "/api/v1/openapi.json"),
        ("items/%0D%0AX-Odd:%201/", "/api/v1/items/%0D%0AX-Odd%3A%201"),
    ],
)
def test_an_address_with_a_slash_at_its_end_leads_to_itself(
    client: Client, asked: str, led: str
) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert (answer.status_code, answer["Location"]) == (308, led)


@pytest.mark.django_db
def test_an_address_that_is_nearly_one_is_told_so(client: Client) -> None:
    detail = client.get("/api/v1/categorys").json()["detail"]
    assert detail.endswith("Did you mean '/api/v1/categories'?")


@pytest.mark.django_db
def test_the_page_for_people_asks_about_what_this_server_has(
    client: Client, item: ItemPage
) -> None:
    examples = _examples(client)
    assert f"/api/v1/items/{item.translation_key}" in examples
    assert len(examples) > 10
    for address in examples:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.content)
    page = unescape(client.get("/api/v1/docs").content.decode())
    for address in examples:
        assert f"curl '{settings.PUBLIC_BASE_URL}{address}'" in page
        assert f'fetch("{settings.PUBLIC_BASE_URL}{address}")' in page


@pytest.mark.django_db
def test_the_page_for_people_is_another_when_there_is_more_to_ask_about(client: Client) -> None:
    before = client.get("/api/v1/docs")
    item = ItemFactory(published=True)
    after = client.get("/api/v1/docs", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert str(item.translation_key) in after.content.decode()
    again = client.get("/api/v1/docs", headers={"If-None-Match": after["ETag"]})
    assert again.status_code == 304


def _examples(client: Client) -> list[str]:
    page = client.get("/api/v1/docs").content.decode()
    return [unescape(found) for found in re.findall(r'aria-label="Address" value="([^"]*)"', page)]
