"""Compares live pages, published copies and the change log, names every difference, repairs it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Max, Window
from django.db.models.functions import Lead
from wagtail.models import Page

from cms.core import clock
from cms.publication import kinds
from cms.publication.building import Building, Copy
from cms.publication.change_log import ChangeLog, last_number
from cms.publication.models import Change, ChangeNumber, PublishedBody, PublishedDocument
from cms.publication.projector import project, project_stale, rebuild
from cms.publication.unit_of_work import publishing

CHUNK = 200


@dataclass(frozen=True)
class Difference:
    """What is wrong, with what, and how it is mended."""

    what: str
    where: str
    mend: Callable[[], object]

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


Inspection = Callable[[], Iterable[Difference]]

_inspections: list[Inspection] = []


def inspection(function: Inspection) -> Inspection:
    """Have `reconcile` run this too: how a follower lets itself be compared."""
    if function not in _inspections:
        _inspections.append(function)
    return function


def differences() -> Iterator[Difference]:
    """Everything that differs, found while nothing is changed."""
    for inspect in _inspections:
        yield from inspect()


def drain() -> None:
    """Rebuild whatever waits in the queue."""
    while project_stale():
        continue


@inspection
def change_log() -> Iterator[Difference]:
    """No number missing, and the last word on every document is what is public."""
    counter = last_number()
    last = Change.objects.aggregate(last=Max("seq"))["last"] or 0
    if counter != last:
        yield Difference("change number", f"{counter}, but the log ends at {last}", _recount)
    with_next = Change.objects.annotate(next=Window(Lead("seq"), order_by=F("seq").asc()))
    first = Change.objects.order_by("seq").values_list("seq", flat=True).first()
    if first not in (None, 1):
        yield _gap(1, first)
    for seq, following in with_next.filter(next__gt=F("seq") + 1).values_list("seq", "next"):
        yield _gap(seq + 1, following)
    yield from _last_words()


@inspection
def pages_and_copies() -> Iterator[Difference]:
    """Every live page against its copy, every copy against a live page."""
    publishable = Page.objects.filter(live=True).type(tuple(kinds.models()))
    seen: set[int] = set()
    for page_ids in _chunks(publishable.order_by("pk").values_list("pk", flat=True).iterator()):
        documents = PublishedDocument.objects.in_bulk(page_ids, field_name="page_id")
        bodies = PublishedBody.objects.in_bulk([row.pk for row in documents.values()])
        building = Building(clock.now())
        for page_id, page in building.load(page_ids).items():
            seen.add(page_id)
            document = documents.get(page_id)
            body = bodies.get(document.pk) if document else None
            if what := _verdict(building.copy(page), document, body):
                yield Difference(what, page.public_path, _rebuilder(page_id))
    for page_id, path in PublishedDocument.objects.values_list("page_id", "path").iterator():
        if page_id not in seen:
            yield Difference("published copy without a live page", path, _projector(page_id))


def _verdict(
    copy: Copy, document: PublishedDocument | None, body: PublishedBody | None
) -> str | None:
    if copy.parts is None:
        return "published copy of a page that is not public" if document else None
    if document is None:
        return "live page without a published copy"
    if body is None or not _same_bytes(body, copy):
        return "published copy says something else than its page"
    if not copy.matches(document):
        return "published copy is listed with other facts than its page"
    if set(document.dependencies.values_list("on", flat=True)) != copy.dependencies:
        return "published copy does not know what it depends on"
    return None


def _same_bytes(body: PublishedBody, copy: Copy) -> bool:
    stored = bytes(body.detail) + bytes(body.card) + bytes(body.ref)
    return _hash(stored) == _hash(copy.detail + copy.card + copy.ref)


def _last_words() -> Iterator[Difference]:
    public = {
        (key, locale): page_id
        for key, locale, page_id in PublishedDocument.objects.values_list(
            "key", "locale", "page_id"
        ).iterator()
    }
    latest = Change.objects.values("key", "locale").annotate(last=Max("seq")).values("last")
    rows = Change.objects.filter(seq__in=latest).values_list("kind", "key", "locale", "op")
    said = {(key, locale): (kind, op) for kind, key, locale, op in rows.iterator()}
    for (key, locale), (kind, op) in said.items():
        if (op == Change.Op.UPSERT) and (key, locale) not in public:
            where = f"{kind} {key} {locale}"
            yield Difference("withdrawal missing in the log", where, _withdrawer(kind, key, locale))
    for (key, locale), page_id in public.items():
        if said.get((key, locale), ("", ""))[1] != Change.Op.UPSERT:
            yield Difference("upsert missing in the log", f"{key} {locale}", _rebuilder(page_id))


def _gap(first: int, following: int) -> Difference:
    def fill() -> None:
        known = Change.objects.filter(seq__gte=following).order_by("seq").first()
        if known is not None:
            Change.objects.bulk_create(
                Change(
                    seq=seq,
                    op=known.op,
                    kind=known.kind,
                    key=known.key,
                    locale=known.locale,
                    at=known.at,
                )
                for seq in range(first, following)
            )

    return Difference("numbers missing in the log", f"{first} to {following - 1}", fill)


def _recount() -> None:
    last = Change.objects.aggregate(last=Max("seq"))["last"] or 0
    ChangeNumber.objects.update_or_create(pk=1, defaults={"value": last})


def _withdrawer(kind: str, key: UUID, locale: str) -> Callable[[], object]:
    def withdraw() -> None:
        with publishing():
            log = ChangeLog()
            log.append(Change.Op.WITHDRAW, kind=kind, key=key, locale=locale)
            log.close()

    return withdraw


def _rebuilder(page_id: int) -> Callable[[], object]:
    return lambda: rebuild([page_id])


def _projector(page_id: int) -> Callable[[], object]:
    return lambda: project([page_id])


def _chunks(page_ids: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for page_id in page_ids:
        chunk.append(page_id)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
