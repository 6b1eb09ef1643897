"""Published documents as the projector would leave them, in the words of the domain."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cms.catalogue import catalogue
from cms.catalogue.answering import Answer
from cms.catalogue.query import ListQuery, list_parameters, list_query
from cms.core.parameters import ParameterSet
from cms.publication.models import Change, ChangeNumber, PublishedDocument

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
NO_FACTS: dict[str, Any] = {
    "category": [],
    "format": "recording",
    "institution": None,
    "audience": [],
    "accessibility": [],
    "language": [],
    "access_mode": "free",
    "attendance": "online",
    "theme": [],
    "programme": [],
    "age_min": None,
    "age_max": None,
    "free": True,
    "duration": None,
    "occurrences": [],
    "featured": False,
    "quality": 0,
    "territory": None,
}


def publish(
    kind: str = "item",
    *,
    key: UUID | None = None,
    locale: str = "fr",
    title: str = "",
    slug: str = "",
    at: datetime | None = None,
    until: datetime | None = None,
    **facts: Any,
) -> PublishedDocument:
    """Write a document, or overwrite it, and note the change."""
    key = key or uuid4()
    page_id = (PublishedDocument.objects.order_by("-page_id").first() or NO_PAGE).page_id + 1
    former = PublishedDocument.objects.filter(key=key, locale=locale).first()
    at = at or (former.published_at if former else BEGINNING + timedelta(hours=page_id))
    values = {
        "kind": kind,
        "slug": slug or f"{kind}-{page_id}",
        "path": f"/{locale}/{page_id}/",
        "title": title or f"{kind} {page_id}",
        "facts": (NO_FACTS if kind == "item" else {}) | facts,
        "published_at": at,
        "updated_at": at,
        "public_until": until,
    }
    if former is None:
        values["page_id"] = page_id
    document, _ = PublishedDocument.objects.update_or_create(
        key=key, locale=locale, defaults=values
    )
    note(Change.Op.UPSERT, document)
    return document


NO_PAGE = PublishedDocument(page_id=0)


def withdraw(document: PublishedDocument) -> None:
    note(Change.Op.WITHDRAW, document)
    PublishedDocument.objects.filter(pk=document.pk).delete()


def note(op: Change.Op, document: PublishedDocument) -> None:
    number, _ = ChangeNumber.objects.get_or_create(pk=1)
    number.value += 1
    number.save()
    Change.objects.create(
        seq=number.value,
        op=op,
        kind=document.kind,
        key=document.key,
        locale=document.locale,
        at=datetime.now(UTC),
    )


def query(
    parameters: str = "", *, kind: str = "item", locale: str = "fr", fallback: bool = True
) -> ListQuery:
    values = ParameterSet(*list_parameters(kind)).read(parameters)
    return list_query(kind, values, locale=locale, fallback=fallback)


def ask(parameters: str = "", **kwargs: Any) -> Answer:
    """Ask as the API does: once, and again after following the log."""
    asked = query(parameters, **kwargs)
    answer = catalogue.answer(asked)
    number = ChangeNumber.objects.filter(pk=1).values_list("value", flat=True).first() or 0
    if answer.version != number:
        catalogue.refresh_to(number)
        answer = catalogue.answer(asked)
    assert answer.version == number
    return answer


def titles(parameters: str = "", **kwargs: Any) -> list[str]:
    """The titles of the documents on the page, in order."""
    answer = ask(parameters, **kwargs)
    found = PublishedDocument.objects.in_bulk(answer.document_ids)
    return [found[number].title for number in answer.document_ids]
