"""Where an item is: below its institution's page, one page per language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.core.visibility import mine
from cms.publication.authored.port import Author
from content_pages.authored.revisions import refuse, save_draft
from content_pages.authored.ties import tie_page
from content_pages.authored.writing import Writer
from content_pages.models import InstitutionPage, ItemPage


@dataclass(frozen=True)
class House:
    """An institution's pages by locale: its items are below them."""

    pages: Mapping[str, Page]


def house_of(author: Author, named: str | None) -> House:
    """The author's institution, or the one of theirs that is named; raises ValidationError."""
    own = _own(author)
    if named:
        own = own.filter(_is_named(named))
    institutions = list(own.values_list("institution", flat=True).distinct()[:2])
    if len(institutions) == 1:
        return _house(institutions[0])
    if not named and institutions:
        raise _refusal("Say which institution's it is.", "required")
    raise _refusal("There is no such institution of yours.", "unknown")


def house_of_item(pages: Mapping[str, Any]) -> House:
    """Raises ValidationError for an item that lies elsewhere."""
    parents = [page.get_parent().pk for page in pages.values()]
    found = InstitutionPage.objects.filter(pk__in=parents).values_list("institution", flat=True)
    institution = found.first()
    if institution is None:
        raise _refusal("The item is below no institution's page.", "misplaced")
    return _house(institution)


def require_same_house(named: str | None, pages: Mapping[str, Any]) -> None:
    """Raises ValidationError when an item is sent as another institution's."""
    if named is None:
        return
    house = [page.pk for page in house_of_item(pages).pages.values()]
    if not InstitutionPage.objects.filter(_is_named(named), pk__in=house).exists():
        raise _refusal("An item does not change institutions here.", "moved")


def address_of(pages: Mapping[str, Any]) -> str | None:
    """The id of the institution whose item it is."""
    parent = min(pages.values(), key=lambda page: page.pk).get_parent()
    if parent.specific_class is not InstitutionPage:
        return None
    return str(parent.translation_key)


def add_pages(writer: Writer, house: House, locales: Iterable[str]) -> None:
    """Make the item's pages in these languages, drafts with their first revision.

    Raises ValidationError where something cannot be written, PermissionDenied.
    """
    made = [(one, _prepared(writer, house.pages.get(one), one)) for one in locales]
    refuse(writer)
    for locale, page in made:
        parent = house.pages[locale]
        parent.add_child(instance=page)
        save_draft(writer.author, page, is_new=True)


def _prepared(writer: Writer, parent: Any, locale: str) -> Any:
    """A page in memory; None, and a fault, where there is no place for it."""
    if parent is None:
        writer.fault(f"texts.{locale}", "The institution has no page in this language.", "no_place")
        return None
    if not parent.permissions_for_user(writer.author.user).can_add_subpage():
        raise PermissionDenied("Nothing may be added to this institution's items.")
    known = ItemPage.objects.filter(translation_key=writer.key, locale=parent.locale)
    if known.exists():
        writer.fault(f"texts.{locale}", "Its page in this language shows another's text.", "alias")
        return None
    page: Any = ItemPage(locale=parent.locale, translation_key=writer.key, live=False)
    page.owner = writer.author.user
    page._cached_parent_obj = parent  # what a slug is made for, before the page is saved
    writer.write(page, locale)
    tie_page(writer, page)
    return page


def _own(author: Author) -> QuerySet[InstitutionPage]:
    pages = InstitutionPage.objects.filter(alias_of__isnull=True, institution__isnull=False)
    if author.institution_id is not None:
        return pages.filter(institution=author.institution_id).order_by()
    found: QuerySet[InstitutionPage] = mine(author.user, pages)
    return found.order_by()


def _is_named(named: str) -> Q:
    try:
        return Q(translation_key=UUID(named))
    except ValueError:
        return Q(slug=named)


def _house(institution_id: int) -> House:
    pages = InstitutionPage.objects.filter(institution=institution_id, alias_of__isnull=True)
    found = pages.select_related("locale").order_by("-pk")
    return House({page.locale.language_code: page for page in found})


def _refusal(message: str, code: str) -> ValidationError:
    return ValidationError({"institution": ValidationError(message, code=code)})
