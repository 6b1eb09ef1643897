"""Writes the page types: drafts from imports and other systems become public pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Locale, Page

from cms.institutions.models import Institution
from cms.media.providers import provider_of
from cms.publication import page_writer
from cms.publication.first_publication import publish_new
from cms.publication.locking import lock_pages
from cms.publication.page_writer import (
    CategoryDraft,
    InstitutionDraft,
    InstitutionPlace,
    ItemDraft,
    KnownItem,
    PageWriter,
    Written,
)
from cms.publication.unit_of_work import publishing
from content_pages.models import (
    AccessibilityFeature,
    CategoryIndexPage,
    CategoryPage,
    ExternalReference,
    InstitutionIndexPage,
    InstitutionPage,
    ItemPage,
)
from content_pages.models.base import IndexPage

Index = TypeVar("Index", bound=IndexPage)
# Fields a draft and an item page call the same.
SAME_NAMES = (
    *("title", "summary", "format", "access_mode", "access_url", "attendance", "credit_line"),
    *("practical_notes", "on_demand_from", "on_demand_until", "duration_minutes"),
    *("target_age_from", "target_age_to", "accessibility_note"),
)
CODE_LISTS = ("audiences", "spoken_languages", "sign_languages")
AT_ONCE = 500


class ContentPageWriter(PageWriter):
    """Writes into the tree of one locale."""

    def __init__(self, locale: str) -> None:
        found = Locale.objects.filter(language_code=locale).first()
        if found is None:
            raise page_writer.TreeNotReady(_("There is no locale “%(code)s”.") % {"code": locale})
        self.locale, self.language = found, locale
        self.institutions = self._section(InstitutionIndexPage)
        self.section_id = self.institutions.pk
        self.categories = self._section(CategoryIndexPage)

    def _section(self, model: type[Index]) -> Index:
        page = model.objects.filter(locale=self.locale, alias_of__isnull=True).first()
        if page is None:
            raise page_writer.TreeNotReady(
                _("The tree has no section “%(section)s” in “%(code)s”.")
                % {"section": model._meta.verbose_name, "code": self.locale.language_code}
            )
        return page

    def may_publish(self, user: AbstractUser) -> bool:
        allowed = self.institutions.permissions_for_user(user)
        return bool(allowed.can_add_subpage() and allowed.can_publish_subpage())

    def forget(self) -> None:
        self.__dict__.pop("_tags", None)
        self.__dict__.pop("_category_ids", None)

    # Categories

    @cached_property
    def _category_ids(self) -> dict[str, int]:
        pages = CategoryPage.objects.filter(locale=self.locale, alias_of__isnull=True)
        return dict(pages.values_list("code", "pk"))

    def ensure_categories(
        self, drafts: Sequence[CategoryDraft], *, user: AbstractUser
    ) -> list[str]:
        missing = [draft for draft in drafts if draft.code not in self._category_ids]
        for draft in missing:
            page = CategoryPage(
                title=draft.title, code=draft.code, slug=draft.code, locale=self.locale
            )
            publish_new(page, parent=self.categories, user=user)
            self._category_ids[draft.code] = page.pk
        return [draft.code for draft in missing]

    # Institutions

    def find_institution(self, record_id: int) -> InstitutionPlace | None:
        pages = InstitutionPage.objects.filter(
            institution=record_id, locale=self.locale, alias_of__isnull=True
        )
        page_id = pages.values_list("pk", flat=True).first()
        return InstitutionPlace(record_id, page_id) if page_id else None

    def add_institution(self, draft: InstitutionDraft, *, user: AbstractUser) -> InstitutionPlace:
        page = self._institution_page(draft)
        publish_new(page, parent=self.institutions, user=user)
        return InstitutionPlace(draft.record_id, page.pk)

    def draft_institution(
        self, draft: InstitutionDraft, *, key: UUID, user: AbstractUser
    ) -> InstitutionPlace:
        page = self._institution_page(draft)
        page.translation_key, page.live, page.owner = key, False, user
        section = InstitutionIndexPage.objects.get(pk=self.section_id)  # as it is, once locked
        with publishing():
            section.add_child(instance=page)
            page.save_revision(user=user, log_action=True)
        return InstitutionPlace(draft.record_id, page.pk)

    def _institution_page(self, draft: InstitutionDraft) -> InstitutionPage:
        return InstitutionPage(
            title=draft.title,
            summary=draft.summary,
            institution=Institution.objects.get(pk=draft.record_id),
            locale=self.locale,
            slug=self._slug(draft),
        )

    def _slug(self, draft: InstitutionDraft) -> str:
        """The name; for a homonym with its town; empty leaves it to Wagtail, which numbers."""
        taken = InstitutionPage.objects.child_of(self.institutions)
        for words in (draft.title, f"{draft.title} {draft.slug_hint}"):
            slug = slugify(words)
            if slug and not taken.filter(slug=slug).exists():
                return slug
        return ""

    # Items

    def known_items(self, source: str, external_ids: Iterable[str]) -> Mapping[str, KnownItem]:
        references = ExternalReference.objects.filter(
            source=source, external_id__in=list(external_ids)
        )
        return {one.external_id: one for one in self._known(references)}

    def items_of(self, source: str) -> Iterator[KnownItem]:
        references = ExternalReference.objects.filter(source=source).order_by("pk")
        last = 0
        while batch := list(references.filter(pk__gt=last)[:AT_ONCE]):
            last = batch[-1].pk
            yield from (one for one in self._known(batch) if one.page_id)

    def _known(self, references: Iterable[ExternalReference]) -> Iterator[KnownItem]:
        references = list(references)
        pages = ItemPage.objects.filter(
            locale=self.locale,
            translation_key__in=[one.key for one in references],
            alias_of__isnull=True,
        )
        found = {page.translation_key: page for page in pages.only("url_path", "translation_key")}
        for one in references:
            page = found.get(one.key)
            yield KnownItem(
                external_id=one.external_id,
                key=one.key,
                digest=one.digest,
                page_id=page.pk if page else None,
                path=self._path(page) if page else "",
            )

    def _path(self, page: ItemPage) -> str:
        page.locale = self.locale
        return page.public_path

    def lock(self, items: Iterable[KnownItem], places: Iterable[InstitutionPlace]) -> None:
        page_ids = [item.page_id for item in items if item.page_id]
        lock_pages([*page_ids, *(place.page_id for place in places)])

    def create_item(
        self, draft: ItemDraft, place: InstitutionPlace, *, digest: str, user: AbstractUser
    ) -> Written:
        page = ItemPage(locale=self.locale)
        self._fill(page, draft)
        publish_new(page, parent=Page.objects.get(pk=place.page_id), user=user)
        ExternalReference.objects.create(
            key=page.translation_key,
            source=draft.source,
            external_id=draft.external_id,
            digest=digest,
        )
        return Written(page.pk, self._path(page))

    def update_item(
        self,
        known: KnownItem,
        draft: ItemDraft,
        place: InstitutionPlace,
        *,
        digest: str,
        user: AbstractUser,
    ) -> Written:
        own = ItemPage.objects.filter(translation_key=known.key, locale=self.locale)
        page = own.get(alias_of__isnull=True)
        _require_unlocked(page)
        notes = []
        if page.get_parent().pk != place.page_id:
            _move(page, Page.objects.get(pk=place.page_id), draft, user)
            page = own.get(alias_of__isnull=True)
            notes.append(page_writer.NOTE_MOVED)
        if not page.live:
            notes.append(page_writer.NOTE_NOT_LIVE)
        elif page.has_unpublished_changes:
            notes.append(page_writer.NOTE_DRAFT_SET_ASIDE)
        self._fill(page, draft)
        revision = page.save_revision(user=user, log_action=True)
        if page.live:
            page.publish(revision, user=user, skip_permission_checks=True)
        ExternalReference.objects.filter(key=known.key).update(digest=digest)
        return Written(page.pk, self._path(page), tuple(notes))

    def _tag(self, name: str) -> Tag:
        folded = name.casefold()
        if folded not in self._tags:
            self._tags[folded] = Tag.objects.get_or_create(name=name)[0]
        return self._tags[folded]

    @cached_property
    def _tags(self) -> dict[str, Tag]:
        """By lower case, the oldest of twins. SQLite knows the case of ASCII letters only."""
        return {tag.name.casefold(): tag for tag in Tag.objects.order_by("-pk")}

    # `page` is Any: a form assigns lists to fields and relations that read as their managers.
    def _fill(self, page: Any, draft: ItemDraft) -> None:
        """Put what the draft says on the page; what it has no word for is left alone."""
        for name in SAME_NAMES:
            setattr(page, name, getattr(draft, name))
        for name in CODE_LISTS:
            setattr(page, name, list(getattr(draft, name)))
        page.category_id = self._category_ids.get(draft.category)
        page.more_categories = CategoryPage.objects.filter(
            pk__in=[self._category_ids[code] for code in draft.more_categories]
        )
        page.themes.set([self._tag(name) for name in draft.themes], clear=True)
        page.media = [_block(page, n, m.block, _media(m)) for n, m in enumerate(draft.media)]
        page.body = [
            _block(page, n, "paragraph", f"<p>{escape(words)}</p>")
            for n, words in enumerate(draft.paragraphs)
        ]
        claimed = {row.feature: row for row in page.accessibility_features.all()}
        page.accessibility_features = [
            claimed.get(feature) or AccessibilityFeature(feature=feature)
            for feature in draft.accessibility
        ]


def _move(page: ItemPage, parent: Page, draft: ItemDraft, user: AbstractUser) -> None:
    """Below another institution, where an item of the same address may be already."""
    if Page.objects.child_of(parent).filter(slug=page.slug).exists():
        slug = f"{page.slug}-{slugify(draft.external_id)}"
        Page.objects.filter(pk=page.pk).update(slug=slug)
        page.slug = slug
    with publishing():
        MovePageAction(page, parent, pos="last-child", user=user).execute(
            skip_permission_checks=True
        )


def _require_unlocked(page: ItemPage) -> None:
    """Somebody is at work on it: an import does not go over their head."""
    if page.locked:
        reason, code = _("An editor has locked the item."), "locked"
    elif page.current_workflow_state:
        reason, code = _("The item is in review; its import would cancel that."), "in_review"
    else:
        return
    raise ValidationError({"page": ValidationError(reason, code=code)})


def _block(page: ItemPage, number: int, name: str, value: Any) -> dict[str, Any]:
    """A block whose id stays the same when the same line is imported again."""
    return {
        "type": name,
        "value": value,
        "id": str(uuid5(page.translation_key, f"{name}:{number}")),
    }


def _media(medium: page_writer.MediaDraft) -> dict[str, Any]:
    if medium.block in {"video", "audio"}:
        return {"url": medium.url, "provider": provider_of(medium.url)}
    return {"url": medium.url}
