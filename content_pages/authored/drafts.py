"""Drafts of items for other systems: found among their author's own, written as revisions."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.subtrees import at_and_below
from cms.core.visibility import mine, sees_everything
from cms.publication.authored.item import AuthoredItem
from cms.publication.authored.merge_patch import merged
from cms.publication.authored.port import (
    Author,
    Deleted,
    DraftedItem,
    Expected,
    ItemDrafts,
    ItemName,
    NoSuchItem,
    Written,
)
from cms.publication.locking import lock_pages
from content_pages.authored import naming, patches, places, reading, ties
from content_pages.authored.arrivals import some_waiting, tie_items, waiting_for
from content_pages.authored.revisions import refuse, save_draft
from content_pages.authored.writing import Writer
from content_pages.models import ExternalReference, InstitutionPage, ItemPage, PendingTie

Pages = Mapping[str, Any]


class ContentItemDrafts(ItemDrafts):
    """Item pages are below institutions' pages; an item has one page per language."""

    def find(self, author: Author, key: UUID) -> DraftedItem:
        return _drafted(key, self.pages(author, key))

    def find_named(self, author: Author, name: ItemName) -> DraftedItem:
        key = _key_of(name)
        if key is None:
            raise NoSuchItem
        _require_there(author, key)
        return self.find(author, key)

    def list_items(
        self, author: Author, *, after: int, limit: int
    ) -> tuple[list[DraftedItem], int | None]:
        own = _own(author)
        earlier = own.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
        firsts = own.filter(~Exists(earlier), pk__gt=after).order_by("pk")
        rows = list(firsts.values_list("pk", "translation_key")[: limit + 1])
        items = list(_drafted_all(own, [key for _place, key in rows[:limit]]))
        return items, rows[limit - 1][0] if len(rows) > limit else None

    def knows_source(self, source: str) -> bool:
        return ExternalReference.objects.filter(source=source).exists()

    def documents(self, author: Author, key: UUID) -> dict[str, Page]:
        named = Page.objects.filter(alias_of__isnull=True, translation_key=key)
        found = _opened(author, named)
        if author.institution_id is not None:
            houses = InstitutionPage.objects.filter(institution=author.institution_id)
            found = found.filter(at_and_below(houses.values_list("path", flat=True)))
        rows = found.select_related("locale").order_by("pk")
        pages = {page.locale.language_code: page.specific for page in rows}
        if not pages:
            raise NoSuchItem
        return pages

    def loc_of(self, page: Page, field: str) -> str:
        is_item = page.specific_class is ItemPage
        return naming.loc_of(field, page.locale.language_code) if is_item else field

    def field_of(self, page: Page, loc: str) -> str:
        return naming.field_of(loc) if page.specific_class is ItemPage else loc

    def pages(self, author: Author, key: UUID) -> dict[str, Page]:
        """The item's own."""
        found = _own(author).filter(translation_key=key).select_related("locale").order_by("pk")
        pages: dict[str, Page] = {page.locale.language_code: page for page in found}
        if not pages:
            raise NoSuchItem
        return pages

    def put(
        self, author: Author, name: ItemName, item: AuthoredItem, *, expected: Expected
    ) -> Written:
        key = _key_of(name)
        if key is None:
            house = places.house_of(author, item.institution)
            # Two who make it at once: the second looks again when the first is done.
            lock_pages([page.pk for page in house.pages.values()])
            key = _key_of(name)
            if key is None:
                expected.require(None)
                return self._make(author, name, item, house)
        _require_there(author, key)
        return self._replace(author, key, name, item, expected)

    def _make(
        self, author: Author, name: ItemName, item: AuthoredItem, house: places.House
    ) -> Written:
        writer = Writer(author, ItemPage().translation_key, item)
        ties.resolve(writer, name, set())
        places.add_pages(writer, house, item.texts)
        ExternalReference.objects.create(
            key=writer.key,
            source=name.source,
            external_id=name.external_id,
            digest=_digest(item),
        )
        ties.remember(writer)
        return Written(self.find(author, writer.key), created=True, changed=tuple(item.texts))

    def _replace(
        self, author: Author, key: UUID, name: ItemName, item: AuthoredItem, expected: Expected
    ) -> Written:
        pages = self._locked(author, key)
        before = _drafted(key, pages)
        expected.require(before.etag)
        reference = ExternalReference.objects.filter(key=key)
        digest = _digest(item)
        said_again = reference.filter(digest=digest).exists() and not expected.was_seen
        if said_again and item.texts.keys() <= pages.keys():
            return Written(before)
        places.require_same_house(item.institution, pages)
        written = self._write(Writer(author, key, item), Writer(author, key, item), name, pages)
        reference.update(digest=digest)
        return written

    def change(
        self, author: Author, key: UUID, patch: Mapping[str, Any], *, expected: Expected
    ) -> Written:
        pages = self._locked(author, key)
        before = _drafted(key, pages)
        expected.require(before.etag)
        after = merged(before.content, dict(patch))
        patches.require_texts_to_stay(pages, after)
        chosen = frozenset(patches.differing(before.content, after))
        if not chosen:
            return Written(before)
        item = AuthoredItem.model_validate(patches.only(after, chosen, pages))
        places.require_same_house(item.institution, pages)
        whole = AuthoredItem.model_validate(
            patches.with_new_texts(after, pages) or patches.only(after, chosen, pages)
        )
        return self._write(
            Writer(author, key, item, chosen), Writer(author, key, whole), before.name, pages
        )

    def tie_arrived(self, key: UUID | None = None) -> int:
        return tie_items(some_waiting() if key is None else waiting_for(key))

    def _write(
        self, writer: Writer, newcomer: Writer, name: ItemName | None, pages: Pages
    ) -> Written:
        """`newcomer` writes the languages the item is not in yet: all of it, whatever changed."""
        drafts = {locale: page.get_latest_revision_as_object() for locale, page in pages.items()}
        known = {
            one.translation_key
            for field in reading.TIES
            for draft in drafts.values()
            for one in reading.tied(draft, field)
        }
        ties.resolve(writer, name, known)
        changed = [
            locale
            for locale, draft in drafts.items()
            # Both are done, whatever the first says.
            if any([writer.write(draft, locale), ties.tie_page(writer, draft)])
        ]
        refuse(writer)
        for locale in changed:
            save_draft(writer.author, drafts[locale])
        if new := [locale for locale in newcomer.item.texts if locale not in pages]:
            ties.resolve(newcomer, name, known)
            places.add_pages(newcomer, places.house_of_item(pages), new)
        ties.remember(writer)
        item = self.find(writer.author, writer.key)
        return Written(item, changed=(*changed, *new))

    def _locked(self, author: Author, key: UUID) -> dict[str, Page]:
        """The item's pages as they are once nobody else writes them."""
        lock_pages([page.pk for page in self.pages(author, key).values()])
        return self.pages(author, key)


def _own(author: Author) -> QuerySet[Any]:
    """Items the author works on."""
    found = _opened(author, ItemPage.objects.filter(alias_of__isnull=True))
    if author.institution_id is None:
        return found
    return found.filter(ties.of_institution(author.institution_id, ItemPage))


def _opened(author: Author, pages: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose form the author could open: who drafts does not read colleagues' drafts."""
    found: QuerySet[Any] = mine(author.user, pages)
    if sees_everything(author.user):
        return found
    policy = policy_registry.get_by_type(Page)
    opened = policy.instances_user_has_any_permission_for(author.user, {"change", "publish"})
    return found.filter(pk__in=opened.values("pk"))


def _key_of(name: ItemName) -> UUID | None:
    known = ExternalReference.objects.filter(source=name.source, external_id=name.external_id)
    return known.values_list("key", flat=True).first()


def _require_there(author: Author, key: UUID) -> None:
    """Raises Deleted where the item is no more; NoSuchItem to whom it may never have been open."""
    if ItemPage.objects.filter(translation_key=key, alias_of__isnull=True).exists():
        return
    raise Deleted if author.institution_id or sees_everything(author.user) else NoSuchItem


def _drafted_all(own: QuerySet[Any], keys: Sequence[UUID]) -> Iterator[DraftedItem]:
    """These items in their order, what is asked of each asked of all at once."""
    rows = own.filter(translation_key__in=keys).order_by("pk")
    rows = rows.select_related("locale", "latest_revision").prefetch_related(*reading.RELATIONS)
    pages: dict[UUID, dict[str, Any]] = {key: {} for key in keys}
    for page in rows:
        pages[page.translation_key][page.locale.language_code] = page
    _remember_parents(rows)
    references = {one.key: one for one in ExternalReference.objects.filter(key__in=keys)}
    waiting: dict[UUID, list[PendingTie]] = {key: [] for key in keys}
    for tie in PendingTie.objects.filter(key__in=keys).order_by("pk"):
        waiting[tie.key].append(tie)
    for key in keys:
        yield _told(key, pages[key], references.get(key), waiting[key])


def _remember_parents(pages: Iterable[Any]) -> None:
    above = {page.path[: -page.steplen] for page in pages}
    parents = {one.path: one for one in Page.objects.filter(path__in=above)}
    for page in pages:
        page._cached_parent_obj = parents.get(page.path[: -page.steplen])


def _drafted(key: UUID, pages: Pages) -> DraftedItem:
    reference = ExternalReference.objects.filter(key=key).first()
    waiting = list(PendingTie.objects.filter(key=key).order_by("pk"))
    return _told(key, pages, reference, waiting)


def _told(
    key: UUID, pages: Pages, reference: ExternalReference | None, waiting: Sequence[PendingTie]
) -> DraftedItem:
    drafts = {locale: reading.draft_of(page) for locale, page in pages.items()}
    content = reading.content(drafts, waiting, places.address_of(pages))
    return DraftedItem(
        key=key,
        name=ItemName(reference.source, reference.external_id) if reference else None,
        content=content,
        etag=_etag(content),
    )


def _etag(content: Mapping[str, Any]) -> str:
    return f'"{_sha256(content)[:32]}"'


def _digest(item: AuthoredItem) -> str:
    """Of what was sent, to tell when it is sent again."""
    return _sha256(reading.dumped(item))


def _sha256(content: Mapping[str, Any]) -> str:
    spelled = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(spelled.encode("utf-8", "replace")).hexdigest()
