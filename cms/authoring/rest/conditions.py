"""If-Match and If-None-Match (RFC 9110 §13): for which state of an item a request is meant."""

import re

from django.http import HttpRequest

from cms.core.problems import BadRequest, Fault, PreconditionRequired
from cms.publication.authored.port import Expected

TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
LONGEST = 2000


def expected_by(request: HttpRequest) -> Expected:
    """Raises BadRequest for what is no list of entity tags."""
    match = _header(request, "If-Match")
    absent = _header(request, "If-None-Match") == "*"
    if match == "*":
        return Expected(present=True, absent=absent)
    return Expected(tags=_tags(match) if match else (), absent=absent)


def required_of(request: HttpRequest) -> Expected:
    """Raises PreconditionRequired where the request does not say what it has seen."""
    if not _header(request, "If-Match"):
        raise PreconditionRequired(
            "Send If-Match with the ETag of the item you have read.",
            errors=[Fault("header.If-Match", "This header is required.", "required")],
        )
    return expected_by(request)


def has_it(request: HttpRequest, etag: str) -> bool:
    """Whether a reader's If-None-Match names what it would be sent; the comparison is weak."""
    known = _header(request, "If-None-Match")
    return known == "*" or etag in {one.removeprefix("W/") for one in TAG.findall(known)}


def _tags(header: str) -> tuple[str, ...]:
    tags = TAG.findall(header)
    if not tags or TAG.sub("", header).strip(" ,\t"):
        raise BadRequest(
            'If-Match is a list of entity tags: "abc", "def".',
            errors=[Fault("header.If-Match", "This is no list of entity tags.", "invalid")],
        )
    # Strong comparison: a weak tag matches nothing.
    return tuple(tags)


def _header(request: HttpRequest, name: str) -> str:
    return str(request.headers.get(name, "")).strip()[:LONGEST]
