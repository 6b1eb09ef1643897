"""Whatever is asked, the answer is documented: no 500, and a problem says what was wrong."""

from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.delivery.openapi.document import openapi_document
from cms.delivery.routes import ENDPOINTS
from content_pages.models import ItemPage

pytestmark = pytest.mark.django_db

# The database stays as it is: every example only reads.
reading = settings(max_examples=60)

NAMES = sorted(
    {
        parameter["name"]
        for one in ENDPOINTS
        for parameter in openapi_document()["paths"][f"/api/v1/{one.path}"]["get"]["parameters"]
    }
)
ODD = [
    "",
    "\x00",
    "0",
    "-1",
    "9" * 40,
    "1e9",
    "٣",
    "NaN",
    "true",
    "a" * 5000,
    "'; DROP TABLE wagtailcore_page; --",
    "../../etc/passwd",
    "%00",
    "\u202e",
    "é",
    "🎭",
    "fr,ru",
    "0001-01-01",
    "9999-12-31T23:59:59+14:00",
    "2026-02-30",
    "00000000-0000-0000-0000-000000000000",
]
values = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.integers().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(["fr", "ru", "en", "theatre", "recording", "-published", "none"]),
)
queries = st.lists(st.tuples(st.sampled_from(NAMES) | values, values), max_size=6).map(urlencode)
raw_queries = st.binary(max_size=60).map(lambda raw: quote_from_bytes(raw, safe="&=;+,"))
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept-Language": st.text(st.characters(min_codepoint=32, max_codepoint=126)),
        "If-None-Match": st.text(st.characters(min_codepoint=32, max_codepoint=126)),
    },
)
FIXED = [one.path for one in ENDPOINTS if one.takes is None]
PARTS = [one.path.partition("{")[0] for one in ENDPOINTS if one.takes]


@pytest.fixture
def ask(client: Client, item: ItemPage) -> Any:
    client.raise_request_exception = True

    def asked(template: str, path: str, query: str, sent: dict[str, str]) -> None:
        answer = client.get(f"/api/v1/{path}", headers=sent, QUERY_STRING=query)
        documented = openapi_document()["paths"][f"/api/v1/{template}"]["get"]["responses"]
        assert str(answer.status_code) in documented, (path, query, answer.content)
        assert answer.status_code != 503
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
        if answer.status_code == 400:
            assert answer.json()["errors"], (path, query)

    return asked


@reading
@given(path=st.sampled_from(FIXED), query=queries | raw_queries, sent=headers)
def test_any_query(ask: Any, path: str, query: str, sent: dict[str, str]) -> None:
    ask(path, path, query, sent)


@reading
@given(part=st.sampled_from(PARTS), name=values, query=queries, sent=headers)
def test_any_name(ask: Any, part: str, name: str, query: str, sent: dict[str, str]) -> None:
    template = next(one.path for one in ENDPOINTS if one.path.startswith(f"{part}{{"))
    segment = quote_from_bytes(name.encode(), safe="")
    if "%2F" in segment or not segment:
        return  # another address, or none
    ask(template, part + segment, query, sent)


@reading
@given(cursor=values | st.binary(max_size=80).map(quote_from_bytes))
def test_any_cursor(ask: Any, cursor: str) -> None:
    for path in ("items", "changes"):
        ask(path, path, urlencode({"cursor": cursor}), {})


@reading
@given(ids=st.lists(st.uuids().map(str) | values, max_size=120).map(",".join))
def test_any_ids(ask: Any, ids: str) -> None:
    ask("documents", "documents", urlencode({"ids": ids}), {})


@reading
@given(path=st.text(st.characters(codec="utf-8"), max_size=60))
@example(path="/[")
@example(path="\t/[")
def test_any_path(ask: Any, path: str) -> None:
    ask("resolve", "resolve", urlencode({"path": f"/{path}"}), {})
