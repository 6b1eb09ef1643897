"""`GET /changes`: the change log, so that others can hold exactly what the API serves."""

from typing import Any

import orjson
from django.core.signing import BadSignature, Signer

from cms.core import locales
from cms.delivery import selectors
from cms.delivery.asking import Ask
from cms.delivery.messages import Reply, Request
from cms.delivery.parameters import (
    Parameter,
    ParameterSet,
    fault,
    limit_parameter,
    query_string,
)
from cms.delivery.reading import time_value, uuid_text
from cms.delivery.responses import REVALIDATE, answer, asked_tags, digest, is_current

SIGNER = Signer(salt="cms.delivery.changes", sep=".")


def cursor_of(seq: int) -> str:
    """The cursor that continues after change number `seq`."""
    return SIGNER.sign(str(seq))


def _seq_of(cursor: str) -> int:
    try:
        return int(SIGNER.unsign(cursor))
    except (BadSignature, ValueError):
        raise fault("cursor", "This cursor was not given out by this API.", "malformed") from None


class Changes:
    """A page of the log: one statement, with each document as it is now."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(
            Parameter(
                name="cursor",
                description="The `next` of an earlier answer; without it, from the beginning.",
                schema={"type": "string", "minLength": 1, "maxLength": 200},
                read=_seq_of,
                default=0,
            ),
            limit_parameter(),
        )

    def __call__(self, request: Request) -> Reply:
        values = self.parameters.read(query_string(request))
        after, limit = values["cursor"], values["limit"]
        tags = asked_tags(request)
        if tags and is_current(tags, etag := _etag(selectors.version(), after, limit)):
            return self._answer(None, etag)
        version, rows = selectors.changes(after, limit)
        last = rows[-1][0] if rows else after
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


def _etag(version: tuple[int, int], after: int, limit: int) -> str:
    return digest(*(str(number) for number in (*version, after, limit)))


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
    document = Ask(locale, False, (locale,), None).serve(detail, locale)
    return change[:-1] + b',"document":' + document + b"}"
