"""Appends decisions and binds each to the one before.

A decision is written where it is taken, so that it goes with what it decided if that is rolled
back; its number and hash are given at the end of the unit of work, under a lock that is kept until
the commit: commit order is number order, and nobody who waits for it holds what others need.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asgiref.local import Local
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Max

from cms.audit import acts
from cms.audit.models import AuditHead, Decision

_state = Local()


@contextmanager
def numbered_at_end() -> Iterator[None]:
    """Inside, decisions wait for their numbers; `number_pending` gives them before the commit."""
    before = getattr(_state, "pending", None)
    _state.pending = set()
    try:
        yield
    finally:
        _state.pending = before


def append(decision: Decision) -> Decision:
    """Write it with the transaction in progress. Raises ImproperlyConfigured: an unknown act."""
    if not acts.known(decision.act):
        raise ImproperlyConfigured(f"Nobody has registered the act {decision.act!r}.")
    pending: set[UUID] | None = getattr(_state, "pending", None)
    if pending is not None:
        decision.save()
        pending.add(decision.pk)
        return decision
    with transaction.atomic():
        decision.save()
        _number({decision.pk})
    return decision


def number_pending() -> int:
    """Number what was written inside `numbered_at_end`; returns how many."""
    pending: set[UUID] | None = getattr(_state, "pending", None)
    return _number(pending or set())


def _number(written: set[UUID]) -> int:
    """Those of them that no savepoint took back. A row that came another way joins no chain."""
    rows = Decision.objects.filter(number=None).order_by("at", "id") if written else ()
    pending = [decision for decision in rows if decision.pk in written]
    if not pending:
        return 0
    head = _hold()
    for decision in pending:
        decision.number = head.number + 1
        decision.previous_hash = head.hash
        decision.hash = decision.digest_of_row(head.hash)
        head.number, head.hash = decision.number, decision.hash
    Decision.number_rows(pending)
    head.save()
    return len(pending)


def _hold() -> AuditHead:
    rows = AuditHead.objects.select_for_update().filter(pk=1)
    head = rows.first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = rows.get()
    return head


@dataclass(frozen=True)
class Fault:
    """What is wrong with the chain: at which number, and what."""

    number: int
    what: str


def faults() -> Iterator[Fault]:
    """Everything that was altered, removed, added by hand or put into another order."""
    expected, previous = 1, AuditHead._meta.get_field("hash").default
    # The last row before the head, the others after it: what is decided meanwhile is no fault.
    last = Decision.objects.aggregate(last=Max("number"))["last"] or 0
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1)
    upto = max(last, head.number)
    rows = Decision.objects.filter(number__lte=upto).order_by("number")
    for decision in rows.iterator(1000):
        assert decision.number is not None
        if decision.number > expected:
            yield Fault(expected, _gap(expected, decision.number - 1))
        if decision.previous_hash != previous:
            yield Fault(decision.number, "does not follow the decision before it")
        if decision.hash != decision.digest_of_row(decision.previous_hash):
            yield Fault(decision.number, "was altered")
        expected, previous = decision.number + 1, decision.hash
    if head.number >= expected:
        yield Fault(expected, _gap(expected, head.number))
    elif head.number < expected - 1:
        yield Fault(head.number + 1, "was added behind the last decision")
    elif head.hash != previous:
        yield Fault(head.number, "is not the decision that was written last")
    if stray := Decision.objects.filter(number=None).count():
        yield Fault(expected, f"{stray} decisions have no number: they were not written here")


def _gap(first: int, last: int) -> str:
    return "is missing" if first == last else f"to {last} are missing"


def head() -> dict[str, Any]:
    """The last decision's number and hash, to be noted somewhere else."""
    row = AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1)
    return {"number": row.number, "hash": row.hash}
