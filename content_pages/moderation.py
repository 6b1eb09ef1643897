"""What moderation must know of our pages: whose they are, which reviews they call for."""

from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from wagtail.models import Page

from cms.core import clock
from cms.editorial.facts import PageFacts, Trait
from content_pages.models import InstitutionPage, ItemPage

LIVE_FORMATS = frozenset({"live_stream", "radio"})
MUSIC_FORMATS = frozenset({"concert"})
MUSIC_CATEGORY = "music"
PAID_MODES = frozenset({"paid", "subscription"})
MINORS = frozenset({"toddlers", "children", "teens", "school_groups"})
OF_AGE = 18


def facts_of(page: Page) -> PageFacts | None:
    """Of an institution's page and its items; of other types, whether it is a translation."""
    return None if type(page) is Page else FACTS.get(type(page), TranslatedFacts)(page)


class TranslatedFacts(PageFacts):
    def __init__(self, page: Any) -> None:
        self.page = page

    @cached_property
    def traits(self) -> frozenset[Trait]:
        return _translated(self.page)


class InstitutionFacts(TranslatedFacts):
    @cached_property
    def institution_id(self) -> int | None:
        found: int | None = self.page.institution_id
        return found


class ItemFacts(TranslatedFacts):
    @cached_property
    def institution_id(self) -> int | None:
        """Of the page above it: also of an item that is saved for the first time."""
        path = self.page._get_basepath(self.page.path, self.page.depth - 1)
        above = InstitutionPage.objects.filter(path=path)
        return above.values_list("institution_id", flat=True).first()

    @cached_property
    def traits(self) -> frozenset[Trait]:
        return frozenset(_traits(self.page)) | _translated(self.page)

    @cached_property
    def starts_at(self) -> datetime | None:
        return min(_beginnings(self.page), default=None)


FACTS: dict[type[Page], type[TranslatedFacts]] = {
    InstitutionPage: InstitutionFacts,
    ItemPage: ItemFacts,
}


def _traits(page: ItemPage) -> list[Trait]:
    said = {
        Trait.LIVE: page.format in LIVE_FORMATS,
        Trait.MUSIC: _is_music(page),
        Trait.PAID: page.access_mode in PAID_MODES or bool(page.price_min or page.price_max),
        Trait.MINORS: bool(MINORS & set(page.audiences)) or _is_for_an_age_below(page, OF_AGE),
        Trait.ACCESSIBILITY: bool(page.accessibility_features.all()),
    }
    return [trait for trait, holds in said.items() if holds]


def _is_music(page: ItemPage) -> bool:
    if page.format in MUSIC_FORMATS or (page.category and page.category.code == MUSIC_CATEGORY):
        return True
    return any(one.code == MUSIC_CATEGORY for one in page.more_categories.all())


def _is_for_an_age_below(page: ItemPage, age: int) -> bool:
    """Ages from … to …: without an end it is for everybody from then on."""
    return page.target_age_to is not None and (page.target_age_from or 0) < age


def _translated(page: Page) -> frozenset[Trait]:
    """One that was made after another page of the same key, in another language."""
    others = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    older = others.exclude(locale_id=page.locale_id).filter(pk__lt=page.pk or 0)
    return frozenset({Trait.TRANSLATION}) if older.exists() else frozenset()


def _beginnings(page: ItemPage) -> list[datetime]:
    now = clock.now()
    moments = [one.starts_at for one in page.occurrences.all()] + [page.on_demand_from]
    return [moment for moment in moments if moment is not None and moment > now]
