"""Items, with the rows that belong to them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from wagtail.models import Page

from content_pages.models import (
    AccessibilityFeature,
    Contribution,
    ItemPage,
    Occurrence,
    RelatedItem,
    RightsWindow,
)
from tests.factories.bodies import full_body, full_media
from tests.factories.files import ImageFactory
from tests.factories.pages import (
    CategoryFactory,
    InstitutionFactory,
    PageFactory,
    ProgrammeFactory,
)

MEDIA = [("video", {"provider": "own", "url": "https://video.example.org/w/1", "tracks": []})]


def occurrence(starts_at: datetime, *, minutes: int | None = 90, **values: Any) -> Occurrence:
    """A showing; `minutes=None` leaves its end open."""
    ends_at = None if minutes is None else starts_at + timedelta(minutes=minutes)
    return Occurrence(starts_at=starts_at, ends_at=ends_at, **values)


def rights_window(opens_at: datetime | None, closes_at: datetime | None) -> RightsWindow:
    return RightsWindow(opens_at=opens_at, closes_at=closes_at)


def _page_locale(step: Any) -> str:
    return str(getattr(step, "locale", "fr"))


def _category(step: Any) -> Any:
    source = getattr(step, "translation_of", None)
    code = source.category.code if source is not None and source.category else "theatre"
    return CategoryFactory.found(_page_locale(step), code=code)


class ItemFactory(PageFactory):
    """`parent=` its institution's page; without one, the first there is, or a new one."""

    _shared = (
        *("format", "image_id", "access_mode", "access_url", "price_min", "price_max", "currency"),
        *("on_demand_from", "on_demand_until", "duration_minutes", "attendance", "place"),
        *("age_scheme", "age_rating", "target_age_from", "target_age_to", "audiences", "level"),
        *("groups_only", "hazards", "spoken_languages", "subtitle_languages", "sign_languages"),
        *("no_language_needed", "rights_holder", "licence", "featured_from", "featured_until"),
    )

    class Meta:
        model = ItemPage

    class Params:
        bare = factory.Trait(
            summary="", category=None, format="", media=[], access_mode="", access_url=""
        )
        complete = factory.Trait(
            image=factory.SubFactory(ImageFactory),
            image_alt="Un régisseur devant son pupitre",
            body=factory.LazyFunction(full_body),
            practical_notes="Les sous-titres s'activent dans le lecteur.",
            more_categories=factory.LazyAttribute(
                lambda page: [CategoryFactory.found(_page_locale(page), code="tours")]
            ),
            themes=["coulisses", "artisanat"],
            media=factory.LazyFunction(full_media),
            access_mode="paid",
            price_min="5.00",
            price_max="12.50",
            on_demand_from=datetime(2030, 1, 1, tzinfo=UTC),
            on_demand_until=datetime(2032, 1, 1, tzinfo=UTC),
            duration_minutes=95,
            attendance="mixed",
            place="Grande salle, 2 quai de l'Écluse, Nantes",
            age_scheme="ru",
            age_rating="12+",
            target_age_from=10,
            target_age_to=99,
            audiences=["families", "adults"],
            level="beginner",
            hazards=["flashing"],
            accessibility_note="Le sous-titrage couvre tout le film.",
            accessibility_contact="acces@ecluse.example.org",
            spoken_languages=["fr"],
            subtitle_languages=["ru", "en"],
            sign_languages=["lsf"],
            rights_holder="Musée de l'Écluse",
            licence="cc_by",
            credit_line="© Musée de l'Écluse",
            embed_allowed=True,
            download_allowed=False,
            series="Les coulisses",
            partners=factory.LazyAttribute(
                lambda page: [InstitutionFactory(published=True, locale=_page_locale(page))]
            ),
            programmes=factory.LazyAttribute(
                lambda page: [ProgrammeFactory.found(_page_locale(page))]
            ),
            featured_from=datetime(2020, 1, 1, tzinfo=UTC),
            featured_until=datetime(2040, 1, 1, tzinfo=UTC),
            occurrences=factory.LazyFunction(
                lambda: [
                    occurrence(
                        datetime(2035, 6, 1, 18, tzinfo=UTC),
                        url="https://example.org/direct",
                        capacity=200,
                    )
                ]
            ),
            accessibility_features=factory.LazyFunction(
                lambda: [
                    AccessibilityFeature(feature="captions", verified_on=date(2030, 2, 1)),
                    AccessibilityFeature(feature="sign_language"),
                ]
            ),
            rights_windows=factory.LazyFunction(
                lambda: [
                    RightsWindow(
                        opens_at=datetime(2020, 1, 1, tzinfo=UTC),
                        closes_at=datetime(2040, 1, 1, tzinfo=UTC),
                        territories=["fr_11"],
                        channels=["portal"],
                        languages=["fr"],
                    )
                ]
            ),
            contributions=factory.LazyFunction(
                lambda: [
                    Contribution(name="Anne Morel", role="director"),
                    Contribution(name="Studio Passerelle", role="producer", is_body=True),
                ]
            ),
            related_items=factory.LazyAttribute(
                lambda page: [
                    RelatedItem(item=ItemFactory(published=True, locale=_page_locale(page)))
                ]
            ),
        )

    title = factory.Sequence(lambda n: f"Les coulisses {n}")
    slug = factory.Sequence(lambda n: f"les-coulisses-{n}")
    summary = "De sept heures du matin à minuit, derrière le rideau."
    category = factory.LazyAttribute(_category)
    format = "recording"
    media = MEDIA
    access_mode = "free"
    access_url = "https://example.org/coulisses"

    @classmethod
    def parent(cls, locale: str, source: Any) -> Page:
        if source is None:
            return InstitutionFactory.found(locale)
        above = source.get_parent().specific
        known = above.get_translations(inclusive=True).filter(locale__language_code=locale)
        return known.first() or InstitutionFactory(
            published=True, locale=locale, translation_of=above
        )
