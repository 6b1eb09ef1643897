"""Which page a tie means: one its author may name, in the language it is named from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cms.core import clock
from cms.core.visibility import visible_to
from cms.publication.authored.item import Tie
from cms.publication.authored.port import Author, ItemName
from cms.publication.visibility import published_pages
from content_pages.authored.reading import TIES, tied
from content_pages.authored.writing import Writer
from content_pages.models import (
    ExternalReference,
    InstitutionPage,
    ItemPage,
    PendingTie,
    ProgrammePage,
    RelatedItem,
)

TARGETS: dict[str, Any] = {
    "partners": InstitutionPage,
    "programmes": ProgrammePage,
    "related": ItemPage,
}


def nameable(author: Author, model: Any) -> QuerySet[Any]:
    """Pages the author may name: public ones, and those they see where they write.

    What is not among them and what does not exist are the same to them.
    """
    seen: QuerySet[Any] = visible_to(author.user, model.objects.filter(alias_of__isnull=True))
    if author.institution_id is None or model is ProgrammePage:
        return seen
    return seen.filter(of_institution(author.institution_id, model) | published_pages())


def of_institution(institution_id: int, model: Any) -> Q:
    """Its pages, and the items directly below them."""
    pages = InstitutionPage.objects.filter(institution=institution_id)
    if model is InstitutionPage:
        return Q(pk__in=pages.values("pk"))
    found = Q(pk__in=())
    for path in pages.values_list("path", flat=True):
        found |= Q(path__startswith=path, depth=len(path) // ItemPage.steplen + 1)
    return found


def found(author: Author, field: str, tie: Tie) -> UUID | None:
    """The translation key of what a tie names; None while there is nothing it could name."""
    among = nameable(author, TARGETS[field])
    if tie.id:
        among = among.filter(translation_key=tie.id)
    elif tie.slug:
        among = among.filter(slug=tie.slug)
    else:
        known = ExternalReference.objects.filter(source=tie.source, external_id=tie.external_id)
        among = among.filter(translation_key__in=known.values("key"))
    key: UUID | None = among.order_by("pk").values_list("translation_key", flat=True).first()
    return key


def page_in(author: Author, field: str, key: UUID, locale_id: int) -> Any:
    """The document in the language it is named from, else in the one it was made in."""
    pages = list(nameable(author, TARGETS[field]).filter(translation_key=key).order_by("pk"))
    same = [page for page in pages if page.locale_id == locale_id]
    return (same or pages)[0]


def resolve(writer: Writer, name: ItemName | None, tied_already: set[UUID]) -> None:
    """Say of each tie of the item what it leads to; what it does not lead to yet will wait."""
    for field in (one for one in TIES if writer.wants(one)):
        keys, waiting = writer.ties[field], writer.waiting[field]
        for number, given in enumerate(getattr(writer.item, field)):
            tie = _with_source(given, name)
            if reason := _senseless(writer, field, tie, name):
                writer.fault(f"{field}.{number}", *reason)
                continue
            key = tie.id if tie.id in tied_already else found(writer.author, field, tie)
            if key is None:
                waiting.append(tie)
            elif key == writer.key:
                writer.fault(f"{field}.{number}", "An item is not tied to itself.", "itself")
            elif key not in keys:
                keys.append(key)


def _with_source(tie: Tie, name: ItemName | None) -> Tie:
    if tie.external_id and not tie.source and name:
        return tie.model_copy(update={"source": name.source})
    return tie


def _senseless(
    writer: Writer, field: str, tie: Tie, name: ItemName | None
) -> tuple[str, str] | None:
    if not tie.external_id:
        return ("An item is not tied to itself.", "itself") if tie.id == writer.key else None
    if field != "related":
        return "Only items have an external id: name it by id or slug.", "tie"
    if not tie.source:
        return "Say of which source: the item itself has none.", "required"
    if name and (tie.source, tie.external_id) == (name.source, name.external_id):
        return "An item is not tied to itself.", "itself"
    return None


def tie_page(writer: Writer, page: Any) -> bool:
    """Have a page in memory name what the item names; whether that is something else."""
    changed = False
    for field, keys in writer.ties.items():
        if not writer.wants(field):
            continue
        known = {one.translation_key: one for one in tied(page, field)}
        same = list(known) == keys if field == "related" else known.keys() == set(keys)
        if not same:
            author, locale_id = writer.author, page.locale_id
            targets = [known.get(key) or page_in(author, field, key, locale_id) for key in keys]
            put(page, field, targets)
            changed = True
    return changed


def put(page: Any, field: str, targets: Sequence[Any]) -> None:
    """Have a page in memory name these and no others."""
    if field != "related":
        setattr(page, field, list(targets))
        return
    known = {row.item_id: row for row in page.related_items.all()}
    page.related_items = [
        _placed(known.get(one.pk) or RelatedItem(item=one), number)
        for number, one in enumerate(targets)
    ]


def _placed(row: Any, number: int) -> Any:
    row.sort_order = number
    return row


def remember(writer: Writer) -> None:
    """Keep exactly these ties of the item for later."""
    for field in (one for one in TIES if writer.wants(one)):
        wanted = {
            (one.id, one.slug or "", one.source, one.external_id): one
            for one in writer.waiting[field]
        }
        kept = {
            (one.target, one.slug, one.source, one.external_id): one.pk
            for one in PendingTie.objects.filter(key=writer.key, field=field)
        }
        gone = [pk for name, pk in kept.items() if name not in wanted]
        PendingTie.objects.filter(pk__in=gone).delete()
        for target, slug, source, external_id in wanted.keys() - kept.keys():
            PendingTie.objects.create(
                key=writer.key,
                field=field,
                target=target,
                slug=slug,
                source=source,
                external_id=external_id,
                user_id=writer.author.user.pk,
                institution_id=writer.author.institution_id,
                tried_at=clock.now(),
            )
