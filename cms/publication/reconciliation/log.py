"""What `reconcile` looks at in the change log: its numbers, and its last word on each document."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db.models import F, Max, Window
from django.db.models.functions import Lead

from cms.core import clock
from cms.publication.log.change_log import ROWS_AT_ONCE, ChangeLog, hold
from cms.publication.models import Change, ChangeNumber, PublishedDocument
from cms.publication.reconciliation.reconcile import Difference, Suspect


def numbers() -> Iterator[Suspect]:
    """The last number is the log's, and above what was compacted none is missing."""
    yield _last_number
    floor = ChangeNumber.objects.values_list("compacted_to", flat=True).first() or 0
    kept = Change.objects.filter(seq__gt=floor)
    first = kept.order_by("seq").values_list("seq", flat=True).first()
    if first is not None and first > floor + 1:
        yield partial(_gap, floor + 1, first - 1)
    with_next = kept.annotate(next=Window(Lead("seq"), order_by=F("seq").asc()))
    gaps = with_next.filter(next__gt=F("seq") + 1).values_list("seq", "next")
    for seq, following in list(gaps):
        yield partial(_gap, seq + 1, following - 1)


def _last_number() -> Difference | None:
    counter = hold()
    last = Change.objects.aggregate(last=Max("seq"))["last"] or 0
    where = f"{counter.value}, but the log ends at {last}"
    if counter.value < last:
        return Difference("change number", where, partial(_raise_to, last))
    if counter.value > max(last, counter.compacted_to):
        # Handed out once: it is never handed out again, whatever became of its row.
        lost = partial(_fill, max(last, counter.compacted_to) + 1, counter.value)
        return Difference("change number", where, lost if last else partial(_cut, counter.value))
    return None


def _raise_to(number: int) -> None:
    ChangeNumber.objects.filter(pk=1, value__lt=number).update(value=number)


def _cut(number: int) -> None:
    """The whole log is lost: followers read again, what is public is noted anew."""
    ChangeNumber.objects.filter(pk=1).update(compacted_to=number)


def _gap(first: int, last: int) -> Difference | None:
    first = max(first, hold().compacted_to + 1)
    present = Change.objects.filter(seq__range=(first, last)).count()
    if first > last or present == last - first + 1:
        return None
    return Difference(
        "numbers missing in the log", f"{first} to {last}", partial(_fill, first, last)
    )


def _fill(first: int, last: int) -> None:
    """Say under each missing number the document that was written under it, else what a neighbour
    says: said twice it does no harm, and the last word on each document is looked at later."""
    present = set(Change.objects.filter(seq__range=(first, last)).values_list("seq", flat=True))
    written = {
        one.version: one for one in PublishedDocument.objects.filter(version__range=(first, last))
    }
    neighbour = (
        Change.objects.filter(seq__gt=last).order_by("seq").first()
        or Change.objects.filter(seq__lt=first).order_by("seq").last()
    )
    Change.objects.bulk_create(
        (
            _repeated(seq, written.get(seq), neighbour)
            for seq in range(first, last + 1)
            if seq not in present
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _repeated(seq: int, document: PublishedDocument | None, neighbour: Change | None) -> Change:
    said = document or neighbour
    assert said is not None  # the log is not empty
    op = neighbour.op if neighbour and not document else Change.Op.UPSERT
    return Change(seq=seq, op=op, kind=said.kind, key=said.key, locale=said.locale, at=clock.now())


def last_words() -> Iterator[Suspect]:
    """The last word on every document is what is public."""
    public = {
        (key, locale): version
        for key, locale, version in PublishedDocument.objects.values_list(
            "key", "locale", "version"
        ).iterator()
    }
    latest = Change.objects.values("key", "locale").annotate(last=Max("seq")).values("last")
    rows = Change.objects.filter(seq__in=latest).values_list("key", "locale", "seq", "op")
    said = {(key, locale): (seq, op) for key, locale, seq, op in rows.iterator()}
    for name, (_seq, op) in said.items():
        if op == Change.Op.UPSERT and name not in public:
            yield partial(_last_word, *name)
    for name, version in public.items():
        seq, op = said.get(name, (0, ""))
        if op != Change.Op.UPSERT or seq < version:
            yield partial(_last_word, *name)


def _last_word(key: UUID, locale: str) -> Difference | None:
    document = PublishedDocument.objects.filter(key=key, locale=locale).first()
    last = Change.objects.filter(key=key, locale=locale).order_by("seq").last()
    said = last.op if last else ""
    if document is not None:
        if last is not None and said == Change.Op.UPSERT and last.seq >= document.version:
            return None
        upsert = partial(_say, Change.Op.UPSERT, document.kind, key, locale)
        return Difference("upsert missing in the log", f"{key} {locale}", upsert)
    if last is None or said != Change.Op.UPSERT:
        return None
    withdraw = partial(_say, Change.Op.WITHDRAW, last.kind, key, locale)
    return Difference("withdrawal missing in the log", f"{last.kind} {key} {locale}", withdraw)


def _say(op: Change.Op, kind: str, key: UUID, locale: str) -> None:
    log = ChangeLog()
    seq = log.append(op, kind=kind, key=key, locale=locale)
    PublishedDocument.objects.filter(key=key, locale=locale).update(version=seq)
    log.close()
