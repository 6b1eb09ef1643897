"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST sent again is done once.

What was done is kept with its answer. A refusal is not: nothing was done, and what was in its way
may be gone when it is sent again.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from cms.accounts.models import ApiToken
from cms.authoring.models import IdempotentRequest
from cms.core import clock
from cms.core.database import UNAVAILABLE, insist
from cms.core.problems import BadRequest, Conflict, Fault, Unprocessable
from cms.core.pruning import delete_some

logger = logging.getLogger(__name__)
HEADER = "Idempotency-Key"
LONGEST_KEY = 255
KEPT = timedelta(hours=24)
MOST_KEPT = 2_000  # of a token: then the oldest are forgotten earlier
# A request that is under way for so long was killed: who sends it again takes it over.
LONGEST_REQUEST = timedelta(minutes=10)
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")


class Claim:
    """A key that is this request's; its answer is kept with what the request did."""

    def __init__(self, row: IdempotentRequest) -> None:
        self._row = row

    def keep(self, response: HttpResponse) -> None:
        """In the transaction of what was done: both are there, or neither.

        Raises Conflict where somebody took it for dead and has taken it over.
        """
        kept = self._mine().update(
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if response.has_header(name)},
            body=response.content,
        )
        if not kept:
            raise _under_way()

    @contextmanager
    def unless_refused(self) -> Iterator[None]:
        """The key may be used again when nothing was done."""
        try:
            yield
        except BaseException:
            self._release()
            raise

    def _release(self) -> None:
        try:
            insist(lambda: self._mine().delete(), waits=[0.5])
        except UNAVAILABLE:
            logger.warning("A key is held until its request counts as killed", exc_info=True)

    def _mine(self) -> "QuerySet[IdempotentRequest]":
        return IdempotentRequest.objects.filter(
            UNDER_WAY, pk=self._row.pk, started_at=self._row.started_at
        )


def claim(request: HttpRequest, token: ApiToken, *sent: bytes) -> Claim | HttpResponse | None:
    """The claim on the request's key, or the answer it was given before; None without a key.

    Raises Unprocessable when the key came with something else, Conflict while the first is under
    way, BadRequest for what is no key. Call it outside any transaction.
    """
    key = _key(request)
    if key is None:
        return None
    fingerprint = _fingerprint(request, *sent)
    now = clock.now()
    row, is_new = IdempotentRequest.objects.get_or_create(
        token=token, key=key, defaults={"fingerprint": fingerprint, "started_at": now}
    )
    if is_new:
        _forget_oldest(token)
        return Claim(row)
    if row.started_at < now - KEPT and _take_over(row, fingerprint, Q()):
        return Claim(row)
    if row.fingerprint != fingerprint:
        raise Unprocessable(
            "This Idempotency-Key was used for another request.",
            errors=[Fault(f"header.{HEADER}", "Used for another request.", "key_reused")],
        )
    if row.status is not None:
        return _again(row)
    if row.started_at < now - LONGEST_REQUEST and _take_over(row, fingerprint, UNDER_WAY):
        return Claim(row)
    raise _under_way()


def _under_way() -> Conflict:
    return Conflict(
        "The first request with this Idempotency-Key is under way.",
        errors=[Fault(f"header.{HEADER}", "Its first request is under way.", "under_way")],
        headers={"Retry-After": "2"},
    )


UNDER_WAY = Q(status__isnull=True)


def prune_requests() -> int:
    """Answers are kept for a day."""
    old = IdempotentRequest.objects.filter(started_at__lt=clock.now() - KEPT)
    return delete_some(old.order_by("started_at"))


def _take_over(row: IdempotentRequest, fingerprint: str, state: Q) -> bool:
    """One of several who try succeeds: the moment it began is part of what is asked for."""
    asked = IdempotentRequest.objects.filter(state, pk=row.pk, started_at=row.started_at)
    row.started_at = clock.now()
    taken = asked.update(
        started_at=row.started_at, fingerprint=fingerprint, status=None, headers={}, body=b""
    )
    return bool(taken)


def _forget_oldest(token: ApiToken) -> None:
    newest = IdempotentRequest.objects.filter(token=token).order_by("-pk")
    old = list(newest.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 100])
    if old:
        IdempotentRequest.objects.filter(pk__in=old).delete()


def _again(row: IdempotentRequest) -> HttpResponse:
    headers = {**row.headers, REPLAYED: "true", "Cache-Control": "no-store"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)


def _key(request: HttpRequest) -> str | None:
    """Bare, or a string as the draft has it (RFC 9651): the quotes are no part of it."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    key = given.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequest(
            f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII characters.",
            errors=[Fault(f"header.{HEADER}", "This is no key.", "invalid")],
        )
    return key


def _fingerprint(request: HttpRequest, *sent: bytes) -> str:
    digest = hashlib.sha256()
    for part in (str(request.method).encode(), request.get_full_path().encode(), *sent):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
