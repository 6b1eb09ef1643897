"""`GET /changes`: the change log, so that others can hold exactly what the API serves."""

from typing import Any, NamedTuple

import orjson
from django.core.signing import BadSignature, Signer

from cms.core import locales
from cms.core.http import Request
from cms.core.parameters import Parameter, ParameterSet, fault, limit_parameter
from cms.core.problems import Problem
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.representation import Representation
from cms.delivery.http.responses import REVALIDATE, answer, digest, if_none_match, is_current
from cms.delivery.selectors import log
from cms.delivery.selectors.log import Version
from cms.delivery.selectors.statements import time_value, uuid_text

# Followers keep cursors for as long as they like: the salt stays, wherever this module goes.
SIGNER = Signer(salt="cms.delivery.changes", sep=".")
# A number, or two, and an HMAC-SHA256 as base64 writes it.
CURSOR = r"^[0-9]{1,19}(-[0-9]{1,19})?\.[A-Za-z0-9_-]{43}$"

EXPIRED = (
    "This cursor is older than the change log is kept, or of another log: changes it has not seen "
    "are gone. Drop what you hold and read again from the beginning, without a cursor."
)


class CursorExpired(Problem):
    """What follows the cursor is no longer all there."""

    status = 410
    name = "cursor-expired"
    title = "Cursor expired"


class Cursor(NamedTuple):
    """The last change read, and up to which number the log was compacted when it was read."""

    seq: int
    compacted_to: int


BEGINNING = Cursor(0, 0)


def cursor_of(cursor: Cursor) -> str:
    """The text that continues after a change."""
    return SIGNER.sign(f"{cursor.seq}-{cursor.compacted_to}")


def _read(text: str) -> Cursor:
    """Of the first cursors given out, which were numbers, the log had not been compacted."""
    try:
        seq, _, compacted_to = SIGNER.unsign(text).partition("-")
        return Cursor(int(seq), int(compacted_to or 0))
    except (BadSignature, ValueError):
        raise fault("cursor", "This cursor was not given out by this API.", "malformed") from None


def _require_whole(cursor: Cursor, version: Version) -> None:
    """Raises CursorExpired when a change after the cursor may be missing.

    Compacting keeps whoever begins right, and whoever has read beyond what it removed. One in
    between who read a document may never hear of its withdrawal.
    """
    missed = 0 < cursor.seq < version.compacted_to != cursor.compacted_to
    if missed or cursor.seq > version.number:
        raise CursorExpired(EXPIRED)


class Changes:
    """A page of the log: one statement, with each document as it is now."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(
            Parameter(
                name="cursor",
                description="The `next` of an earlier answer; without it, from the beginning.",
                schema={"type": "string", "pattern": CURSOR},
                read=_read,
                default=BEGINNING,
            ),
            limit_parameter(),
        )

    def __call__(self, request: Request) -> Reply:
        values = self.parameters.read(query_string(request))
        after, limit = values["cursor"], values["limit"]
        tags = if_none_match(request)
        if tags:
            version = log.version()
            _require_whole(after, version)
            if is_current(tags, etag := _etag(version, after, limit)):
                return self._answer(None, etag)
        version, rows = log.changes(after.seq, limit)
        _require_whole(after, version)
        last = Cursor(rows[-1][0] if rows else after.seq, version.compacted_to)
        body = b"".join(
            (
                b'{"changes":[',
                b",".join(_change(*row) for row in rows),
                b'],"next":',
                orjson.dumps(cursor_of(last)),
                b"}",
            )
        )
        return self._answer(body, _etag(version, after, limit))

    def _answer(self, body: bytes | None, etag: str) -> Reply:
        return answer(
            body,
            etag=etag,
            language=", ".join(locales.content_locales()),
            surrogate_keys="changes",
            caching=REVALIDATE,
        )


def _etag(version: Version, after: Cursor, limit: int) -> str:
    return digest(*(str(number) for number in (*version, *after, limit)))


def _change(
    seq: int,
    op: str,
    kind: str,
    key: Any,
    locale: str,
    at: Any,
    version: int | None,
    detail: bytes | None,
) -> bytes:
    """One line of the log; `version` is that of the document it carries, else its own number."""
    change = orjson.dumps(
        {
            "seq": seq,
            "op": op,
            "kind": kind,
            "id": uuid_text(key),
            "locale": locale,
            "version": version or seq,
            "at": time_value(at),
        },
        option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS,
    )
    if detail is None:
        return change
    document = Representation(locale, False, (locale,), None).render(detail, locale)
    return change[:-1] + b',"document":' + document + b"}"
