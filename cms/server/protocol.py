"""RSGI as this site uses it (https://github.com/emmett-framework/granian, docs/spec/RSGI.md)."""

from collections.abc import AsyncIterator
from typing import Protocol

Headers = list[tuple[str, str]]


class RequestHeaders(Protocol):
    """By names in lower case."""

    def __contains__(self, key: str) -> bool: ...
    def keys(self) -> list[str]: ...
    def get(self, key: str, default: str | None = None) -> str | None: ...
    def get_all(self, key: str) -> list[str]: ...


class Scope(Protocol):
    """What is known of a request before its body has arrived."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: RequestHeaders


class Transport(Protocol):
    """Sends an answer piece by piece; may be used from any thread."""

    def send_bytes(self, data: bytes) -> object: ...


class HTTPProtocol(Protocol):
    """The way back; each `response_…` may be called once, from any thread."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_file(self, status: int, headers: Headers, file: str) -> None: ...
    def response_stream(self, status: int, headers: Headers) -> Transport: ...
