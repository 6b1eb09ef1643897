"""The documents an item names."""

from collections.abc import Iterable

from wagtail.models import Page

from cms.publication.documents.contract import Context, Json
from content_pages.models import InstitutionPage, ItemPage
from content_pages.rows import ItemRows


class Ties:
    """The refs of the documents an item names; None for one that is not public."""

    def __init__(self, page: ItemPage, item: ItemRows, context: Context) -> None:
        institution = institution_page(page)
        pages = [page.category, *item.more_categories, institution, *item.partners]
        context.expect(one.translation_key for one in (*pages, *item.programmes) if one)
        self.institution_key = institution.translation_key if institution else None
        self.institution: Json = context.ref(self.institution_key)
        self.category: Json = context.ref(page.category.translation_key) if page.category else None
        self.more_categories: list[Json] = _refs(item.more_categories, context)


def institution_page(page: ItemPage) -> Page | None:
    """The page the item lives under; None for one that is elsewhere."""
    parent = page.get_parent()
    return parent if parent and parent.specific_class is InstitutionPage else None


def _refs(pages: Iterable[Page], context: Context) -> list[Json]:
    found = (context.ref(page.translation_key) for page in pages)
    return [ref for ref in found if ref is not None]
