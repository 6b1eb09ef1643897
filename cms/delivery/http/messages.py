"""What a read of the API takes and gives: as little of HTTP as it needs.

Django's request and response do much that reading does not use, and cost as much as the SQL of an
answer. Views take anything with the three attributes of `cms.core.http.Request`, so that a Django
request will do, and give a `Reply`, which becomes a Django response where one is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import get_path_info
from django.http import HttpResponse

from cms.core.http import Meta

REASONS: Mapping[int, str] = {one.value: f"{one.value} {one.phrase}" for one in HTTPStatus}


class PlainRequest:
    """A request straight from the server."""

    __slots__ = ("META", "method", "path_info")

    def __init__(self, meta: Meta, method: str, path_info: str) -> None:
        self.META = meta
        self.method: str | None = method
        self.path_info = path_info

    @classmethod
    def of_wsgi(cls, environ: dict[str, Any]) -> "PlainRequest":
        return cls(environ, environ["REQUEST_METHOD"].upper(), get_path_info(environ))


@dataclass(slots=True)
class Reply:
    """An answer: its status, its headers by their usual spelling, its bytes."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def status_line(self) -> str:
        """`200 OK`, as WSGI wants it."""
        return REASONS[self.status]

    def as_response(self) -> HttpResponse:
        response = HttpResponse(self.body, status=self.status, headers=self.headers)
        if "Content-Type" not in self.headers:
            del response.headers["Content-Type"]
        return response
