"""What moderation must know of our pages: whose they are, which reviews they call for."""

from datetime import datetime

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
    """Of an institution's page and its items; None for other types."""
    if isinstance(page, InstitutionPage):
        return PageFacts(institution_id=page.institution_id, traits=_translated(page))
    if isinstance(page, ItemPage):
        return PageFacts(
            institution_id=_institution_of(page),
            traits=frozenset(_traits(page)) | _translated(page),
            starts_at=min(_beginnings(page), default=None),
        )
    return None if type(page) is Page else PageFacts(traits=_translated(page))


def _institution_of(page: ItemPage) -> int | None:
    """Of the page above it: also of an item that is saved for the first time."""
    above = InstitutionPage.objects.filter(path=page._get_basepath(page.path, page.depth - 1))
    return above.values_list("institution_id", flat=True).first()


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
