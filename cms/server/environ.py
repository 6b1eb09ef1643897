"""What a server of RSGI knows of a request, as WSGI wants it (PEP 3333)."""

import sys
from typing import IO, Any

from cms.server.protocol import Scope

# Lists of headers are joined with commas (RFC 9110 §5.3), cookies are not (RFC 6265 §5.4).
JOINED_BY = {"cookie": "; "}
# Where Wsgi keeps them without the prefix HTTP_.
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
# The body is whole when the application sees it: how it travelled is over.
LEFT_OUT = {"transfer-encoding", "expect"}


class FileWrapper:
    """A file that the application answers with, left to the server to send (PEP 3333)."""

    streaming = True

    def __init__(self, file: Any, block_size: int = 8192) -> None:
        self.file = file
        self.block_size = block_size

    def __iter__(self) -> Any:
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()


def address_of(client: str) -> str:
    """`127.0.0.1:5000` or `[::1]:5000` without the port; empty for a socket in the file system."""
    host, _, port = client.rpartition(":")
    return host.strip("[]") if port.isdigit() else ""


def environ(scope: Scope, body: IO[bytes], length: int | None) -> dict[str, Any]:
    """The environment of a request whose body has been read; `length` None when it has none."""
    host, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host.strip("[]") or "localhost",
        "SERVER_PORT": port if port.isdigit() else "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address_of(scope.client),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FileWrapper,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    headers = scope.headers
    for name in headers.keys():  # noqa: SIM118 - not a mapping
        # `X_Forwarded_For` would stand where `X-Forwarded-For` does: no proxy's word, anybody's.
        if name not in LEFT_OUT and "_" not in name:
            key = UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            found[key] = JOINED_BY.get(name, ",").join(headers.get_all(name))
    if "HTTP_HOST" not in found and scope.authority:  # HTTP/2 has no such header
        found["HTTP_HOST"] = scope.authority
    found.pop("CONTENT_LENGTH", None)
    if length is not None:
        found["CONTENT_LENGTH"] = str(length)
    return found


class ReadMeta:
    """As much of an environment as reading the API asks for, looked up when it is asked for."""

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, name: str, default: Any = None) -> Any:
        scope = self._scope
        if name.startswith("HTTP_"):
            name = name[5:].lower().replace("_", "-")
            if name not in scope.headers:
                return default
            return ",".join(scope.headers.get_all(name))
        if name == "QUERY_STRING":
            query = scope.query_string
            return query if query.isascii() else query.encode().decode("latin-1")
        if name == "REMOTE_ADDR":
            return address_of(scope.client)
        return default
