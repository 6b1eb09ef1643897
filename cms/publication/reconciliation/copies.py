"""What `reconcile` looks at: pages against their copies. The change log is in `log`.

Inspections read without the change lock; what they yield is called under it.
"""

import hashlib
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from wagtail.models import Page

from cms.core import clock
from cms.core.database import UNAVAILABLE
from cms.publication.clearance import NotCleared
from cms.publication.copies import stale
from cms.publication.copies.building import Building, Copy
from cms.publication.copies.projector import rebuild
from cms.publication.documents import page_types
from cms.publication.models import DuePage, PublishedBody, PublishedDocument, StalePage
from cms.publication.reconciliation.reconcile import Difference, Suspect

PAGES_AT_ONCE = 200


def pages_and_copies() -> Iterator[Suspect]:
    """Every live page against its copy, every copy against a live page."""
    publishable = Page.objects.filter(live=True).type(tuple(page_types.models())).order_by("pk")
    last = 0
    # By number and not by an open cursor: nothing is being read while something is mended.
    while page_ids := list(
        publishable.filter(pk__gt=last).values_list("pk", flat=True)[:PAGES_AT_ONCE]
    ):
        last = page_ids[-1]
        yield from [partial(_page_and_copy, page_id) for page_id in _differing(page_ids)]
    live = publishable.order_by().values("pk")
    stray = PublishedDocument.objects.exclude(page_id__in=live)
    for page_id in list(stray.values_list("page_id", flat=True)):
        yield partial(_page_and_copy, page_id)


def _differing(page_ids: list[int]) -> list[int]:
    """Those that seem to differ; all of them when they cannot even be read together."""
    documents = PublishedDocument.objects.in_bulk(page_ids, field_name="page_id")
    bodies = PublishedBody.objects.in_bulk([row.pk for row in documents.values()])
    building = Building(clock.now())
    try:
        pages = building.load(page_ids)
    except UNAVAILABLE:
        raise
    except Exception:
        return page_ids
    return [
        page_id
        for page_id, page in pages.items()
        if _seems_wrong(building, page, documents.get(page_id), bodies)
    ]


def _seems_wrong(
    building: Building,
    page: Page,
    document: PublishedDocument | None,
    bodies: dict[int, PublishedBody],
) -> bool:
    body = bodies.get(document.pk) if document else None
    try:
        return _verdict(building.copy(page), document, body) is not None
    except UNAVAILABLE:
        raise
    except Exception:
        return True


def _page_and_copy(page_id: int) -> Difference | None:
    """One page under the change lock. One that waits for its turn is no difference."""
    now = clock.now()
    if (
        StalePage.objects.filter(page_id=page_id, attempts=0).exists()
        or DuePage.objects.filter(page_id=page_id, at__lte=now).exists()
    ):
        return None
    document = PublishedDocument.objects.filter(page_id=page_id).first()
    where = document.path if document else f"page {page_id}"
    building = Building(now)
    try:
        with transaction.atomic():
            page = building.load([page_id]).get(page_id)
            copy = building.copy(page) if page is not None and page.live else None
    except UNAVAILABLE:
        raise
    except NotCleared as error:
        what = "live page whose content nobody has cleared"
        return Difference(what, where, partial(_set_aside, page_id, error), lasting=True)
    except Exception as error:
        what = f"page cannot be built ({type(error).__name__}: {error})"
        return Difference(what, where, partial(_set_aside, page_id, error), lasting=True)
    if copy is None:
        what = "published copy without a live page" if document else ""
    else:
        where = copy.path
        body = PublishedBody.objects.filter(document=document).first() if document else None
        what = _verdict(copy, document, body) or ""
    return Difference(what, where, partial(rebuild, [page_id])) if what else None


def _set_aside(page_id: int, error: Exception) -> None:
    """To be tried again, unless it is already: looking at it does not make it wait longer."""
    if not StalePage.objects.filter(page_id=page_id, attempts__gt=0).exists():
        stale.set_aside(page_id, error)


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


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
