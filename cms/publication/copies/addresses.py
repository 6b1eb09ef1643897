"""Addresses of published documents, and of whole subtrees of them: statements over sets, never a
page at a time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from wagtail.models import Page

from cms.core.batches import batches
from cms.publication.documents import page_types
from cms.publication.models import FormerPath, PublishedDocument


@dataclass(frozen=True)
class Moved:
    """A document whose address changed."""

    page_id: int
    key: UUID
    locale: str
    path: str
    former: str


def documents_below(page: Page) -> QuerySet[PublishedDocument]:
    """The published copies of a page and of everything below it."""
    return PublishedDocument.objects.filter(page_id__in=_below(page).values("pk"))


def unpublished_below(page: Page) -> list[int]:
    """The live pages of a subtree, itself included, that have no published copy."""
    live = _below(page).filter(live=True).type(tuple(page_types.models()))
    without = live.exclude(pk__in=documents_below(page).values("page_id"))
    return list(without.values_list("pk", flat=True))


def is_misplaced(page: Page, path: str | None) -> bool:
    """Whether `path`, a page's address as published, is none or no longer where the page is."""
    return page.depth > 1 and path != f"/{page.locale.language_code}/{_below_home(page)}"


def is_anything_misplaced(page: Page) -> bool:
    """Whether a document of the subtree has an address where its page no longer is."""
    placed = documents_below(page).annotate(address=_address(page))
    return bool(placed.exclude(address=F("path")).exists())


def readdress(page: Page) -> list[Moved]:
    """Write the present addresses of a subtree into its documents, and remember the former ones.

    What the documents say inside has to be built anew; until then they answer at the new address,
    and the old one leads there.
    """
    moved = _misplaced(page)
    if not moved:
        return []
    # Two documents may have shared an address: it leads to one of them.
    for some in batches({one.former: one for one in moved}.values()):
        FormerPath.objects.bulk_create(
            [FormerPath(path=one.former, key=one.key, locale=one.locale) for one in some],
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["key", "locale"],
        )
    documents_below(page).update(path=_address(page))
    for paths in batches(one.path for one in moved):
        FormerPath.objects.filter(path__in=paths).delete()
    return moved


def _misplaced(page: Page) -> list[Moved]:
    placed = documents_below(page).annotate(address=_address(page))
    rows = placed.order_by("pk").values_list("page_id", "key", "locale", "address", "path")
    return [Moved(*row) for row in rows if row[3] != row[4]]


def _address(page: Page) -> Subquery:
    """In SQL, where the page of a document below `page` is now: `BasePage.public_path`."""
    begins = len(page.url_path) - len(_below_home(page)) + 1
    own = Concat(
        Value("/"),
        OuterRef("locale"),
        Value("/"),
        Substr("url_path", begins),
        output_field=CharField(),
    )
    return Subquery(_below(page).filter(pk=OuterRef("page_id")).annotate(own=own).values("own"))


def _below_home(page: Page) -> str:
    return str(page.url_path).split("/", 2)[2]


def _below(page: Page) -> Any:
    return Page.objects.descendant_of(page, inclusive=True).order_by()
