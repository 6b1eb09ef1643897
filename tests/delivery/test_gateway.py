"""The API in front of Django's handler says what it says inside it."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from cms.delivery.gateway import PublicAPIFirst
from cms.wsgi import application
from content_pages.models import ItemPage

pytestmark = pytest.mark.django_db


def _ask(path: str, query: str = "", **extra: str) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **extra,
    }
    body = b"".join(application(environ, lambda *said: told.extend(said)))
    return told[0], dict(told[1]), body


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/items", "count=true&facets=category"),
        ("/api/v1/items/les-coulisses-du-bolchoi", "locale=ru"),
        ("/api/v1/items/never-was", ""),
        ("/api/v1/items", "locale=de"),
        ("/api/v1", ""),
        ("/api/v1/openapi.json", ""),
    ],
)
def test_the_same_answer_inside_and_in_front(
    client: Client, item: ItemPage, path: str, query: str
) -> None:
    status, headers, body = _ask(path, query)
    inside = client.get(f"{path}?{query}" if query else path)
    assert (int(status[:3]), body) == (inside.status_code, inside.content)
    assert headers == dict(inside.headers)


def test_a_head_and_a_304_have_no_body(item: ItemPage) -> None:
    _, headers, body = _ask("/api/v1/items")
    status, _, nothing = _ask("/api/v1/items", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, nothing) == ("304 Not Modified", b"")
    status, head, nothing = _ask("/api/v1/items", REQUEST_METHOD="HEAD")
    assert (status, nothing) == ("200 OK", b"")
    assert int(head["Content-Length"]) == len(body)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/livez",
        "/api/v2/items",
        "/api/v10",
        "/fr/api/v1/",
        "/api/v1/imports",
        "/api/v1/imports/7f0c",
    ],
)
def test_everything_else_goes_on_to_django(path: str) -> None:
    gateway = PublicAPIFirst(lambda environ, start_response: [environ["PATH_INFO"].encode()])
    assert gateway({"PATH_INFO": path}, lambda *said: None) == [path.encode()]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/api/v1/items/\xff\xfe", "", "404 Not Found"),
        ("/api/v1/items", "theme=\xff", "400 Bad Request"),
        ("/api/v1/items", "theme=%FF", "400 Bad Request"),
        ("/api/v1/items", "theme=%ED%A0%80", "400 Bad Request"),
        ("/api/v1/items", "theme=%00", "400 Bad Request"),
        ("/api/v1/items", "theme=\xc3\xa9t\xc3\xa9", "200 OK"),
        ("/api/v1/items", "theme=a&" * 600, "400 Bad Request"),
    ],
)
def test_bytes_that_are_no_utf_8_are_refused(path: str, query: str, status: str) -> None:
    assert _ask(path, query)[0] == status
