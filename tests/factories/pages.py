"""Pages of every type but the item, placed where they belong in the tree."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page

from content_pages.models import (
    CategoryIndexPage,
    CategoryPage,
    GuideIndexPage,
    GuidePage,
    InstitutionIndexPage,
    InstitutionPage,
    NewsIndexPage,
    NewsPage,
    ProgrammeIndexPage,
    ProgrammePage,
)
from home.models import HomePage
from tests.factories.bodies import BODY, full_body
from tests.factories.clearing import go_live
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.people import InstitutionRecordFactory, UserFactory
from tests.factories.tree import lay_ground
from tests.indexing import indexed_once


def home_page(locale: str = "fr") -> HomePage:
    lay_ground()
    return HomePage.objects.get(locale__language_code=locale)


class PageFactory(DjangoModelFactory):
    """Puts a page into the tree. A subclass says below which section, and what is shared."""

    _section: ClassVar[type[Page]]
    _shared: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    class Params:
        bare = False

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> Any:
        kwargs.setdefault("published", False)
        kwargs.setdefault("locale", "fr")
        kwargs.setdefault("translation_of", None)
        return kwargs

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Any:
        lay_ground()
        published, locale = kwargs.pop("published"), kwargs.pop("locale")
        source, parent = kwargs.pop("translation_of"), kwargs.pop("parent", None)
        themes = kwargs.pop("themes", ())
        if source is not None:
            kwargs |= {name: getattr(source, name) for name in cls._shared}
            kwargs["translation_key"] = source.translation_key
        kwargs["locale"] = Locale.objects.get(language_code=locale)
        page = model_class(live=False, **kwargs)
        with indexed_once():
            (parent or cls.parent(locale, source)).add_child(instance=page)
            if themes:
                page.themes.add(*themes)
                page.save()
            if published:
                go_live(page)
                page.refresh_from_db()
        return page

    @classmethod
    def parent(cls, locale: str, source: Any) -> Page:
        return cls._section.objects.get(locale__language_code=locale)

    @classmethod
    def found(cls, locale: str, **values: Any) -> Any:
        """The first such page in that locale, made and published when there is none.

        One with the same values in another locale is taken as what it translates.
        """
        lay_ground()
        known = cls._meta.model.objects.filter(**values)
        source = known.first() if values else None
        return known.filter(locale__language_code=locale).first() or cls(
            published=True, locale=locale, translation_of=source, **values
        )


class CategoryFactory(PageFactory):
    _section = CategoryIndexPage
    _shared = ("code", "colour", "image_id")

    class Meta:
        model = CategoryPage

    class Params:
        bare = factory.Trait(code="", intro="")
        complete = factory.Trait(
            colour="#7a1f3d",
            image=factory.SubFactory(ImageFactory),
            image_alt="Un rideau de scène qui s'ouvre",
        )

    title = factory.Sequence(lambda n: f"Catégorie {n}")
    slug = factory.Sequence(lambda n: f"categorie-{n}")
    code = factory.Sequence(lambda n: f"category_{n}")
    intro = "Ce que l'on regarde assis dans le noir."


class InstitutionFactory(PageFactory):
    """An institution's public page; `institution=` its record."""

    _section = InstitutionIndexPage
    _shared = ("institution_id", "image_id")

    class Meta:
        model = InstitutionPage

    class Params:
        bare = factory.Trait(institution=None, summary="")
        complete = factory.Trait(
            institution=factory.SubFactory(InstitutionRecordFactory, complete=True),
            image=factory.SubFactory(ImageFactory),
            image_alt="La façade du musée, au bord du canal",
            body=factory.LazyFunction(full_body),
        )

    title = factory.Sequence(lambda n: f"Musée de l'Écluse {n}")
    slug = factory.Sequence(lambda n: f"musee-{n}")
    summary = "Un musée au bord du canal, et ses ateliers."
    institution = factory.Maybe(
        "translation_of", None, factory.SubFactory(InstitutionRecordFactory)
    )


class GuideFactory(PageFactory):
    _section = GuideIndexPage
    _shared = ("guide_kind", "topic", "level", "image_id")

    class Meta:
        model = GuidePage

    class Params:
        bare = factory.Trait(summary="", topic="", steps=[])
        complete = factory.Trait(
            image=factory.SubFactory(ImageFactory),
            image_alt="Un micro sur un trépied",
            roles=["communication", "mediator"],
            outputs=["podcast_episode", "audio_walk"],
            effort_hours="6.5",
            cost_band="low",
            people_needed=2,
            review_on=date(2031, 6, 1),
            review_owner=factory.SubFactory(UserFactory),
            contact="guides@example.org",
            steps=factory.LazyFunction(
                lambda: [
                    (
                        "step",
                        {
                            "title": "Choisir un angle",
                            "text": "<p>Une idée, <b>une phrase</b>.</p>",
                            "duration_minutes": 30,
                            "tool": "Un carnet",
                            "template": DocumentFactory(),
                            "example": None,
                        },
                    )
                ]
            ),
        )

    title = factory.Sequence(lambda n: f"Enregistrer un podcast {n}")
    slug = factory.Sequence(lambda n: f"guide-{n}")
    summary = "De l'idée à la mise en ligne, sans studio."
    topic = "podcast"
    steps = factory.LazyFunction(
        lambda: [("step", {"title": "Choisir un angle", "text": "<p>Une idée, une phrase.</p>"})]
    )


class ProgrammeFactory(PageFactory):
    _section = ProgrammeIndexPage
    _shared = ("starts_at", "ends_at", "time_zone", "image_id")

    class Meta:
        model = ProgrammePage

    class Params:
        bare = factory.Trait(summary="", starts_at=None, ends_at=None)
        complete = factory.Trait(
            image=factory.SubFactory(ImageFactory),
            image_alt="Des étoiles au-dessus d'un toit",
            proposals_from=datetime(2031, 1, 1, tzinfo=UTC),
            proposals_until=datetime(2031, 3, 1, tzinfo=UTC),
            partners=factory.LazyAttribute(
                lambda page: [InstitutionFactory.found(getattr(page, "locale", "fr"))]
            ),
        )

    title = factory.Sequence(lambda n: f"La nuit des musées {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")
    summary = "Une nuit entière dans des musées que l'on traverse en chaussettes."
    starts_at = datetime(2031, 5, 17, 16, tzinfo=UTC)
    ends_at = datetime(2031, 5, 18, 0, tzinfo=UTC)


class NewsFactory(PageFactory):
    _section = NewsIndexPage
    _shared = ("date", "image_id")

    class Meta:
        model = NewsPage

    class Params:
        bare = factory.Trait(date=None, lead="", body=[])
        complete = factory.Trait(
            image=factory.SubFactory(ImageFactory),
            image_alt="Une affiche que l'on colle",
            body=factory.LazyFunction(full_body),
        )

    title = factory.Sequence(lambda n: f"Le portail ouvre {n}")
    slug = factory.Sequence(lambda n: f"actualite-{n}")
    date = date(2030, 9, 1)
    lead = "Huit rubriques, trois langues, une adresse."
    body = BODY
