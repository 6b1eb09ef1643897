"""Published copies of pages that were written without signals: the builders' bytes, in bulk."""

from wagtail.models import Page

from benchmarks.seed.clearing import clear
from cms.core import clock
from cms.publication.copies.building import Building, Copy
from cms.publication.documents.page_types import page_type_of
from cms.publication.models import (
    Change,
    ChangeNumber,
    Dependency,
    DuePage,
    PublishedBody,
    PublishedDocument,
)

CHUNK = 200


def build(page_ids: list[int]) -> None:
    """Write the copies of these pages, none of which has one. All translations at once.

    A copy names its translations, which it finds among the published documents: rows that say
    where each page is come first, the bytes after them.
    """
    _announce(page_ids)
    for at in range(0, len(page_ids), CHUNK):
        building = Building(clock.now())
        clear(Page.objects.filter(pk__in=page_ids[at : at + CHUNK]).specific())
        pages = building.load(page_ids[at : at + CHUNK])
        _write([building.copy(page) for page in pages.values()])


def _announce(page_ids: list[int]) -> None:
    rows = []
    for page in Page.objects.filter(pk__in=page_ids).select_related("locale").specific():
        page_type = page_type_of(type(page))
        assert page_type is not None
        rows.append(
            PublishedDocument(
                page_id=page.pk,
                kind=page_type.kind,
                key=page.translation_key,
                locale=page.locale.language_code,
                path=page.public_path,
                published_at=page.first_published_at,
                updated_at=page.first_published_at,
            )
        )
    PublishedDocument.objects.bulk_create(rows, batch_size=500)


def _write(copies: list[Copy]) -> None:
    documents = PublishedDocument.objects.in_bulk(
        [copy.page_id for copy in copies], field_name="page_id"
    )
    log = _Log()
    bodies, ties, due = [], [], []
    for copy in copies:
        assert copy.parts is not None, f"page {copy.page_id} is not public"
        document = documents[copy.page_id]
        copy.write_to(document)
        document.version = log.append(copy)
        bodies.append(
            PublishedBody(document=document, detail=copy.detail, card=copy.card, ref=copy.ref)
        )
        ties += [Dependency(document=document, on=on) for on in sorted(copy.dependencies)]
        if copy.window.next_moment:
            due.append(DuePage(page_id=copy.page_id, at=copy.window.next_moment))
    told = [field.name for field in PublishedDocument._meta.concrete_fields if field.name != "id"]
    PublishedDocument.objects.bulk_create(
        documents.values(), update_conflicts=True, unique_fields=["id"], update_fields=told
    )
    PublishedBody.objects.bulk_create(bodies)
    Dependency.objects.bulk_create(ties)
    DuePage.objects.bulk_create(due)
    log.close()


class _Log:
    """The change log as seeding writes it: nobody else is there."""

    def __init__(self) -> None:
        self.number = ChangeNumber.objects.get(pk=1)
        self.changes: list[Change] = []

    def append(self, copy: Copy) -> int:
        self.number.value += 1
        self.changes.append(
            Change(
                seq=self.number.value,
                op=Change.Op.UPSERT,
                kind=copy.kind,
                key=copy.key,
                locale=copy.locale,
                at=clock.now(),
            )
        )
        return self.number.value

    def close(self) -> None:
        Change.objects.bulk_create(self.changes)
        self.number.save()
