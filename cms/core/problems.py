"""Errors as `application/problem+json` (RFC 9457).

Raise one of these anywhere below an HTTP view; the API turns it into an answer. Titles and details
are for developers and stay in English, so that an answer does not depend on who asks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
# So much of a caller's text is repeated in an answer.
SHOWN = 60


def shown(text: str) -> str:
    """A caller's text as an error repeats it: short."""
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (`query.limit`), in words, and as a stable code."""

    loc: str
    msg: str
    code: str


class Problem(Exception):
    """An error with its HTTP status and everything its body says."""

    status: ClassVar[int] = 500
    name: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = members

    def body(self) -> dict[str, Any]:
        """The problem as RFC 9457 writes it, with `errors` and what only this kind says."""
        return {
            "type": f"{settings.PUBLIC_BASE_URL}/api/v1/docs#{self.name}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [asdict(fault) for fault in self.errors],
            **self.members,
        }

    def json(self) -> bytes:
        """`body` as bytes; what no encoding has, such as half a surrogate pair, becomes `?`."""
        return json.dumps(self.body(), ensure_ascii=False).encode("utf-8", "replace")

    def response(self) -> HttpResponse:
        return HttpResponse(
            self.json(),
            status=self.status,
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


class BadRequest(Problem):
    """The request cannot be read as one of this API."""

    status = 400
    name = "bad-request"
    title = "Bad request"


class BadParameter(BadRequest):
    """A parameter is unknown or its value is not allowed: `BadParameter("query.limit", …)`."""

    name = "bad-parameter"
    title = "Bad parameter"

    def __init__(self, loc: str, msg: str, code: str) -> None:
        super().__init__(f"{loc}: {msg}", errors=[Fault(loc, msg, code)])

    @classmethod
    def all_of(cls, faults: Sequence[Fault]) -> "BadParameter":
        """Everything that is wrong with a request's parameters, in one answer."""
        first, *others = faults
        problem = cls(first.loc, first.msg, first.code)
        problem.errors = (first, *others)
        problem.detail = " ".join(f"{one.loc}: {one.msg}" for one in faults)
        return problem


class Unauthorized(Problem):
    """No token, or one that opens nothing."""

    status = 401
    name = "unauthorized"
    title = "Unauthorized"


class Forbidden(Problem):
    """Known, and not allowed to."""

    status = 403
    name = "forbidden"
    title = "Forbidden"


class NotFound(Problem):
    """Not public, or never was: the answer is the same, byte for byte."""

    status = 404
    name = "not-found"
    title = "Not found"


class MethodNotAllowed(Problem):
    """The address exists, the method does not."""

    status = 405
    name = "method-not-allowed"
    title = "Method not allowed"


class RequestTimeout(Problem):
    """The request did not arrive in time."""

    status = 408
    name = "request-timeout"
    title = "Request timeout"


class Conflict(Problem):
    """The request contradicts what is stored."""

    status = 409
    name = "conflict"
    title = "Conflict"


class Gone(Problem):
    """Was public and is withdrawn; `replaced_by` names what took its place, or is null."""

    status = 410
    name = "gone"
    title = "Gone"


class PreconditionFailed(Problem):
    """What is stored is no longer what the request was made for (RFC 9110 §13)."""

    status = 412
    name = "precondition-failed"
    title = "Precondition failed"


class TooLarge(Problem):
    """The body of the request is larger than is taken."""

    status = 413
    name = "too-large"
    title = "Too large"


class UnsupportedMediaType(Problem):
    """The body is of another type than is taken."""

    status = 415
    name = "unsupported-media-type"
    title = "Unsupported media type"


class Unprocessable(Problem):
    """The request is well-formed and says something that cannot be done."""

    status = 422
    name = "unprocessable"
    title = "Cannot be processed"


class PreconditionRequired(Problem):
    """The request must say for which state of what is stored it was made (RFC 6585 §3)."""

    status = 428
    name = "precondition-required"
    title = "Precondition required"


class TooManyRequests(Problem):
    """More was asked than is allowed in a time; `Retry-After` says when to come back."""

    status = 429
    name = "too-many-requests"
    title = "Too many requests"


class Unavailable(Problem):
    """A part this answer needs is not ready."""

    status = 503
    name = "unavailable"
    title = "Not ready"
