"""Writes the page types: drafts from imports and other systems become pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.editorial.models.submissions import Submission
from cms.editorial.policies import submission_of
from cms.institutions.models import Institution
from cms.publication import page_writer
from cms.publication.clearance import Authority
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.page_writer import (
    CategoryDraft,
    InstitutionDraft,
    InstitutionPlace,
    ItemDraft,
    KnownItem,
    PageWriter,
    Standing,
    Written,
)
from cms.publication.unit_of_work import publishing
from content_pages.desk import Desk
from content_pages.item_filling import ItemFiller
from content_pages.models import (
    CategoryIndexPage,
    CategoryPage,
    ExternalReference,
    InstitutionIndexPage,
    InstitutionPage,
    ItemPage,
)
from content_pages.models.base import IndexPage
from content_pages.written_items import left_alone, move, require_unlocked, stays_a_draft

Index = TypeVar("Index", bound=IndexPage)
AT_ONCE = 500


class ContentPageWriter(PageWriter):
    """Writes into the tree of one locale."""

    def __init__(self, locale: str, authority: Authority | None = None) -> None:
        self.authority = authority
        self._filler = ItemFiller()
        found = Locale.objects.filter(language_code=locale).first()
        if found is None:
            raise page_writer.TreeNotReady(_("There is no locale “%(code)s”.") % {"code": locale})
        self.locale, self.language = found, locale
        self.institutions = self._section(InstitutionIndexPage)
        self.section_id = self.institutions.pk
        self.categories = self._section(CategoryIndexPage)

    @property
    def desk(self) -> Desk:
        return Desk(self.authority, self.locale)

    def _section(self, model: type[Index]) -> Index:
        page = model.objects.filter(locale=self.locale, alias_of__isnull=True).first()
        if page is None:
            raise page_writer.TreeNotReady(
                _("The tree has no section “%(section)s” in “%(code)s”.")
                % {"section": model._meta.verbose_name, "code": self.locale.language_code}
            )
        return page

    def may_submit(self, user: AbstractUser) -> bool:
        allowed = self.institutions.permissions_for_user(user)
        return bool(allowed.can_add_subpage() and allowed.may_submit_here())

    def may_publish(self, user: AbstractUser) -> bool:
        allowed = self.institutions.permissions_for_user(user)
        return bool(allowed.can_add_subpage() and allowed.can_publish_subpage())

    def forget(self) -> None:
        self._filler.forget()
        self.__dict__.pop("_category_ids", None)
        self.__dict__.pop("_category_drafts", None)

    # Categories

    @cached_property
    def _category_ids(self) -> dict[str, int]:
        pages = CategoryPage.objects.filter(locale=self.locale, alias_of__isnull=True)
        return dict(pages.values_list("code", "pk"))

    @cached_property
    def _category_drafts(self) -> set[int]:
        """Those that are not public."""
        drafts = CategoryPage.objects.filter(locale=self.locale, live=False)
        return set(drafts.values_list("pk", flat=True))

    def ensure_categories(
        self, drafts: Sequence[CategoryDraft], *, user: AbstractUser
    ) -> list[Written]:
        written = []
        for draft in drafts:
            if draft.code in self._category_ids:
                continue
            page = CategoryPage(
                title=draft.title, code=draft.code, slug=draft.code, locale=self.locale
            )
            written.append(self.desk.add(page, self.categories, user))
            self._category_ids[draft.code] = page.pk
        self.__dict__.pop("_category_drafts", None)
        return written

    def draft_categories(self) -> list[int]:
        return sorted(self._category_drafts)

    # Institutions

    def find_institution(self, record_id: int) -> InstitutionPlace | None:
        pages = InstitutionPage.objects.filter(
            institution=record_id, locale=self.locale, alias_of__isnull=True
        )
        found = pages.values_list("pk", "live").first()
        return InstitutionPlace(record_id, found[0], live=found[1]) if found else None

    def add_institution(self, draft: InstitutionDraft, *, user: AbstractUser) -> InstitutionPlace:
        page = self._institution_page(draft)
        written = self.desk.add(page, self.institutions, user, draft.record_id)
        live = written.standing == Standing.PUBLIC
        return InstitutionPlace(draft.record_id, page.pk, live=live, written=written)

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
                path=self.desk.path(page) if page else "",
            )

    def lock(self, items: Iterable[KnownItem], places: Iterable[InstitutionPlace]) -> None:
        page_ids = [item.page_id for item in items if item.page_id]
        lock_pages([*page_ids, *(place.page_id for place in places)])

    def create_item(
        self, draft: ItemDraft, place: InstitutionPlace, *, digest: str, user: AbstractUser
    ) -> Written:
        page = ItemPage(locale=self.locale)
        self._fill(page, draft)
        written = self.desk.add(page, Page.objects.get(pk=place.page_id), user, place.record_id)
        ExternalReference.objects.create(
            key=page.translation_key,
            source=draft.source,
            external_id=draft.external_id,
            digest=digest,
        )
        return replace(written, notes=self._what_waits(draft, place, written))

    def update_item(
        self,
        known: KnownItem,
        draft: ItemDraft,
        place: InstitutionPlace,
        *,
        digest: str,
        user: AbstractUser,
        waiting: str = "",
    ) -> Written:
        own = ItemPage.objects.filter(translation_key=known.key, locale=self.locale)
        page = own.get(alias_of__isnull=True)
        require_unlocked(page)
        submission = submission_of(page)
        notes = []
        if page.get_parent().pk != place.page_id:
            self._require_movable(page, submission)
            move(page, Page.objects.get(pk=place.page_id), draft, user)
            page = own.get(alias_of__isnull=True)
            notes.append(page_writer.NOTE_MOVED)
        content = self._to_be_changed(page, submission, waiting)
        if page.live and content is page and page.has_unpublished_changes:
            notes.append(page_writer.NOTE_DRAFT_SET_ASIDE)
        self._fill(content, draft)
        revision = content.save_revision(user=user, log_action=True)
        ExternalReference.objects.filter(key=known.key).update(digest=digest)
        if stays := stays_a_draft(page):
            return self.desk.told(content, Standing.DRAFT, notes=(*notes, stays))
        written = self.desk.revise(content, revision, user)
        return replace(written, notes=(*notes, *self._what_waits(draft, place, written)))

    def _require_movable(self, page: ItemPage, submission: Submission | None) -> None:
        """Whose an item is can be read in public: without a decision it stays where it is."""
        if self.authority is None and (page.live or submission is not None):
            reason = _(
                "The item is public, or in review, below another institution: move it there, or "
                "have the import decided."
            )
            raise left_alone("institution", reason, "not_moved")

    def _to_be_changed(
        self, page: ItemPage, submission: Submission | None, waiting: str
    ) -> ItemPage:
        """What is in review, the draft of what is not public, or else what is public.

        Raises ValidationError where something else is in review than what an import left there.
        """
        if submission is None and page.live:
            return page
        if not page.latest_revision_id:
            return page
        latest: ItemPage = page.get_latest_revision_as_object()
        if submission and self.authority and content_digest(latest) != waiting:
            reason = _("The item is in review; its import would cancel that.")
            raise left_alone("page", reason, "in_review")
        return latest

    def _what_waits(
        self, draft: ItemDraft, place: InstitutionPlace, written: Written
    ) -> tuple[str, ...]:
        """What an item will be shown with is in review too, or was turned down."""
        if written.standing == Standing.PUBLIC and self.authority:
            return ()
        institution = () if place.live else (page_writer.NOTE_INSTITUTION_WAITS,)
        waits = self._category_ids.get(draft.category) in self._category_drafts
        return (*institution, *((page_writer.NOTE_CATEGORY_WAITS,) if waits else ()))

    def _fill(self, page: ItemPage, draft: ItemDraft) -> None:
        self._filler.fill(page, draft, self._category_ids)
